"""The cashier over HTTP: signed JSON both ways; the simulated one speaks the same."""

from decimal import Decimal
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import orjson
from django.conf import settings

from onewindow.payments.errors import CashierSilent
from onewindow.payments.gateways import Asked, Told
from onewindow.payments.gateways.signing import HEADER, is_genuine, signature

SECONDS = 3.0
LARGEST = 65536


class HttpCashier:
    """Asks the cashier at `settings.CASHIER_URL`."""

    def open(self, asked: Asked) -> str:
        """Open an order."""
        return str(
            self._ask(
                "orders",
                {
                    "order": asked.order, "amount": str(asked.amount), "subject": asked.subject,
                    "back": asked.back, "notify": f"{settings.PUBLIC_URL}/payments/notices/",
                },
            )["pay"]
        )  # fmt: skip

    def look(self, order: str) -> Told:
        """Return how an order stands."""
        return _told(self._ask("look", {"order": order}))

    def refund(self, asked: Asked, *, of: str) -> Told:
        """Give money back."""
        return _told(
            self._ask(
                "refunds",
                {"order": asked.order, "amount": str(asked.amount), "of": of, "subject": asked.subject},
            )
        )

    def _ask(self, what: str, told: dict[str, str]) -> dict[str, Any]:
        body = orjson.dumps(told)
        request = Request(  # noqa: S310 the address is a setting
            f"{settings.CASHIER_URL}/{what}",
            data=body,
            headers={HEADER: signature("ask", body), "Content-Type": "application/json"},
        )
        try:
            with urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
                found, signed = answer.read(LARGEST), answer.headers.get(HEADER, "")
        except (URLError, OSError) as silent:
            raise CashierSilent from silent
        if not is_genuine("tell", found, signed):
            raise CashierSilent
        read = orjson.loads(found)
        if not isinstance(read, dict):
            raise CashierSilent
        return read


def _told(read: dict[str, Any]) -> Told:
    return Told(
        str(read["order"]), bool(read["done"]), str(read.get("transaction", "")), Decimal(str(read["amount"]))
    )
