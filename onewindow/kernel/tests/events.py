"""Events of the kernel's own tests."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from onewindow.kernel.outbox import Event


@dataclass(frozen=True, kw_only=True)
class Pinged(Event):
    """Somebody said something."""

    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Laden(Event):
    """Carries one of each kind of value."""

    key: UUID
    on: date
    at: datetime = datetime(2026, 3, 2, tzinfo=UTC)
    amount: Decimal = Decimal("1.50")
    perhaps: date | None = None
    days: tuple[date, ...] = ()
    proof: bytes = b""
    sums: dict[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Sounded(Event):
    """Outside systems may be told of it."""

    external = True
    number: int = 0


@dataclass(frozen=True, kw_only=True)
class Hushed(Event):
    """Outside systems may be told of it, but nobody asks."""

    external = True
