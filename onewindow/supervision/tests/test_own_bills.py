"""What a bill of our own is measured by: the standards of the case's situation, not of every situation."""

from datetime import UTC, datetime

import pytest

from onewindow.catalogue.public import ItemVersion
from onewindow.supervision.taking.own import BillRow, _bill

VERSION = ItemVersion(
    charges=True,
    situations=[{"key": "q1", "text": "用途？", "options": ["住宅", "非住宅"]}],
    fees=[
        {"name": "住宅", "amount": "80", "basis": "某文件", "when": {"q1": ["住宅"]}},
        {"name": "非住宅", "amount": "550", "basis": "某文件", "when": {"q1": ["非住宅"]}},
    ],
)
BILL = BillRow(
    "", datetime(2026, 3, 2, 4, tzinfo=UTC),
    [{"full": "80.00", "reduction": "减半", "reduction_basis": "某文件第二条"}],
)  # fmt: skip


@pytest.mark.parametrize(("use", "standard"), [("住宅", "80.00"), ("非住宅", "550.00")])
def test_the_standard_is_that_of_the_situation(use: str, standard: str) -> None:
    assert _bill(BILL, VERSION, {"q1": use}, {}) == {
        "on": "2026-03-02", "charged": "80.00", "standard": standard, "free": False,
        "reductions": ["某文件第二条"],
    }  # fmt: skip
