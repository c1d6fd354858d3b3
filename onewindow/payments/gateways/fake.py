"""A cashier in memory, for tests: what was opened, what is paid, what went back."""

from dataclasses import dataclass, field
from decimal import Decimal

from onewindow.payments.errors import CashierSilent
from onewindow.payments.gateways import Asked, Told


@dataclass
class FakeCashier:
    """Keeps orders in a dictionary; `silent` makes it not answer."""

    orders: dict[str, Decimal] = field(default_factory=dict)
    paid: dict[str, str] = field(default_factory=dict)
    back: dict[str, str] = field(default_factory=dict)
    silent: bool = False

    def open(self, asked: Asked) -> str:
        """Open an order."""
        self._speak()
        self.orders[asked.order] = asked.amount
        return f"http://cashier.test/pay/{asked.order}"

    def look(self, order: str) -> Told:
        """Return how an order stands."""
        self._speak()
        return Told(order, order in self.paid, self.paid.get(order, ""), self.orders.get(order, Decimal(0)))

    def refund(self, asked: Asked, *, of: str) -> Told:
        """Give money back, once."""
        self._speak()
        self.back.setdefault(asked.order, f"B-{of}")
        return Told(asked.order, True, self.back[asked.order], asked.amount)

    def pay(self, order: str) -> Told:
        """Let the payer pay."""
        self.paid.setdefault(order, f"T-{order}")
        return self.look(order)

    def _speak(self) -> None:
        if self.silent:
            raise CashierSilent
