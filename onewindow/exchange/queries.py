"""Named reads of the exchange."""

from onewindow.exchange.errors import UnknownReceipt, UnknownResource
from onewindow.exchange.gate import receipts as batched
from onewindow.exchange.gate.models import Call
from onewindow.exchange.models import ExchangeRecord, Resource
from onewindow.exchange.receipts import receipt_of

_catalogue: dict[str, Resource] = {}  # read once per process, and anew for a code it does not hold


def resources() -> list[Resource]:
    """Return every resource of the catalogue; one SQL statement per process."""
    return list((_catalogue or _read()).values())


def resource(code: str) -> Resource:
    """Return one resource; raise UnknownResource."""
    found = _catalogue.get(code) or _read().get(code)
    if found is None:
        raise UnknownResource(code=code)
    return found


def known_resource(code: str) -> Resource | None:
    """Return a resource this process has read already; never asks the database."""
    return _catalogue.get(code)


def _read() -> dict[str, Resource]:
    global _catalogue  # noqa: PLW0603
    _catalogue = {row.code: row for row in Resource.objects.all()}
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
