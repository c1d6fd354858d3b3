"""Giving money back: by the body, with a reason, once, whatever breaks in between."""

from collections.abc import Callable

import pytest

from onewindow.payments.errors import BillNotYours, CashierSilent, NotRefundable, RefundReasonMissing
from onewindow.payments.gateways.fake import FakeCashier
from onewindow.payments.models import Bill, BillState
from onewindow.payments.services import open_order, refund_bill, take_notice
from onewindow.payments.tests.conftest import CHIEF, ELSEWHERE, PAYER


@pytest.fixture
def paid(bill: Bill, cashier: FakeCashier) -> Bill:
    open_order(by=PAYER, number=bill.number, back="")
    return take_notice(told=cashier.pay(next(iter(cashier.orders))))


def test_the_money_goes_back_once(paid: Bill, cashier: FakeCashier, fresh: Callable[[], Bill]) -> None:
    refund_bill(by=CHIEF, number=paid.number, reason="申请人撤回")
    assert (fresh().state, fresh().refund_reason) == (BillState.REFUNDED, "申请人撤回")
    with pytest.raises(NotRefundable):
        refund_bill(by=CHIEF, number=paid.number, reason="再退")
    assert len(cashier.back) == 1


def test_what_broke_in_between_goes_on(paid: Bill, cashier: FakeCashier, fresh: Callable[[], Bill]) -> None:
    cashier.silent = True
    with pytest.raises(CashierSilent):
        refund_bill(by=CHIEF, number=paid.number, reason="多收")
    assert fresh().state == BillState.REFUNDING
    cashier.silent = False
    refund_bill(by=CHIEF, number=paid.number, reason="多收")
    assert fresh().state == BillState.REFUNDED
    assert len(cashier.back) == 1


@pytest.mark.parametrize("who", [PAYER, ELSEWHERE])
def test_only_the_body_gives_it_back(paid: Bill, fresh: Callable[[], Bill], who: object) -> None:
    with pytest.raises(BillNotYours):
        refund_bill(by=who, number=paid.number, reason="退")  # type: ignore[arg-type]  # an actor
    assert fresh().state == BillState.PAID


def test_a_refund_needs_a_reason(paid: Bill) -> None:
    with pytest.raises(RefundReasonMissing):
        refund_bill(by=CHIEF, number=paid.number, reason="  ")


def test_what_was_not_paid_cannot_go_back(bill: Bill, cashier: FakeCashier) -> None:
    with pytest.raises(NotRefundable):
        refund_bill(by=CHIEF, number=bill.number, reason="退")
