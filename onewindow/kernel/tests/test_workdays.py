"""Working days follow the notices; limits are counted as an independent library counts them."""

import logging
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onewindow.kernel import workdays
from onewindow.kernel.commands import registered
from onewindow.kernel.models import CalendarDay
from onewindow.kernel.tests import oracles
from onewindow.kernel.workdays import Calendar, Due, InvalidNotices, calendar_for, load_notices
from onewindow.kernel.workdays.notices import read_notices
from onewindow.kernel.workdays.tables import SHIPPED

HEAD = "year,region,date,working,name,basis\n"
NOTICES = read_notices(SHIPPED.read_text(encoding="utf-8").splitlines())
NATION = {n.day: n.working for n in NOTICES if n.day and not n.region}
YEARS = frozenset(range(2007, 2027))


@pytest.fixture
def planted(db: None) -> None:
    workdays.forget()
    workdays.plant()
    yield
    workdays.forget()


def test_the_nation_agrees_with_an_independent_library() -> None:
    nation = Calendar(NATION, YEARS)
    for row in oracles.rows("workday-deadlines.dev.jsonl"):
        due = nation.due(date.fromisoformat(str(row["start"])), int(str(row["workdays"])))
        assert due.on.isoformat() == row["due_national"], row


def test_the_two_lunar_days_agree_with_an_independent_library() -> None:
    """The library's column takes the two lunar days off and knows no notice of Guangxi's; so here."""
    lunar = {n.day: False for n in NOTICES if n.day and n.name == "壮族三月三"}
    guangxi = Calendar(NATION | lunar, YEARS)
    for row in oracles.rows("workday-deadlines.dev.jsonl"):
        due = guangxi.due(date.fromisoformat(str(row["start"])), int(str(row["workdays"])))
        assert due.on.isoformat() == row["due_with_sanyuesan_two_days"], row


@pytest.mark.parametrize(
    ("day", "nation", "guangxi"),
    [
        ("2026-10-01", False, False),
        ("2026-10-10", True, True),
        ("2017-03-30", True, False),
        ("2017-04-01", True, False),
        ("2017-04-08", False, True),
        ("2023-04-21", True, False),
        ("2023-04-23", True, False),
        ("2026-04-20", True, False),
        ("2026-04-21", True, True),
    ],
)
def test_guangxi_overlays_the_nation_in_both_directions(
    planted: None, day: str, nation: bool, guangxi: bool
) -> None:
    on = date.fromisoformat(day)
    assert calendar_for("44").is_working(on) == calendar_for("").is_working(on) == nation
    assert calendar_for("4500").is_working(on) == calendar_for("450102001001").is_working(on) == guangxi


def test_counts_a_limit_over_a_long_holiday(planted: None) -> None:
    assert calendar_for("45").due(date(2026, 9, 30), 1) == Due(date(2026, 10, 8), False)
    assert calendar_for("45").due(date(2026, 10, 1), 0) == Due(date(2026, 10, 8), False)
    assert calendar_for("45").due(date(2026, 9, 30), 0) == Due(date(2026, 9, 30), False)
    with pytest.raises(ValueError, match="negative"):
        calendar_for("45").due(date(2026, 9, 30), -1)


def test_a_year_not_announced_is_provisional_and_warned_of(
    planted: None, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert calendar_for("45").due(date(2026, 12, 30), 2) == Due(date(2027, 1, 1), True)
        assert calendar_for("45").due(date(2026, 12, 30), 3).provisional
    assert [record.getMessage() for record in caplog.records] == [
        "working days of 2027 are not announced yet: limits into it are provisional"
    ]


def test_a_new_year_is_taken_in_at_run_time(planted: None, tmp_path: Path) -> None:
    file = tmp_path / "2027.csv"
    file.write_text(
        f"{HEAD}2027,,2027-01-01,0,元旦,通知\n2027,,2027-01-03,1,元旦补班,通知\n", encoding="utf-8"
    )
    command = registered["calendar load"]
    from argparse import Namespace

    assert command.run(Namespace(file=file)) == 0
    assert calendar_for("45").due(date(2026, 12, 31), 1) == Due(date(2027, 1, 3), False)
    assert command.run(Namespace(file=file)) == 0
    assert CalendarDay.objects.filter(year=2027, region_prefix="").count() == 2


def test_a_year_loaded_again_replaces_itself(planted: None) -> None:
    load_notices([HEAD, "2026,45,2026-04-21,0,壮族三月三补休,通知"])
    assert not calendar_for("45").is_working(date(2026, 4, 21))
    assert calendar_for("45").is_working(date(2026, 4, 20))
    assert workdays.plant() == "0 days in 0 notices"
    assert not calendar_for("45").is_working(date(2026, 4, 21))


def test_the_seed_plants_all_shipped_days(planted: None) -> None:
    assert CalendarDay.objects.count() == len(NOTICES)
    assert workdays.plant() == "0 days in 0 notices"


def test_calendars_are_kept(planted: None, django_assert_num_queries: object) -> None:
    first = calendar_for("4501")
    with django_assert_num_queries(0):
        assert calendar_for("4501") is calendar_for("450102") is first


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("date,working\n", "首行应为"),
        (HEAD, "没有数据行"),
        (HEAD + "2027,,2027-02-30,0,x,y", "第1行"),
        (HEAD + "2027,,2028-05-01,0,x,y", "不属于2027年"),
        (HEAD + "2027,,2027-05-01,2,x,y", "0或1"),
        (HEAD + "2027,4,2027-05-01,0,x,y", "区划前缀"),
        (HEAD + "2027,,2027-05-01,0,x,y\n2027,,2027-05-01,1,x,y", "第2行：同一天重复"),
        (HEAD + "2027", "第1行"),
    ],
)
def test_a_faulty_file_is_refused_line_by_line(text: str, says: str) -> None:
    with pytest.raises(InvalidNotices) as refused:
        read_notices(text.splitlines())
    assert says in refused.value.errors["file"][0]


@given(st.dates(date(2007, 1, 1), date(2026, 6, 30)), st.integers(1, 60))
def test_due_and_days_between_are_each_others_inverse(start: date, days: int) -> None:
    nation = Calendar(NATION, YEARS)
    due = nation.due(start, days).on
    assert nation.is_working(due)
    assert nation.days_between(start, due) == days == -nation.days_between(due, start)
    assert nation.due(start, days + 1).on > due
    assert nation.due(start - timedelta(days=1), days).on <= due
