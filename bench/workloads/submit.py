"""Real submits: each thread sends its draft again until it is acknowledged, whatever breaks meanwhile."""

import re
import threading
import time
from collections import Counter
from collections.abc import Iterator

from bench import ledger
from bench.client import Answer, Connection
from bench.crowd import Ready, prepare
from bench.instance import Instance

CASE = re.compile(r"/cases/([0-9A-Z]{31})/(\?new=1)?")


class Submissions:
    """Submits prepared drafts; an operation's key is draft and case number, as they were acknowledged."""

    def __init__(self, drafts: int = 400) -> None:
        self._count = drafts
        self._drafts: Iterator[Ready] = iter(())
        self._held: dict[int, Ready] = {}
        self._lines: dict[int, _Line] = {}
        self._lock = threading.Lock()

    def prepare(self, it: Instance) -> None:
        """Make the drafts and the sessions of their owners."""
        self._drafts = iter(prepare(it, self._count))

    def operate(self, it: Instance, thread: int, number: int) -> str | None:
        """Submit the thread's draft; keep it for the next try unless the answer names its case."""
        ready = self._held.get(thread) or self._next()
        if ready is None:
            time.sleep(0.2)
            return None
        self._held[thread] = ready
        answer = self._line(it, thread).send(ready.request(it.port))
        found = CASE.fullmatch(answer.location)
        if answer.status != 302 or found is None:
            return None
        del self._held[thread]
        return f"{ready.reference} {found[1]}"

    def stored(self, it: Instance) -> Counter[str]:
        """Return every whole case by draft and number, with the number of cases of its draft.

        Called when the load has stopped: the threads' connections are closed here.
        """
        for line in self._lines.values():
            line.close()
        return ledger.stored(ledger.lines(it))

    def faults(self, it: Instance) -> list[str]:
        """Return what is half-written, doubled or never delivered."""
        return ledger.faults(it, ledger.lines(it))

    def _next(self) -> Ready | None:
        with self._lock:
            return next(self._drafts, None)

    def _line(self, it: Instance, thread: int) -> "_Line":
        return self._lines.setdefault(thread, _Line(it.port))


class _Line:
    """A connection that is made again after it broke."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open: Connection | None = None

    def send(self, request: bytes) -> Answer:
        try:
            self._open = self._open or Connection(self._port)
            return self._open.send(request)
        except OSError:
            self.close()
            raise

    def close(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None
