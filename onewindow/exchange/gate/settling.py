"""Settles what was handed in: in order, once, with a reason for whatever goes back."""

import logging
import time
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import orjson
from django.db import connection, transaction

from onewindow.exchange.contracts import data_sets, waiting_hours
from onewindow.exchange.docking.models import OutsideSystem, State
from onewindow.exchange.gate.models import Delivery, DeliveryState, HeldRow
from onewindow.exchange.policies import require_keeper
from onewindow.exchange.sinks import Incoming, Returned, hand_over
from onewindow.kernel.public import Actor, Refusal, audit, clock, fields, inserting, unit

log = logging.getLogger(__name__)
AT_ONCE, MOST_TRIES, SECONDS = 500, 5, 50.0
LOCK = 4_500_000_080
WAITS, UNFIT = "waits", ("bad_row", "unmapped")
MOST_REPLAYED = 500
_HOLD = """
INSERT INTO exchange_heldrow (system, kind, ident, "case", body, removed, versions, receipt, changed_at, city)
SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::bytea[], %s::boolean[], %s::int[],
                     %s::text[], %s::timestamptz[], %s::text[])
ON CONFLICT (system, kind, ident) DO UPDATE SET
  body = excluded.body, removed = excluded.removed, receipt = excluded.receipt,
  versions = exchange_heldrow.versions + excluded.versions, changed_at = excluded.changed_at
"""
_MARKED: inserting.Changed = {Delivery: ("state", "cause", "detail", "settled_at", "tries")}


def settle_all() -> int:
    """Settle until nothing is pending or the minute is nearly over; return how many were settled."""
    begun, settled = time.monotonic(), 0
    while time.monotonic() - begun < SECONDS:
        number = settle()
        settled += number
        if not number:
            break
    return settled


def settle() -> int:
    """Settle the oldest pending deliveries in one transaction; a second run waits, so that order holds."""
    with unit.work():
        _alone()
        rows = Delivery.objects.select_for_update(skip_locked=True).filter(
            state=DeliveryState.PENDING, cause=""
        )
        found = list(rows.order_by("id")[:AT_ONCE])
        if not found:
            return 0
        _settle(found, _applied(found), _sandboxes(found))
        _hold(
            _last([row for row in found if row.state == DeliveryState.ACCEPTED and row.kind in data_sets()])
        )
        inserting.write(changed=found, names=_MARKED)
        _wake([row for row in found if row.kind == "apply" and row.state == DeliveryState.ACCEPTED])
        return len(found)


def return_late() -> int:
    """Return what waited too long for the row it comes after."""
    before = clock.now() - timedelta(hours=waiting_hours())
    rows = Delivery.objects.filter(state=DeliveryState.PENDING, cause=WAITS, received_at__lt=before)
    return rows.update(
        state=DeliveryState.REJECTED, cause="no_application", settled_at=clock.now(),
        detail="一直没有收到这个办件的申请数据，请先报送申请。",
    )  # fmt: skip


def _applied(found: Sequence[Delivery]) -> set[tuple[str, str]]:
    """Return which of the cases these rows belong to are known already."""
    cases = {row.case for row in found if row.case}
    rows = HeldRow.objects.filter(system__in={row.system for row in found}, kind="apply", ident__in=cases)
    return set(rows.values_list("system", "ident"))


def _alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def _sandboxes(found: Sequence[Delivery]) -> set[str]:
    """Return which of the systems are still tested: what they hand in reaches no other context."""
    rows = OutsideSystem.objects.filter(code__in={row.system for row in found}, state=State.TESTING)
    return set(rows.values_list("code", flat=True))


def _settle(rows: Sequence[Delivery], applied: set[tuple[str, str]], sandboxes: set[str]) -> None:
    """Decide rows: all at once, and where that fails each by itself; the order stays that of their coming.

    By itself a row waits too where the application it comes after was just given back.
    """
    ready = _ready(rows, set(applied))
    together = _all_taken([row for row in ready if row.system not in sandboxes])
    for row in ready:
        if not together and _waits(row, applied):
            continue
        if together or row.system in sandboxes or _alone_taken(row):
            _end(row, DeliveryState.ACCEPTED, "", "")
            _let_on(row, applied)


