"""Going to the cashier: by who owes it, while it is owed; two clicks are one order."""

from collections.abc import Callable

import pytest

from onewindow.payments.errors import BillNotFound, BillNotYours, CashierSilent, NotDue
from onewindow.payments.gateways.fake import FakeCashier
from onewindow.payments.models import Bill, Order
from onewindow.payments.services import open_order, take_notice
from onewindow.payments.tests.conftest import ELSEWHERE, PAYER, STRANGER


def test_two_clicks_are_one_order(bill: Bill, cashier: FakeCashier) -> None:
    first = open_order(by=PAYER, number=bill.number, back="http://h/")
    assert open_order(by=PAYER, number=bill.number, back="http://h/") == first
    assert list(cashier.orders.values()) == [bill.total]


@pytest.mark.parametrize("who", [STRANGER, ELSEWHERE])
def test_nobody_else_is_led_to_pay(bill: Bill, cashier: FakeCashier, who: object) -> None:
    with pytest.raises(BillNotYours):
        open_order(by=who, number=bill.number, back="")  # type: ignore[arg-type]  # an actor
    assert not Order.objects.exists()


def test_a_paid_bill_is_not_due(bill: Bill, cashier: FakeCashier, fresh: Callable[[], Bill]) -> None:
    open_order(by=PAYER, number=bill.number, back="")
    take_notice(told=cashier.pay(next(iter(cashier.orders))))
    with pytest.raises(NotDue):
        open_order(by=PAYER, number=bill.number, back="")


def test_a_silent_cashier_leaves_the_order_for_the_next_try(bill: Bill, cashier: FakeCashier) -> None:
    cashier.silent = True
    with pytest.raises(CashierSilent):
        open_order(by=PAYER, number=bill.number, back="")
    cashier.silent = False
    open_order(by=PAYER, number=bill.number, back="")
    assert Order.objects.count() == 1


@pytest.mark.django_db
def test_an_unknown_bill(cashier: FakeCashier) -> None:
    with pytest.raises(BillNotFound):
        open_order(by=PAYER, number="F0", back="")
