"""A bill, who owes it, who charges it, and a cashier in memory."""

from collections.abc import Callable, Iterator

import pytest

from onewindow.kernel.public import SYSTEM, Actor
from onewindow.payments.gateways import using
from onewindow.payments.gateways.fake import FakeCashier
from onewindow.payments.models import Bill
from onewindow.payments.services import Charge, draw_bill

FEES: list[dict[str, object]] = [
    {
        "name": "工本费",
        "standard": "10 元／证",
        "amount": "10",
        "basis": "发改价格〔2004〕2831号",
        "reductions": [
            {"ground": "low_income", "name": "最低生活保障对象免收", "percent": 100, "basis": "示例"},
            {"ground": "veteran", "name": "减半", "percent": 50, "basis": "示例"},
        ],
    },
    {"name": "其他", "standard": "以窗口公示为准"},
]
PAYER = Actor(kind="person", account_id=1, person_id=7, level=3)
STRANGER = Actor(kind="person", account_id=2, person_id=8, level=3)
CHIEF = Actor(kind="official", account_id=3, person_id=9, agency="5", roles=frozenset({"chief"}))
ELSEWHERE = Actor(kind="official", account_id=4, person_id=10, agency="6", roles=frozenset({"chief"}))


def charge(case_number: str = "C1") -> Charge:
    return Charge(case_number, "换证", "person", 7, "韦晓兰", 5, "南宁市公安局", "4501")


@pytest.fixture
def cashier() -> Iterator[FakeCashier]:
    made = FakeCashier()
    with using(made):
        yield made


@pytest.fixture
def bill(db: None) -> Bill:
    made = draw_bill(by=SYSTEM, charge=charge(), fees=FEES)
    assert made is not None
    return made


@pytest.fixture
def fresh(bill: Bill) -> Callable[[], Bill]:
    return lambda: Bill.objects.get(pk=bill.pk)
