"""Asks REST sources over kept-alive connections: all questions out first, then whichever answers comes."""

import math
import select
import socket
import ssl
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from onewindow.exchange.addresses import Forbidden
from onewindow.exchange.breaker import breaker_of
from onewindow.exchange.gateways.wire import Broken, Gathering, connect, request_bytes
from onewindow.exchange.questions import Answer, Question

CONNECT_SECONDS = 1.0
IDLE_SECONDS = 20.0
IDLE_KEPT = 16
Address = tuple[str, str, int]
_idle: dict[Address, list[tuple[float, socket.socket]]] = {}
_connecting = ThreadPoolExecutor(max_workers=16, thread_name_prefix="exchange-connect")


@dataclass
class Call:
    """One question under way."""

    question: Question
    address: Address  # where the source listens
    begun: float
    deadline: float
    gathering: Gathering
    sock: socket.socket | None = None
    reused: bool = False
    answer: Answer | None = field(default=None)

    def finish(self, cause: str = "", body: bytes | None = None, signature: str = "") -> None:
        """Keep the outcome; a failed connection is never used again."""
        spent = round((time.monotonic() - self.begun) * 1000)
        self.answer = Answer(body, signature, cause, spent)
        if cause and self.sock is not None:
            self.sock.close()
            self.sock = None

    def open(self) -> None:
        """Connect anew, within what is left of the time."""
        left = min(CONNECT_SECONDS, self.deadline - time.monotonic())
        try:
            trusted = self.question.connector.trusted
            self.sock = connect(self.address, max(left, 0.01), trusted=trusted)
            self.sock.setblocking(False)
            self.reused = False
        except Forbidden:
            self.finish("address")
        except TimeoutError:
            self.finish("timeout")
        except (OSError, ssl.SSLError):
            self.finish("refused")

    def send(self) -> None:
        """Write the whole question: mostly in one go, else waiting for what is left to be taken."""
        assert self.sock is not None
        _, host, port = self.address
        asked = self.question
        told = request_bytes(host, port, asked.connector.path, asked.headers, asked.body)
        try:
            sent = _sent(self.sock, told)
            if sent < len(told):
                self.sock.settimeout(max(min(CONNECT_SECONDS, self.deadline - time.monotonic()), 0.01))
                self.sock.sendall(told[sent:])
                self.sock.setblocking(False)
        except TimeoutError:
            self.finish("timeout")
        except OSError:
            self.finish("broken")

    def read(self) -> None:
        """Take what has arrived; finish when the answer is whole or cannot be."""
        assert self.sock is not None
        try:
            while self.answer is None:
                piece = self.sock.recv(65536)
                self.gathering.add(piece)
                reply = self.gathering.reply()
                if reply is None:
                    continue
                if reply.status != 200:
                    self.finish("status")
                    return
                self.finish(body=reply.body, signature=reply.headers.get("x-source-signature", ""))
                self._release(reply.reusable)
        except (BlockingIOError, ssl.SSLWantReadError):
            return
        except Broken as broken:
            self.finish(str(broken))
        except OSError:
            self.finish("broken")

    def _release(self, reusable: bool) -> None:
        assert self.sock is not None
        kept = _idle.setdefault(self.address, [])
        if reusable and len(kept) < IDLE_KEPT:
            kept.append((time.monotonic(), self.sock))
        else:
            self.sock.close()
        self.sock = None


class RestGateway:
    """The gateway of production."""

    def ask(self, questions: Sequence[Question], *, seconds: float) -> list[Answer]:
        """Ask all at once; each source has its own limit, all together `seconds`."""
        begun = time.monotonic()
        calls = [self._call(question, begun, seconds) for question in questions]
        _reuse([call for call in calls if call.answer is None])
        _exchange(calls)
        stale = [call for call in calls if call.reused and call.answer and call.answer.cause == "broken"]
        refused = [call for call in calls if call.answer and call.answer.cause == "refused"]
        for call in stale + refused:
            if call.deadline - time.monotonic() > 0.05:
                call.answer, call.reused = None, False
                call.gathering = Gathering(call.question.connector.bytes)
        _exchange([call for call in calls if call.answer is None])
        return [self._learned(call) for call in calls]

    def _call(self, question: Question, begun: float, seconds: float) -> Call:
        connector = question.connector
        call = Call(
            question,
            connector.address,
            begun,
            begun + min(connector.seconds, seconds),
            Gathering(connector.bytes),
        )
        if not breaker_of(connector.resource).allows():
            call.finish("breaker")
        return call

    def _learned(self, call: Call) -> Answer:
        assert call.answer is not None
        if call.answer.cause != "breaker":
            breaker_of(call.question.connector.resource).report(call.answer.cause)
        return call.answer


def _sent(sock: socket.socket, told: bytes) -> int:
    """Write without waiting; return how many bytes were taken."""
    try:
        return sock.send(told)
    except (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError):
        return 0


def _exchange(calls: Iterable[Call]) -> None:
    open_calls = [call for call in calls if call.answer is None]
    fresh = [call for call in open_calls if call.sock is None]
    if len(fresh) == 1:
        fresh[0].open()
    elif fresh:
        list(_connecting.map(Call.open, fresh))
    for call in open_calls:
        if call.answer is None:
            call.send()
    _gather([call for call in open_calls if call.answer is None])


def _gather(calls: list[Call]) -> None:
    """Wait for answers and read them as they come, until every call is answered or out of time."""
    waiting, pending = select.poll(), {}  # few sockets, once: no calls to the system but the wait
    for call in calls:
        assert call.sock is not None
        descriptor = call.sock.fileno()
        waiting.register(descriptor, select.POLLIN)
        pending[descriptor] = call
    while pending:
        left = min(call.deadline for call in pending.values()) - time.monotonic()
        for descriptor, _ in waiting.poll(max(math.ceil(left * 1000), 0)):
            pending[descriptor].read()
            if pending[descriptor].answer is not None:
                waiting.unregister(descriptor)
                del pending[descriptor]
        now = time.monotonic()
        for descriptor in [each for each, call in pending.items() if call.deadline <= now]:
            waiting.unregister(descriptor)
            pending.pop(descriptor).finish("timeout")


def _reuse(calls: list[Call]) -> None:
    """Give each call an idle connection to its source, where there is one that said nothing since."""
    while calls:
        found, looked = {}, select.poll()
        for call in calls:
            sock = _idle_connection(call.address)
            if sock is not None:
                found[sock.fileno()] = call, sock
                looked.register(sock, select.POLLIN)
        spoken = {descriptor for descriptor, _ in looked.poll(0)} if found else set()
        calls = [found[descriptor][0] for descriptor in spoken]
        for descriptor, (call, sock) in found.items():
            if descriptor in spoken:
                sock.close()
            else:
                call.sock, call.reused = sock, True


def _idle_connection(address: Address) -> socket.socket | None:
    """Take a connection that was used lately out of those that wait for the next question."""
    kept = _idle.setdefault(address, [])
    while kept:
        try:
            since, sock = kept.pop()
        except IndexError:
            return None
        if time.monotonic() - since < IDLE_SECONDS:
            return sock
        sock.close()
    return None


def drop_connections() -> None:
    """Close all idle connections of this process."""
    for kept in _idle.values():
        while kept:
            kept.pop()[1].close()
