"""Assessments: scores from figures, grades, places within a group, once; the region's mark of its own."""

# ruff: noqa: E501 (rows of data)

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.insight import periods
from onewindow.insight.assessing import (
    assess,
    assess_what_is_over,
    grade_of,
    group_of,
    score_of,
    self_assess,
)
from onewindow.insight.charts import line, round_up
from onewindow.insight.models import Assessment
from onewindow.insight.queries import assessments


def test_a_score_by_hand() -> None:
    numbers = {
        "decided": 10,
        "on_time": 9,
        "early": 5,
        "once": 10,
        "received": 10,
        "online": 5,
        "red": 1,
        "yellow": 2,
    }
    # weights in use: on_time 30, early 10, online 10, once 10 -> (30*90 + 10*50 + 10*50 + 10*100) / 60 = 78.33; less 3
    assert score_of(numbers) == Decimal("75.33")


def test_nothing_done_is_no_score_and_a_bad_one_does_not_fall_below_zero() -> None:
    assert score_of({}) == 0
    assert score_of({"decided": 1, "red": 99}) == 0


@pytest.mark.parametrize(
    ("score", "grade"),
    [("95", "优秀"), ("90", "优秀"), ("89.99", "良好"), ("60", "合格"), ("59.9", "不合格")],
)
def test_grades(score: str, grade: str) -> None:
    assert grade_of(Decimal(score)) == grade


def test_groups_follow_the_level_of_the_region() -> None:
    assert [group_of(code) for code in ("450000000000", "450100000000", "450102000000")] == [
        "区直",
        "设区市",
        "县（市、区）",
    ]


def test_a_month_is_assessed_once_when_it_is_over(board: Any) -> None:
    assert assess(kind="month", first=date(2026, 3, 1)) == 0  # still running
    made = assess(kind="month", first=date(2026, 2, 1))
    assert made == Assessment.objects.count() > 5
    assert assess(kind="month", first=date(2026, 2, 1)) == 0
    rows = assessments("month", date(2026, 2, 1))
    for group in {row.group for row in rows}:
        mine = [row for row in rows if row.group == group]
        assert mine[0].rank == 1
        assert [row.score for row in mine] == sorted((row.score for row in mine), reverse=True)
    assert all(row.grade == grade_of(row.score) and row.score == score_of(row.numbers) for row in rows)


def test_what_is_over_is_the_last_month_and_quarter(board: Any) -> None:
    assert assess_what_is_over() > 0
    kinds = set(Assessment.objects.values_list("kind", "first", "last"))
    assert kinds == {
        ("month", date(2026, 2, 1), date(2026, 2, 28)), ("quarter", date(2025, 10, 1), date(2025, 12, 31)),
    }  # fmt: skip


def test_the_five_sides_are_marked_once_a_day(board: Any) -> None:
    one = self_assess()
    assert set(one.numbers) == {"ways", "items", "guides", "maturity", "effect"}
    assert all(0 <= Decimal(value) <= 100 for value in one.numbers.values())
    assert self_assess().pk == one.pk


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.sampled_from(["today", "month", "quarter", "year"]))
def test_periods_meet_without_gap(today: date, key: str) -> None:
    now = periods.period(key, today)
    earlier = periods.before(now)
    assert now.first <= today == now.last
    assert earlier.last + periods.DAY == now.first
    assert periods.before(earlier).last + periods.DAY == earlier.first
    assert periods.months_up_to(today)[-1] == today.replace(day=1)


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=12))
def test_a_line_stays_in_its_frame(values: list[int]) -> None:
    drawn = line(values)
    heights = [float(point.split(",")[1]) for point in drawn.points.split()]
    assert len(heights) == len(values) and all(24.0 <= y <= 196.0 for y in heights)
    assert round_up(max(values)) == drawn.most >= max(values)
