"""The cashier behind one interface: a bank, a public cashier, or the simulated one; `settings.CASHIER`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol


@dataclass(frozen=True)
class Asked:
    """What the cashier is asked to take or to give back: our order, the amount in yuan, what it is for."""

    order: str
    amount: Decimal
    subject: str
    back: str = ""


@dataclass(frozen=True)
class Told:
    """What the cashier says of an order: whether it is done, under which transaction, how much."""

    order: str
    done: bool
    transaction: str = ""
    amount: Decimal = Decimal(0)


class Cashier(Protocol):
    """What every cashier can do; each call may raise CashierSilent."""

    def open(self, asked: Asked) -> str:
        """Open an order and return the address where it is paid; opening it again gives the same."""
        ...

    def look(self, order: str) -> Told:
        """Return how an order stands."""
        ...

    def refund(self, asked: Asked, *, of: str) -> Told:
        """Give the money of a paid order back; asking again gives it back no second time."""
        ...


_current: list[Callable[[], Cashier]] = []


def current() -> Cashier:
    """Return the cashier in use."""
    if _current:
        return _current[-1]()
    from onewindow.payments.gateways.http import HttpCashier

    return HttpCashier()


@contextmanager
def using(cashier: Cashier) -> Iterator[None]:
    """Use another cashier within the block."""
    _current.append(lambda: cashier)
    try:
        yield
    finally:
        _current.pop()
