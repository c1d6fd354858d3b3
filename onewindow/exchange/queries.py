"""Named reads of the exchange."""

import time

from django.conf import settings

from onewindow.exchange.errors import UnknownReceipt, UnknownResource
from onewindow.exchange.gate import receipts as batched
from onewindow.exchange.gate.models import Call
from onewindow.exchange.models import ExchangeRecord, Resource, Standing
from onewindow.exchange.receipts import receipt_of

_catalogue: dict[str, Resource] = {}  # read anew for a code it does not hold, and when it is old
_read_at = float("-inf")


def resources() -> list[Resource]:
    """Return every published resource; one SQL statement a minute and process."""
    return [row for row in (_fresh() or _read()).values() if row.standing == Standing.PUBLISHED]


def resource(code: str) -> Resource:
    """Return one resource, whatever its standing; raise UnknownResource."""
    found = _fresh().get(code) or _read().get(code)
    if found is None:
        raise UnknownResource(code=code)
    return found


def known_resource(code: str) -> Resource | None:
    """Return a resource this process has read lately; never asks the database."""
    return _fresh().get(code)


def _fresh() -> dict[str, Resource]:
    """Return what was read less than a minute ago: the desk may have changed it in another process."""
    return _catalogue if time.monotonic() - _read_at <= settings.CATALOGUE_SECONDS else {}


def _read() -> dict[str, Resource]:
    global _catalogue, _read_at
    _catalogue, _read_at = {row.code: row for row in Resource.objects.all()}, time.monotonic()
    return _catalogue


def receipt(number: str) -> dict[str, object]:
    """Return a receipt as plain JSON to hand out: no personal data, only hashes; raise UnknownReceipt."""
    found = ExchangeRecord.objects.filter(receipt=number).first()
    if found is not None:
        return receipt_of(found)
    called = Call.objects.select_related("batch").filter(receipt=number).first()
    if called is None:
        raise UnknownReceipt(number=number)
    return batched.receipt_of(called)


def forget_resources() -> None:
    """Read the catalogue anew at the next question."""
    global _catalogue  # noqa: PLW0603
    _catalogue = {}
