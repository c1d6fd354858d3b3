"""Facts about fees."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class BillDrawn(Event):
    """A fee is owed for a case (subject: the case number); `total` in yuan, as text."""

    bill: str
    total: str


@dataclass(frozen=True, kw_only=True)
class BillPaid(Event):
    """The fee of a case arrived (subject: the case number)."""

    external = True
    bill: str
    total: str


@dataclass(frozen=True, kw_only=True)
class BillRefunded(Event):
    """The fee of a case was given back (subject: the case number)."""

    external = True
    bill: str
    total: str


@dataclass(frozen=True, kw_only=True)
class PaidTwice(Event):
    """Money came for a bill that was paid already; it goes back by itself (subject: the case number)."""

    bill: str
    order: str
