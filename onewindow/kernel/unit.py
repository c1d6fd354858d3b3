"""A unit of work: one transaction whose audit entries and events are written together at its end."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction

Writer = Callable[[list[object]], None]


class _Pending(dict[Writer, list[object]]):
    """What is to be written at the end, and whether nested units are one whole with this."""

    def __init__(self, *, whole: bool) -> None:
        super().__init__()
        self.whole = whole


_flushes: ContextVar[_Pending | None] = ContextVar("onewindow_unit", default=None)


@contextmanager
def work(*, whole: bool = False, joined: bool = False) -> Iterator[None]:
    """Run the block in one transaction; what is to be inserted goes in one statement at its end.

    Nested units join the outermost one; where a nested one fails and the outer goes on, what the nested one
    recorded is forgotten with it. A failure of the outermost leaves nothing behind. In a `whole` unit no
    nested one may fail alone, nor may a `joined` one in any: its failure undoes everything, and the two
    statements of a savepoint are saved.
    """
    pending = _flushes.get()
    if pending is not None:
        with _part(pending, own=not joined and not pending.whole):
            yield
        return
    pending = _Pending(whole=whole)
    token = _flushes.set(pending)
    try:
        with transaction.atomic():
            yield
            for write, rows in pending.items():
                write(rows)
    finally:
        _flushes.reset(token)


def is_running() -> bool:
    """Tell whether a unit runs, and with it a transaction."""
    return _flushes.get() is not None


def later(write: Writer, rows: list[object]) -> None:
    """Give rows to `write` at the end of the running unit, or at once when there is none."""
    pending = _flushes.get()
    if pending is None:
        write(rows)
    else:
        pending.setdefault(write, []).extend(rows)


@contextmanager
def _part(pending: _Pending, *, own: bool) -> Iterator[None]:
    """Run a nested unit; where it fails, what it recorded is forgotten.

    One with a savepoint of its `own` is undone alone; without, all is: that is marked here, as an atomic
    block without a savepoint does, which costs more than what is in it.
    """
    before = {write: len(rows) for write, rows in pending.items()}
    try:
        if own:
            with transaction.atomic():
                yield
        else:
            yield
    except BaseException:
        if not own:
            transaction.set_rollback(True)
        for write, rows in pending.items():
            del rows[before.get(write, 0) :]
        raise