def _ready(rows: Sequence[Delivery], applied: set[tuple[str, str]]) -> list[Delivery]:
    """Return the rows that need not wait if every application among them is taken in."""
    found = []
    for row in rows:
        if not _waits(row, applied):
            found.append(row)
            _let_on(row, applied)
    return found


def _waits(row: Delivery, applied: set[tuple[str, str]]) -> bool:
    """Tell whether a row has to wait for the application of its case, and note that it does."""
    data_set = data_sets().get(row.kind)
    if data_set is not None and data_set.after and (row.system, row.case) not in applied:
        row.cause = WAITS
        return True
    return False


def _let_on(row: Delivery, applied: set[tuple[str, str]]) -> None:
    """Let what comes after an application go on."""
    if row.kind == "apply":
        applied.add((row.system, row.ident))


def _all_taken(rows: Sequence[Delivery]) -> bool:
    """Hand many rows over; tell whether all went well. One is left to be handed over by itself."""
    if len(rows) == 1:
        return False
    try:
        with transaction.atomic():
            hand_over([_incoming(row) for row in rows])
    except Exception as failure:
        log.info("%d rows together were not taken in (%r): each goes by itself", len(rows), failure)
        return False
    return True


def _alone_taken(row: Delivery) -> bool:
    """Hand one row over; where it is given back, note why."""
    try:
        with transaction.atomic():
            hand_over([_incoming(row)])
    except Returned as returned:
        _end(row, DeliveryState.REJECTED, returned.cause, returned.detail)
    except Refusal as refusal:
        _end(row, DeliveryState.REJECTED, refusal.code, refusal.message)
    except Exception:
        log.exception("a sink failed on %s", row.receipt)
        row.tries += 1
        if row.tries >= MOST_TRIES:
            _end(row, DeliveryState.REJECTED, "sink_failed", "接收方处理失败，已转人工。")
    else:
        return True
    return False


def _incoming(row: Delivery) -> Incoming:
    told = orjson.loads(row.body or "{}")
    return Incoming(row.system, row.kind, row.operation, told, row.receipt, row.received_at, row.city)


def _last(rows: Sequence[Delivery]) -> list[tuple[Delivery, int]]:
    """Return the last row told of each thing and how many were."""
    taken: dict[tuple[str, str, str], tuple[Delivery, int]] = {}
    for row in rows:
        before = taken.get((row.system, row.kind, row.ident), (row, 0))[1]
        taken[(row.system, row.kind, row.ident)] = (row, before + 1)
    return list(taken.values())


def _end(row: Delivery, state: str, cause: str, detail: str) -> None:
    row.state, row.cause, row.detail, row.settled_at = state, cause[:40], detail[:500], clock.now()


def _hold(taken: Sequence[tuple[Delivery, int]]) -> None:
    if not taken:
        return
    rows = [
        (
            row.system, row.kind, row.ident, row.case,
            fields.encrypt(row.body or "", "exchange_heldrow.body"), row.operation == "d", versions,
            row.receipt, row.received_at, row.city,
        )
        for row, versions in taken
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [list(column) for column in zip(*rows, strict=True)])


def _wake(arrived: Sequence[Delivery]) -> None:
    """Let rows go on that waited for these applications."""
    if arrived:
        rows = Delivery.objects.filter(
            state=DeliveryState.PENDING, cause=WAITS, system__in={row.system for row in arrived},
            case__in={row.ident for row in arrived},
        )  # fmt: skip
        rows.update(cause="")


def replay_returned(*, by: Actor, ids: Sequence[str]) -> int:
    """Put returned deliveries back to be settled again; what did not fit its contract stays returned.

    Raises RoleMissing.
    """
    require_keeper(by)
    wanted = [one for one in ids if _is_id(one)][:MOST_REPLAYED]
    with unit.work():
        rows = Delivery.objects.select_for_update().filter(pk__in=wanted, state=DeliveryState.REJECTED)
        found = list(rows.exclude(cause__in=UNFIT))
        for row in found:
            row.state, row.cause, row.detail, row.settled_at, row.tries = (
                DeliveryState.PENDING,
                "",
                "",
                None,
                0,
            )
        Delivery.objects.bulk_update(found, ["state", "cause", "detail", "settled_at", "tries"])
        for row in found:
            audit.record(by, "delivery.replayed", row)
    return len(found)


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False
