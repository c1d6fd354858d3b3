"""Rows of outside systems as supervision keeps them: by case, by their own number, many at once."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.exchange.public import Incoming
from onewindow.supervision.models import OutsideRow
from onewindow.supervision.taking.outside import take_rows

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def told(kind: str, case: str, operation: str = "i", **row: object) -> Incoming:
    return Incoming("nn-health", kind, operation, {"case_number": case, **row}, "R1", MOMENT, "4501")


def test_the_last_row_of_each_number_counts_and_no_applicant_is_kept() -> None:
    take_rows([
        told("apply", "A", apply_time="2026-03-02T08:00:00+08:00", applicant_name="某人"),
        told("process", "A", step_number="1", step_name="审查"),
        told("process", "A", step_number="2", step_name="复核"),
        told("process", "A", step_number="1", step_name="初审"),
    ])  # fmt: skip
    kept = OutsideRow.objects.get()
    assert {part: row["step_name"] for part, row in kept.rows["process"].items()} == {
        "1": "初审",
        "2": "复核",
    }
    assert "applicant_name" not in kept.rows["apply"][""]
    assert (kept.handed, kept.late, kept.dirty, kept.first_at) == (4, 0, True, MOMENT)
    OutsideRow.objects.update(dirty=False)
    take_rows([told("process", "A", "d", step_number="2")])
    kept.refresh_from_db()
    assert (list(kept.rows["process"]), kept.handed, kept.dirty) == (["1"], 4, True)


def test_a_row_saidlong_after_is_late() -> None:
    take_rows([told("apply", "A", apply_time="2026-01-05T08:00:00+08:00")])
    assert OutsideRow.objects.get().late == 1


def test_many_cases_are_kept_with_two_statements() -> None:
    with CaptureQueriesContext(connection) as captured:
        take_rows([told("apply", f"A{n}", apply_time="2026-03-02T08:00:00+08:00") for n in range(80)])
    said = [one["sql"] for one in captured if "SAVEPOINT" not in one["sql"]]
    assert (len(said), OutsideRow.objects.count()) == (2, 80)
