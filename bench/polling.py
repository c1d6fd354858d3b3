"""Load from one thread: many kept connections waited on together, so that it takes little of the cores."""

import math
import re
import select
import time
from collections.abc import Callable, Iterable, Iterator

from bench.client import WAIT_SECONDS, Answer, Round, connected

_LENGTH = re.compile(rb"\r\ncontent-length: *([0-9]+)", re.IGNORECASE)


class _Line:
    """One kept connection with one request on it at a time."""

    def __init__(self, port: int) -> None:
        self.socket = connected(port)
        self.data, self.sent = b"", 0.0

    def send(self, request: bytes) -> None:
        self.data, self.sent = b"", time.perf_counter()
        self.socket.sendall(request)

    def take(self) -> Answer | None:
        """Read what came; return the answer once it is whole."""
        piece = self.socket.recv(65536)
        if not piece:
            raise ConnectionResetError("the server closed the connection")
        self.data += piece
        end = self.data.find(b"\r\n\r\n")
        if end < 0:
            return None
        length = _LENGTH.search(self.data, 0, end)
        if length is None:
            raise OSError(f"an answer without Content-Length: {self.data[:end]!r}")
        if len(self.data) < end + 4 + int(length[1]):
            return None
        return Answer(int(self.data[9:12]), "")


def load(
    port: int,
    requests: Iterable[bytes],
    *,
    clients: int,
    good: Callable[[Answer], bool],
    seconds: float = math.inf,
) -> Round:
    """Do what `client.load` does, for answers that tell their length."""
    source, done, lines = iter(requests), Round(), [_Line(port) for _ in range(clients)]
    begun = time.perf_counter()
    try:
        _drive({line.socket.fileno(): line for line in lines}, source, begun + seconds, good, done)
    finally:
        for line in lines:
            line.socket.close()
    done.seconds = time.perf_counter() - begun
    return done


def _drive(
    lines: dict[int, _Line], source: Iterator[bytes], end: float, good: Callable[[Answer], bool], done: Round
) -> None:
    with select.epoll() as ready:
        busy = 0
        for number, line in lines.items():
            ready.register(number, select.EPOLLIN)
            busy += _goes_on(line, source, end)
        while busy:
            came = ready.poll(WAIT_SECONDS)
            if not came:
                raise TimeoutError(f"no answer within {WAIT_SECONDS} seconds")
            for number, _event in came:
                line = lines[number]
                answer = line.take()
                if answer is None:
                    continue
                done.milliseconds.append((time.perf_counter() - line.sent) * 1000)
                if not good(answer):
                    raise RuntimeError(f"a bad answer: {answer} {line.data[-300:]!r}")
                done.answers.append(answer)
                busy -= not _goes_on(line, source, end)


def _goes_on(line: _Line, source: Iterator[bytes], end: float) -> bool:
    """Send the next request, if there is one and time; tell whether one was sent."""
    request = next(source, None) if time.perf_counter() < end else None
    if request is None:
        return False
    line.send(request)
    return True
