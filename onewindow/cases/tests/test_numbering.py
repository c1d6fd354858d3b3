"""Case numbers carry a check character; due dates follow the calendar."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from onewindow.cases.deadlines import limits_of
from onewindow.cases.numbering import AT_ONCE, is_case_number, next_number, number_for, query_code
from onewindow.kernel.public import workdays

USCC = "1145000000DM00215X"


@given(st.integers(0, 10**9), st.integers(0, 30), st.sampled_from("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
def test_one_wrong_character_is_noticed(sequence: int, place: int, other: str) -> None:
    number = number_for(USCC, date(2026, 11, 23), sequence)
    assert is_case_number(number)
    wrong = number[:place] + other + number[place + 1 :]
    assert is_case_number(wrong) == (wrong == number)


@pytest.mark.parametrize("text", ["", "x", "１" * 31, "-" * 31, "a" * 31, "\x00" * 31])
def test_other_texts_are_no_numbers(text: str) -> None:
    assert not is_case_number(text)


def test_query_codes_leave_out_what_looks_alike() -> None:
    letters = set("".join(query_code() for _ in range(500)))
    assert letters.isdisjoint("0O1I2Z")


@pytest.mark.django_db
def test_numbers_rise_and_are_drawn_twenty_at_once() -> None:
    with CaptureQueriesContext(connection) as captured:
        numbers = [next_number(USCC, date(2026, 11, 23)) for _ in range(2 * AT_ONCE)]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 2 * AT_ONCE
    assert all(is_case_number(number) for number in numbers)
    assert len(captured) in {2, 3}  # as much as was left


@pytest.mark.django_db(transaction=True)
def test_what_a_connection_drew_ends_with_it() -> None:
    before = [next_number(USCC, date(2026, 11, 23)) for _ in range(AT_ONCE // 2)]
    connection.close()
    with CaptureQueriesContext(connection) as captured:
        after = next_number(USCC, date(2026, 11, 23))
    assert len(captured) == 1
    assert after > max(before)


@pytest.mark.django_db
def test_limits_run_in_working_days_and_warn_of_unknown_years() -> None:
    workdays.forget()
    workdays.plant()
    version = SimpleNamespace(
        promised_days=1, promised_unit="1", statutory_days=20, statutory_unit="1", region_code="450000000000"
    )
    due = limits_of(version, date(2026, 9, 30))
    assert (due.promised, due.provisional) == (date(2026, 10, 8), False)
    late = limits_of(version, date(2026, 12, 20))
    assert late.provisional
    version.promised_unit = "2"
    assert limits_of(version, date(2026, 9, 30)).promised == date(2026, 10, 1)
    workdays.forget()
