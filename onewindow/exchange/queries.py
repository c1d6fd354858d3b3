"""Named reads of the exchange."""

from functools import lru_cache

from onewindow.exchange.errors import UnknownReceipt, UnknownResource
from onewindow.exchange.gate import receipts as batched
from onewindow.exchange.gate.models import Call
from onewindow.exchange.models import ExchangeRecord, Resource
from onewindow.exchange.receipts import receipt_of


@lru_cache(maxsize=1)
def _catalogue() -> dict[str, Resource]:
    return {row.code: row for row in Resource.objects.all()}


def resources() -> list[Resource]:
    """Return every resource of the catalogue; one SQL statement per process."""
    return list(_catalogue().values())


def resource(code: str) -> Resource:
    """Return one resource; raise UnknownResource."""
    found = _catalogue().get(code)
    if found is None:
        _catalogue.cache_clear()
        found = _catalogue().get(code)
    if found is None:
        raise UnknownResource(code=code)
    return found


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
    _catalogue.cache_clear()
