"""A notice of money: entered once, only for the right amount; what came twice goes back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.apps import apps
from django.test import Client

from onewindow.kernel.public import SYSTEM, clock
from onewindow.payments.errors import BillNotFound
from onewindow.payments.gateways import Told
from onewindow.payments.gateways.fake import FakeCashier
from onewindow.payments.gateways.signing import signature
from onewindow.payments.models import Bill, BillState, Order
from onewindow.payments.services import look_after_orders, open_order, return_double, take_notice, void_bill
from onewindow.payments.tests.conftest import PAYER


def _events(name: str) -> int:
    return apps.get_model("kernel", "OutboxEvent").objects.filter(type=name).count()


@pytest.fixture
def order(bill: Bill, cashier: FakeCashier) -> str:
    open_order(by=PAYER, number=bill.number, back="")
    return next(iter(cashier.orders))


def test_the_same_notice_twice_is_one_payment(
    order: str, cashier: FakeCashier, fresh: Callable[[], Bill]
) -> None:
    told = cashier.pay(order)
    take_notice(told=told)
    receipt = fresh().receipt_number
    take_notice(told=told)
    assert (fresh().state, fresh().receipt_number) == (BillState.PAID, receipt)
    assert receipt.startswith("P")
    assert _events("BillPaid") == 1


def test_another_amount_is_not_entered(order: str, cashier: FakeCashier, fresh: Callable[[], Bill]) -> None:
    told = cashier.pay(order)
    with pytest.raises(BillNotFound):
        take_notice(told=replace(told, amount=Decimal("0.01")))
    assert fresh().state == BillState.DUE


def test_an_order_of_others_is_not_found(order: str) -> None:
    with pytest.raises(BillNotFound):
        take_notice(told=Told("T-unknown", True, "X", Decimal(10)))


def test_money_for_a_void_bill_goes_back(order: str, cashier: FakeCashier) -> None:
    void_bill(by=SYSTEM, case_number="C1")
    take_notice(told=cashier.pay(order))
    assert _events("PaidTwice") == 1
    return_double(order_number=order)
    return_double(order_number=order)
    assert list(cashier.back) == [f"{order}-R"]
    assert Order.objects.get(number=order).state == "back"


def test_a_notice_that_never_came_is_asked_for(
    order: str, cashier: FakeCashier, fresh: Callable[[], Bill]
) -> None:
    cashier.pay(order)
    assert look_after_orders() == 0  # too early
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert look_after_orders() == 1
        assert look_after_orders() == 0
    assert fresh().state == BillState.PAID


@pytest.mark.parametrize("good", [True, False])
def test_the_address_takes_only_what_the_cashier_signed(
    order: str, fresh: Callable[[], Bill], good: bool
) -> None:
    body = f'{{"order": "{order}", "done": true, "amount": "10.00", "transaction": "T1"}}'.encode()
    header = signature("tell" if good else "ask", body)
    answer = Client().post(
        "/payments/notices/", body, content_type="application/json", HTTP_X_CASHIER_SIGNATURE=header
    )
    assert answer.status_code == (200 if good else 403)
    assert fresh().state == (BillState.PAID if good else BillState.DUE)
