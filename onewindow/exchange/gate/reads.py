"""What systems may read of the exchange itself: receipts, their deliveries, their day."""

from collections.abc import Callable
from datetime import date
from urllib.parse import parse_qs

from django.db.models import Count

from onewindow.exchange.contracts import data_sets, version
from onewindow.exchange.docking import accounts
from onewindow.exchange.gate import nonces
from onewindow.exchange.gate.credentials import Caller
from onewindow.exchange.gate.models import Call, Delivery
from onewindow.exchange.gate.receipts import receipt_of
from onewindow.exchange.gate.refusals import Refused
from onewindow.exchange.gate.register import System
from onewindow.exchange.models import Resource

A_PAGE = 100
Told = tuple[int, dict[str, object]]


def receipt(system: System, number: str, _query: str) -> Told:
    """Return a receipt to the side that asked or to the body that provided; without a number list theirs.

    `?provided=1&after=` lists receipts of what this system's body provided, oldest first.
    """
    if not number:
        return _provided(system, parse_qs(_query))
    row = Call.objects.select_related("batch").filter(receipt=number.replace("\x00", "")).first()
    if row is None or not (row.system == system.code or _is_provider(system, row.resource)):
        raise Refused("unknown_receipt")
    return 200, receipt_of(row)


def _provided(system: System, query: dict[str, list[str]]) -> Told:
    codes = Resource.objects.filter(provider=system.agency).values_list("code", flat=True)
    rows = Call.objects.select_related("batch").filter(way="query", resource__in=list(codes))
    after = query.get("after", [""])[0]
    if after:
        last = Call.objects.filter(receipt=after.replace("\x00", "")).values_list("id", flat=True).first()
        if last is None:
            raise Refused("unknown_receipt")
        rows = rows.filter(id__gt=last)
    found = list(rows.order_by("id")[:A_PAGE])
    return 200, {
        "receipts": [receipt_of(row) for row in found],
        "after": found[-1].receipt if found else after,
    }


def _is_provider(system: System, code: str) -> bool:
    return Resource.objects.filter(code=code, provider=system.agency).exists()


def delivery(system: System, key: str, _query: str) -> Told:
    """Return where a delivery of the system stands."""
    row = Delivery.objects.filter(system=system.code, key=key.replace("\x00", "")).first()
    if row is None:
        raise Refused("unknown_receipt")
    names = ("key", "kind", "state", "cause", "detail", "receipt")
    return 200, {name: getattr(row, name) for name in names}


def reconciliation(system: System, day: str, _query: str) -> Told:
    """Return a day's account of the system: sent = accepted + rejected + pending, in all and by data set."""
    try:
        wanted = date.fromisoformat(day)
        accounts.span(wanted)
    except (ValueError, OverflowError):
        raise Refused("bad_request") from None
    told = accounts.accounts([system.code], wanted)[system.code]
    return 200, day_of(system.code, wanted) | {
        "sent": told.sent, "accepted": told.accepted, "rejected": told.rejected, "pending": told.pending,
        "difference": told.difference,
    }  # fmt: skip


def day_of(code: str, day: date) -> dict[str, object]:
    """Return the account of one system's day in China, counted from the deliveries themselves."""
    begin, end = accounts.span(day)
    rows = Delivery.objects.filter(system=code, received_at__gte=begin, received_at__lt=end)
    kinds: dict[str, dict[str, int]] = {}
    for kind, state, number in rows.values_list("kind", "state").annotate(Count("id")).order_by("kind"):
        kinds.setdefault(kind, {"accepted": 0, "rejected": 0, "pending": 0})[state] = number
    told: dict[str, object] = {kind: {"sent": sum(by.values()), **by} for kind, by in kinds.items()}
    return {"system": code, "day": day.isoformat(), "kinds": told}


def contract(_system: System, _rest: str, _query: str) -> Told:
    """Return the standard data sets in force."""
    kinds = {
        kind: {
            "name": one.name,
            "ident": one.ident,
            "fields": {
                item.name: {
                    "label": item.label,
                    "type": item.type,
                    "length": item.length,
                    "nullable": item.nullable,
                }
                for item in one.items
            },
        }
        for kind, one in data_sets().items()
    }
    return 200, {"version": version(), "kinds": kinds}


READS: dict[str, Callable[[System, str, str], Told]] = {
    "receipts": receipt,
    "deliveries": delivery,
    "reconciliation": reconciliation,
    "contract": contract,
}


def tell(caller: Caller, what: str, rest: str, query: str) -> Told:
    """Return what a system reads; a signed request's nonce is used up first. Raises Refused."""
    if caller.nonce and not nonces.use_one(caller.system.code, caller.nonce):
        raise Refused("replayed_request")
    return READS[what](caller.system, rest, query)
