"""Verbs of fees: draw a bill, open it at the cashier, take a notice of money, void, give back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from onewindow.kernel.public import SYSTEM, Actor, audit, clock, ids, outbox, unit
from onewindow.payments import gateways, policies
from onewindow.payments.errors import BillNotFound, RefundReasonMissing
from onewindow.payments.events import BillDrawn, BillPaid, BillRefunded, PaidTwice
from onewindow.payments.fees import lines_of
from onewindow.payments.gateways import Asked, Told
from onewindow.payments.models import Bill, BillState, Order
from onewindow.payments.queries import bill_for, bill_of

NUMBER_LENGTH = 10
LOOK_AFTER, LOOK_FOR = timedelta(minutes=2), timedelta(days=2)


@dataclass(frozen=True)
class Charge:
    """What is charged to whom: the case, who pays, which body, and the city the rows are kept under."""

    case_number: str
    item_name: str
    payer_kind: str
    payer_id: int
    payer_name: str
    agency_id: int
    agency_name: str
    city: str


def draw_bill(
    *,
    by: Actor,
    charge: Charge,
    fees: Sequence[Mapping[str, object]],
    grounds: Collection[str] = (),
    due_on: date | None = None,
) -> Bill | None:
    """Charge a case by the fees of its item version, in the caller's unit of work; None where it is free.

    A case has one bill: drawing again returns it. `grounds` are the reductions that apply. A bill wholly
    reduced is settled at once. Raises FeeInvalid.
    """
    lines = lines_of(fees, grounds)
    if not lines:
        return None
    with unit.work():
        known = bill_of(charge.case_number)
        if known is not None:
            return known
        now = clock.now()
        total = sum((line.owed for line in lines), Decimal(0))
        bill = Bill(
            number=ids.new_number("F", now, NUMBER_LENGTH),
            case_number=charge.case_number,
            item_name=charge.item_name,
            payer_kind=charge.payer_kind,
            payer_id=charge.payer_id,
            payer_name=charge.payer_name,
            agency_id=charge.agency_id,
            agency_name=charge.agency_name,
            lines=[line.plain for line in lines],
            total=total,
            state=BillState.DUE if total else BillState.WAIVED,
            due_on=due_on,
            drawn_at=now,
            settled_at=None if total else now,
            city=charge.city,
        )
        bill.save(force_insert=True)
        audit.record(by, "bill.drawn", bill, facts={"total": str(total)})
        outbox.publish(
            BillDrawn(subject=bill.case_number, city=bill.city, bill=bill.number, total=str(total))
        )
    return bill


def open_order(*, by: Actor, number: str, back: str) -> str:
    """Open an order at the cashier and return the address where it is paid.

    An order still open is used again, so that two clicks are one payment. Raises BillNotYours, NotDue,
    CashierSilent.
    """
    with unit.work():
        bill = _locked(number)
        policies.require_payer(by, bill)
        bill.require_due()
        order = bill.orders.filter(refund=False, state="open").first() or _order(by, bill)
    return gateways.current().open(
        Asked(order.number, order.amount, f"{bill.item_name}（{bill.number}）", back)
    )


def take_notice(*, told: Told) -> Bill:
    """Enter what the cashier says of an order; the same notice again changes nothing.

    Money for a bill that needs none any more is marked and goes back by itself. An amount that is not the
    order's is not entered. Raises BillNotFound for an order that is not ours or not of this amount.
    """
    with unit.work():
        order = Order.objects.select_related("bill").filter(number=told.order, refund=False).first()
        if order is None or told.amount != order.amount:
            raise BillNotFound
        bill = _locked(order.bill.number)
        order = Order.objects.select_for_update().get(pk=order.pk)
        if order.state != "open" or not told.done:
            return bill
        paid = bill.state == BillState.DUE
        order.state, order.transaction, order.done_at = "done", told.transaction[:64], clock.now()
        order.save(update_fields=["state", "transaction", "done_at"])
        audit.record(SYSTEM, "order.done", order)
        if paid:
            _settle(bill)
        else:
            outbox.publish(
                PaidTwice(subject=bill.case_number, city=bill.city, bill=bill.number, order=order.number)
            )
    return bill


def look_after_orders() -> int:
    """Ask the cashier about orders whose notice never came; return how many were paid."""
    now = clock.now()
    waiting = Order.objects.filter(
        state="open", refund=False, made_at__lte=now - LOOK_AFTER, made_at__gte=now - LOOK_FOR
    )
    settled = 0
    for number in list(waiting.order_by("made_at").values_list("number", flat=True)[:200]):
        told = gateways.current().look(number)
        if told.done:
            take_notice(told=told)
            settled += 1
    return settled


def return_double(*, order_number: str) -> None:
    """Give the money of a second payment back; once it is back, doing it again changes nothing."""
    order = Order.objects.select_related("bill").filter(number=order_number, state="done").first()
    if order is None:
        return
    asked = Asked(f"{order.number}-R", order.amount, "重复支付退回")
    told = gateways.current().refund(asked, of=order.number)
    if told.done:
        with unit.work():
            order = Order.objects.select_for_update().get(pk=order.pk)
            order.state = "back"
            order.save(update_fields=["state"])
            audit.record(SYSTEM, "order.returned", order)


def refund_bill(*, by: Actor, number: str, reason: str) -> Bill:
    """Give the money of a paid bill back, with a reason; the cashier is asked outside any transaction.

    First the intention is kept (退付中), then the cashier asked, then the outcome kept: where it breaks in
    between, doing it again goes on. Raises BillNotYours, NotRefundable, RefundReasonMissing, CashierSilent.
    """
    said = reason.strip()[:500]
    if not said:
        raise RefundReasonMissing(errors={"reason": [RefundReasonMissing().message]})
    with unit.work():
        bill = _locked(number)
        policies.require_refunder(by, bill)
        bill.require_refundable()
        paid = bill.orders.filter(refund=False, state="done").order_by("done_at")[0]
        order = bill.orders.filter(refund=True).first() or _order(by, bill, refund=True)
        if bill.state == BillState.PAID:
            bill.state, bill.refund_reason = BillState.REFUNDING, said
            bill.save(update_fields=["state", "refund_reason"])
            audit.record(by, "bill.refunding", bill, reason=said)
    told = gateways.current().refund(Asked(order.number, bill.total, said[:60]), of=paid.number)
    if not told.done:
        return bill
    with unit.work():
        bill = _locked(number)
        if bill.state == BillState.REFUNDING:
            bill.state, bill.refunded_at = BillState.REFUNDED, clock.now()
            bill.save(update_fields=["state", "refunded_at"])
            order.state, order.transaction, order.done_at = "done", told.transaction[:64], bill.refunded_at
            order.save(update_fields=["state", "transaction", "done_at"])
            audit.record(by, "bill.refunded", bill, order, reason=bill.refund_reason)
            outbox.publish(
                BillRefunded(
                    subject=bill.case_number, city=bill.city, bill=bill.number, total=str(bill.total)
                )
            )
    return bill


def void_bill(*, by: Actor, case_number: str) -> None:
    """Take an unpaid bill of a case back, in the caller's unit of work; a paid one stays."""
    with unit.work():
        bill = Bill.objects.select_for_update().filter(case_number=case_number, state=BillState.DUE).first()
        if bill is not None:
            bill.state = BillState.VOID
            bill.save(update_fields=["state"])
            audit.record(by, "bill.voided", bill)


def open_bill(*, by: Actor, number: str) -> Bill:
    """Return a bill to who pays or charges."""
    return bill_for(by, number)


def _settle(bill: Bill) -> None:
    now = clock.now()
    bill.state, bill.settled_at, bill.receipt_number = (
        BillState.PAID,
        now,
        ids.new_number("P", now, NUMBER_LENGTH),
    )
    bill.save(update_fields=["state", "settled_at", "receipt_number"])
    audit.record(SYSTEM, "bill.paid", bill)
    outbox.publish(
        BillPaid(subject=bill.case_number, city=bill.city, bill=bill.number, total=str(bill.total))
    )


def _order(by: Actor, bill: Bill, *, refund: bool = False) -> Order:
    now = clock.now()
    order = Order(
        bill=bill, number=ids.new_number("B" if refund else "T", now, NUMBER_LENGTH), refund=refund,
        amount=bill.total, made_at=now, city=bill.city,
    )  # fmt: skip
    order.save(force_insert=True)
    audit.record(by, "order.opened", order)
    return order


def _locked(number: str) -> Bill:
    bill = Bill.objects.select_for_update().filter(number=number).first()
    if bill is None:
        raise BillNotFound
    return bill
