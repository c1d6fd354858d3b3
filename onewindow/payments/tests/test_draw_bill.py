"""Drawing a bill: by the fees with an amount, with the best reduction, once a case."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.kernel.public import SYSTEM
from onewindow.payments.errors import FeeInvalid
from onewindow.payments.fees import lines_of
from onewindow.payments.models import Bill, BillState
from onewindow.payments.services import draw_bill, void_bill
from onewindow.payments.tests.conftest import FEES, charge


def test_a_bill_tells_amount_standard_and_law(bill: Bill) -> None:
    assert bill.total == Decimal("10.00")
    assert bill.lines == [
        {
            "name": "工本费", "standard": "10 元／证", "basis": "发改价格〔2004〕2831号", "full": "10.00",
            "reduction": "", "reduction_basis": "", "owed": "10.00",
        }
    ]  # fmt: skip
    assert bill.state == BillState.DUE


def test_drawing_twice_is_one_bill(bill: Bill) -> None:
    again = draw_bill(by=SYSTEM, charge=charge(), fees=FEES)
    assert again is not None
    assert again.pk == bill.pk


def test_a_void_bill_makes_room(bill: Bill) -> None:
    void_bill(by=SYSTEM, case_number="C1")
    again = draw_bill(by=SYSTEM, charge=charge(), fees=FEES, grounds=["veteran"])
    assert again is not None
    assert (again.total, again.lines[0]["reduction"]) == (Decimal("5.00"), "减半")


@pytest.mark.django_db
def test_a_whole_reduction_settles_at_once() -> None:
    made = draw_bill(by=SYSTEM, charge=charge("C2"), fees=FEES, grounds=["veteran", "low_income"])
    assert made is not None
    assert (made.total, made.state, made.is_settled) == (Decimal("0.00"), BillState.WAIVED, True)


@pytest.mark.django_db
def test_what_has_no_amount_is_no_bill() -> None:
    assert draw_bill(by=SYSTEM, charge=charge("C3"), fees=[{"name": "其他", "standard": "公示"}]) is None


@pytest.mark.parametrize(
    "fee",
    [
        {"name": "甲", "amount": "10"},
        {"name": "甲", "amount": "1.005", "basis": "法"},
        {"name": "甲", "amount": "-1", "basis": "法"},
        {"name": "甲", "amount": "NaN", "basis": "法"},
        {"name": "甲", "amount": "十元", "basis": "法"},
    ],
)
def test_a_fee_without_law_or_sound_amount_is_refused(fee: dict[str, object]) -> None:
    with pytest.raises(FeeInvalid):
        lines_of([fee])


@pytest.mark.parametrize(
    ("grounds", "owed", "named"),
    [
        ([], "80.00", ""),
        (["share"], "40.00", "减半"),
        (["sum"], "25.50", "减定额"),
        (["share", "sum"], "25.50", "减定额"),
        (["more"], "0.00", "减得更多"),
    ],
)
def test_what_takes_off_most_counts_a_share_or_an_amount(grounds: list[str], owed: str, named: str) -> None:
    fee = {
        "name": "甲", "amount": 80, "basis": "法",
        "reductions": [
            {"ground": "share", "name": "减半", "percent": 50, "basis": "法"},
            {"ground": "sum", "name": "减定额", "amount": "54.50", "basis": "法"},
            {"ground": "more", "name": "减得更多", "amount": "100", "basis": "法"},
        ],
    }  # fmt: skip
    (line,) = lines_of([fee], grounds)
    assert (str(line.owed), line.reduction) == (owed, named)


@given(cents=st.integers(0, 10**12), percent=st.integers(0, 100))
def test_a_reduced_fee_is_never_more_and_off_by_less_than_a_cent(cents: int, percent: int) -> None:
    full = Decimal(cents) / 100
    (line,) = lines_of(
        [
            {
                "name": "甲", "amount": str(full) if cents else "0.00", "basis": "法",
                "reductions": [{"ground": "g", "name": "减", "percent": percent, "basis": "法"}],
            }
        ],
        ["g"],
    )  # fmt: skip
    assert Decimal(0) <= line.owed <= line.full
    assert abs(line.owed - full * (100 - percent) / 100) <= Decimal("0.005")
