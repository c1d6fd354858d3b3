"""Tell receivers of an opening over the exchange: once each, tried again within limits, replayed by hand."""

from datetime import timedelta
from uuid import UUID

from onewindow.cases import public as cases
from onewindow.collaboration import policies
from onewindow.collaboration.errors import PushNotFailed, UnknownOpening
from onewindow.collaboration.events import PushFailed
from onewindow.collaboration.models import Opening, Push, PushState
from onewindow.collaboration.opening import rules, told_to, wait_after
from onewindow.collaboration.services.opening import answers_of_case
from onewindow.exchange import public as exchange
from onewindow.kernel.public import SYSTEM, Actor, Refusal, audit, clock, outbox, unit

WAITING = (PushState.PENDING, PushState.SENT)


def push_due(*, limit: int = 50) -> int:
    """Send the pushes that are due, each outside any transaction; return how many were received.

    A push is marked as sent before it goes out: where the process dies before the receipt is kept, it goes
    out again after the lease with the same content and key, which the receiver takes in once.
    """
    due = Push.objects.filter(state__in=WAITING, next_at__lte=clock.now()).order_by("next_at", "id")
    return sum(_push(key) for key in list(due.values_list("pk", flat=True)[:limit]))


def _push(key: UUID) -> bool:
    mine = _mark_sent(key)
    if mine is None:
        return False
    case = mine.opening.case
    purpose = exchange.Purpose(item=case.item_code, case=case.number, reason="企业开办：登记信息推送")
    try:
        asked = exchange.FactRequest(mine.receiver, _content(mine))
        gathered = exchange.gather(
            [asked], by=SYSTEM, subject=case.applicant, purpose=purpose, city=mine.city
        )
    except Refusal as refusal:  # what is to be told cannot be told: a fault of the data
        gathered, fact = exchange.Gathered({}, [], []), None
        reason = refusal.message
    else:
        fact, reason = gathered.facts[mine.receiver], ""
    with unit.work():
        row = Push.objects.select_for_update(of=("self",)).select_related("opening__case").get(pk=key)
        if row.state == PushState.SENT and row.tries == mine.tries:
            _settle(row, fact, reason)
        exchange.keep(by=SYSTEM, gathered=gathered)
    return row.state == PushState.ACKNOWLEDGED


def _mark_sent(key: UUID) -> Push | None:
    """Mark a due push as sent; None where another hand did so at this moment."""
    with unit.work():
        rows = Push.objects.select_for_update(skip_locked=True, of=("self",))
        rows = rows.select_related("opening__case__person", "opening__case__organisation")
        row = rows.filter(pk=key, state__in=WAITING, next_at__lte=clock.now()).first()
        if row is None:
            return None
        row.state, row.sent_at, row.tries = PushState.SENT, clock.now(), row.tries + 1
        row.next_at = clock.now() + timedelta(minutes=rules().lease_minutes)
        row.save(update_fields=["state", "sent_at", "tries", "next_at"])
        audit.record(SYSTEM, "push.sent", row)
    return row


def _content(push: Push) -> dict[str, str]:
    opening: Opening = push.opening
    told = answers_of_case(opening.case)
    values = {
        "uscc": opening.uscc, "name": opening.name, "address": str(told.get("premises_address", "")),
        "principal": str(told.get("principal_name", "")), "capital": str(told.get("company_capital", "")),
    }  # fmt: skip
    return told_to(exchange.resource(push.receiver).keys, values)


def _settle(row: Push, fact: exchange.Fact | None, reason: str) -> None:
    """Take in what came back: received, given back with a reason, or to be tried again within the limits."""
    value = fact.value if fact is not None and fact.status == "ok" else None
    row.receipt = fact.receipt if fact is not None else ""
    if value is not None and value["accepted"]:
        row.state, row.received_at, row.trouble = PushState.ACKNOWLEDGED, clock.now(), ""
        row.taken = str(value["receipt_number"] or "")
        row.save()
        audit.record(SYSTEM, "push.received", row)
        _note_whole(row.opening)
        return
    wait = None
    if value is not None:
        row.trouble = f"对方退回：{value['reason'] or '没有写明原因'}"[:200]
    elif fact is None:
        row.trouble = reason[:200]
    else:
        row.trouble = f"对方系统没有可用的应答（{fact.cause or fact.status}），已推送 {row.tries} 次"
        wait = wait_after(row.tries)
    if wait is not None:
        row.state, row.next_at = PushState.PENDING, clock.now() + timedelta(minutes=wait)
    else:
        row.state = PushState.FAILED
        outbox.publish(
            PushFailed(
                subject=row.opening.case.number, city=row.city, receiver=row.receiver, tries=row.tries
            )
        )  # fmt: skip
    row.save()
    audit.record(SYSTEM, "push.failed" if wait is None else "push.waits", row)


def _note_whole(opening: Opening) -> None:
    """Note on the timeline that the last receiver has taken it in; the row of the case is locked for it."""
    case = cases.Case.objects.select_for_update().get(pk=opening.case_id)
    if not Push.objects.filter(opening=opening).exclude(state=PushState.ACKNOWLEDGED).exists():
        cases.note_step(case, kind="company", title="登记信息已全部推送，各部门已接收", who="一照一码")


def push_again(*, by: Actor, push_id: UUID) -> Push:
    """Let a push that failed be tried anew from the first time.

    Raises UnknownOpening, NotTheRegistrar, PushNotFailed.
    """
    found = Push.objects.select_related("opening").filter(pk=push_id).first()
    if found is None:
        raise UnknownOpening
    policies.require_registrar(by, found.opening.agency_id, found.opening.region_code)
    with unit.work():
        row = Push.objects.select_for_update(of=("self",)).get(pk=push_id)
        if row.state != PushState.FAILED:
            raise PushNotFailed
        row.state, row.tries, row.next_at = PushState.PENDING, 0, clock.now()
        row.save(update_fields=["state", "tries", "next_at"])
        audit.record(by, "push.again", row)
    return row
