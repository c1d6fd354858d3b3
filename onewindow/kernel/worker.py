"""The worker process: outbox delivery in the main thread, timed jobs beside it.

It holds nothing that is not in the database: killed at any point, its open transaction vanishes and the next
worker takes the same delivery up again.
"""

import logging
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from django.db import DatabaseError, InterfaceError, connection

from onewindow.kernel import outbox
from onewindow.kernel.beside import Beside
from onewindow.kernel.options import options
from onewindow.kernel.scheduler import Scheduler

log = logging.getLogger(__name__)
WAKE_LOCK = 231409137  # the same number is in migration 0002_guards
_AFTER_FAILURE_SECONDS = 2.0
_MUCH = 20  # events in one look: that many submissions come in that waiting longer spares many looks


class Worker:
    """The loop of one process; `stop` may be called from a signal handler or another thread."""

    def __init__(self) -> None:
        """Prepare without starting."""
        self.stopped = threading.Event()
        self._sleeping = False
        self._busy = False

    def run(self) -> None:
        """Dispatch and deliver until stopped; sleep when nothing is due; outlive a lost database."""
        while not self.stopped.is_set():
            try:
                if not self._work():
                    self._sleep()
            except _Woken:
                continue
            except (DatabaseError, InterfaceError):
                log.exception("the worker lost the database and tries again")
                connection.close()
                self.stopped.wait(_AFTER_FAILURE_SECONDS)
        connection.close()

    def stop(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Finish the delivery at hand, then end."""
        self.stopped.set()
        if self._sleeping and threading.current_thread() is threading.main_thread():
            self._sleeping = False
            raise _Woken

    def _work(self) -> bool:
        if not outbox.is_anything_due():
            return False  # one statement, where looking for work to take would be seven
        dispatched = outbox.dispatch()
        self._busy, worked = dispatched >= _MUCH, bool(dispatched)
        for _ in range(100):
            if self.stopped.is_set() or not outbox.deliver_next():
                return worked
            worked = True
        return worked

    def _sleep(self) -> None:
        """Wait for a notification or the polling time; look once more after telling that we sleep.

        Woken, it lingers a moment: where one event comes, others follow, and many cost little more than one;
        a longer moment while it is busy.
        """
        with connection.cursor() as cursor:
            cursor.execute("LISTEN onewindow_outbox")
            cursor.execute("SELECT pg_try_advisory_lock(%s)", [WAKE_LOCK])
            held = bool(cursor.fetchone()[0])
        woken = False
        try:
            if not self._work():
                self._sleeping = True
                if not self.stopped.is_set():
                    woken = _wait(options().outbox_poll)
        finally:
            self._sleeping = False
            if held and connection.connection and not connection.connection.closed:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [WAKE_LOCK])
        if woken:
            given = options()
            self.stopped.wait(given.outbox_busy_linger if self._busy else given.outbox_linger)


class _Woken(Exception):
    """A signal ended the sleep."""


def run() -> None:
    """Run the worker until SIGTERM or SIGINT: outbox and jobs in this process. Call it in the main thread."""
    worker, scheduler, beside = Worker(), Scheduler(), Beside()
    with _signals(worker):
        scheduler.start()
        beside.start()
        try:
            worker.run()
        finally:
            beside.stopped.set()
            scheduler.stop()
            beside.stop()


def _wait(seconds: float) -> bool:
    """Wait for a notification; tell whether one came."""
    return any(True for _ in connection.connection.notifies(timeout=seconds, stop_after=1))


@contextmanager
def _signals(worker: Worker) -> Iterator[None]:
    before = {number: signal.signal(number, worker.stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
