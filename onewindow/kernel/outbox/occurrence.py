"""Which stored event a handler is handling: two equal facts are two occurrences."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_now: ContextVar[int | None] = ContextVar("occurrence", default=None)


def occurrence() -> int:
    """Return the number of the event being handled, the same whenever it is delivered again.

    Raises RuntimeError outside a handler.
    """
    found = _now.get()
    if found is None:
        raise RuntimeError("no event is being handled")
    return found


def in_hand() -> int:
    """Return the number of the event being handled, 0 outside a handler."""
    return _now.get() or 0


@contextmanager
def handling(event_id: int) -> Iterator[None]:
    """Handle an event inside the block."""
    token = _now.set(event_id)
    try:
        yield
    finally:
        _now.reset(token)
