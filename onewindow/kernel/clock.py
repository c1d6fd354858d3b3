"""The one clock: every moment is aware UTC, every date is a date in China; tests and drills can set it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")
_fixed: ContextVar[datetime | None] = ContextVar("onewindow_clock", default=None)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _fixed.get() or datetime.now(UTC)  # noqa: TID251


def today() -> date:
    """Return the present date in China."""
    return local(now()).date()


def local(moment: datetime) -> datetime:
    """Return the moment in China's time zone."""
    return moment.astimezone(CHINA)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at an aware moment for the block."""
    if moment.tzinfo is None:
        raise ValueError("the clock is set with an aware moment")
    token = _fixed.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _fixed.reset(token)
