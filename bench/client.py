"""A lean HTTP client: bytes made beforehand, connections kept alive, so that the load costs little itself."""

import math
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

WAIT_SECONDS = 15.0


@dataclass(frozen=True)
class Answer:
    """Status and Location of an answer."""

    status: int
    location: str


def connected(port: int) -> socket.socket:
    """Return a socket to a server of this machine that sends at once and waits so long and no longer."""
    made = socket.create_connection(("127.0.0.1", port), timeout=WAIT_SECONDS)
    made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return made


class Connection:
    """One kept connection to 127.0.0.1; raises OSError when it breaks."""

    def __init__(self, port: int) -> None:
        self._socket = connected(port)

    def send(self, request: bytes) -> Answer:
        """Send a request and read its whole answer (Content-Length, or none for an empty body)."""
        self._socket.sendall(request)
        data = b""
        while (end := data.find(b"\r\n\r\n")) < 0:
            data += self._more()
        head = data[:end].decode("latin-1").split("\r\n")
        headers = dict(line.lower().split(": ", 1) if ": " in line else (line, "") for line in head[1:])
        if "transfer-encoding" in headers:
            raise OSError(f"an answer without Content-Length: {head[0]}")
        missing = int(headers.get("content-length", "0")) - (len(data) - end - 4)
        while missing > 0:
            missing -= len(self._more())
        location = next((line[10:] for line in head if line.lower().startswith("location: ")), "")
        return Answer(int(head[0].split(" ", 2)[1]), location)

    def _more(self) -> bytes:
        piece = self._socket.recv(65536)
        if not piece:
            raise ConnectionResetError("the server closed the connection")
        return piece

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


def get(port: int, path: str, **headers: str) -> bytes:
    """Return the bytes of a GET of this machine, with the headers given."""
    told = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{told}Connection: keep-alive\r\n\r\n".encode()


def is_page(answer: Answer) -> bool:
    """Tell whether an answer is what was asked for."""
    return answer.status == 200


def percentile(milliseconds: Iterable[float], at: int) -> float:
    """Return the time within which so many of a hundred answers came."""
    taken = sorted(milliseconds)
    return taken[min(len(taken) - 1, len(taken) * at // 100)]


@dataclass
class Round:
    """What a round of load brought: good answers, their latencies, and the seconds it took."""

    answers: list[Answer] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return len(self.answers) / self.seconds


def load(
    port: int,
    requests: Iterable[bytes],
    *,
    clients: int,
    good: Callable[[Answer], bool],
    seconds: float = math.inf,
) -> Round:
    """Send requests from `clients` connections, each waiting for its answer; raise on any bad answer.

    Ends after `seconds` or with the last request; what was sent is always answered and counted.
    """
    source, lock, done = iter(requests), threading.Lock(), Round()
    faults: list[BaseException] = []
    begun = time.perf_counter()

    def work() -> None:
        connection = None
        try:
            connection = Connection(port)
            for request in _until(source, lock, begun + seconds):
                sent = time.perf_counter()
                answer = connection.send(request)
                done.milliseconds.append((time.perf_counter() - sent) * 1000)
                if not good(answer):
                    raise RuntimeError(f"a bad answer: {answer}")
                done.answers.append(answer)
        except BaseException as fault:
            faults.append(fault)
        finally:
            if connection is not None:
                connection.close()

    threads = [threading.Thread(target=work) for _ in range(clients)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    done.seconds = time.perf_counter() - begun
    if faults:
        raise faults[0]
    return done


def _until(source: Iterator[bytes], lock: threading.Lock, end: float) -> Iterator[bytes]:
    while time.perf_counter() < end:
        with lock:
            request = next(source, None)
        if request is None:
            return
        yield request
