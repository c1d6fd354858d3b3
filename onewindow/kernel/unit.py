"""A unit of work: one transaction whose audit entries and events are written together at its end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

_flushes: ContextVar[dict[Callable[[list[object]], None], list[object]] | None] = ContextVar(
    "onewindow_unit", default=None
)


@contextmanager
def work() -> Iterator[None]:
    """Run the block in one transaction; `audit` and `outbox` write one statement each, before the commit.

    Nested units join the outermost one. A failure anywhere leaves nothing behind.
    """
    if _flushes.get() is not None:
        with transaction.atomic():
            yield
        return
    pending: dict[Callable[[list[object]], None], list[object]] = {}
    token = _flushes.set(pending)
    try:
        with transaction.atomic():
            yield
            for write, rows in pending.items():
                write(rows)
    finally:
        _flushes.reset(token)


def later(write: Callable[[list[object]], None], rows: list[object]) -> None:
    """Give rows to `write` at the end of the running unit, or at once when there is none."""
    pending = _flushes.get()
    if pending is None:
        write(rows)
    else:
        pending.setdefault(write, []).extend(rows)
