"""Threads beside the outbox loop: each waits to be called and then does one kind of work."""

import logging
import threading
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError, connection

from onewindow.kernel import jobs

log = logging.getLogger(__name__)
_LISTENS_SECONDS, _AFTER_FAILURE_SECONDS = 1.0, 2.0


class Beside:
    """The threads of one worker; none holds anything that is not in the database."""

    def __init__(self) -> None:
        """Prepare without starting."""
        self.stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=one, name=one[0], daemon=True)
            for one in jobs.on_call.items()
        ]

    def start(self) -> None:
        """Start the threads; each begins with what was called for while nobody listened."""
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 5) -> None:
        """Ask what runs to be the last and wait for it that long."""
        self.stopped.set()
        for thread in self._threads:
            thread.join(seconds)

    def _run(self, name: str, work: Callable[[], object]) -> None:
        while not self.stopped.is_set():
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f'LISTEN "{jobs.CHANNEL}{name}"')
                called = True
                while not self.stopped.is_set():
                    if called:
                        _do(name, work)
                    called = _called(_LISTENS_SECONDS)
            except (DatabaseError, InterfaceError):
                log.exception("%s lost the database and listens again", name)
                connection.close()
                self.stopped.wait(_AFTER_FAILURE_SECONDS)
        connection.close()


def _called(seconds: float) -> bool:
    """Wait for a call; many that came together are one."""
    called = any(True for _ in connection.connection.notifies(timeout=seconds, stop_after=1))
    return bool(list(connection.connection.notifies(timeout=0))) or called


def _do(name: str, work: Callable[[], object]) -> None:
    try:
        work()
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        log.exception("%s failed; the timed job takes it up", name)
