"""Writes the shipped working-day notices in our own format from tables of bare facts.

    python tools/build_holidays.py NATION.csv LUNAR.csv OVERRIDES.csv > calendar.csv

NATION: date, is_off_day, name, notice_year: exceptions to Monday to Friday, from the yearly notices of the
State Council. LUNAR: year, day1, …, day2: third and fourth day of the third lunar month, Guangxi's own
holiday by order 98 of its government. OVERRIDES: date, is_off_day, …, name, basis: days of Guangxi's notices
that differ from both.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

COLUMNS = ["year", "region", "date", "working", "name", "basis"]
NATION_BASIS = "国务院办公厅关于{year}年部分节假日安排的通知"
DECREE = "广西壮族自治区人民政府令第98号（两天，按农历推算；当年调休以通知为准）"
HEAD = """\
# Days that differ from Monday to Friday, by the notice of each year.
# Nation: the State Council's notices for 2007 to 2026. Guangxi (45): 三月三 by decree, and the published
# notices of 2017 and 2023. Bare facts, put into this form on 2026-11-23 by tools/build_holidays.py.
"""
Row = dict[str, object]


def rows_of(path: str) -> Iterator[dict[str, str]]:
    """Read a CSV file."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def nation(path: str) -> Iterator[Row]:
    """Yield the nation's exceptions."""
    for row in rows_of(path):
        year = row["notice_year"]
        working = 1 - int(row["is_off_day"])
        name = row["name"].strip("“”") + ("补班" if working else "")
        yield _row(year, "", row["date"], working, name, NATION_BASIS.format(year=year))


def guangxi(lunar: str, overrides: str) -> Iterator[Row]:
    """Yield Guangxi's two days of each year from 2014, and what its notices changed beside them."""
    days: dict[str, Row] = {}
    for row in rows_of(lunar):
        for day in (row["day1"], row["day2"]):
            days[day] = _row(row["year"], "45", day, 0, "壮族三月三", DECREE)
    basis = ""
    for row in rows_of(overrides):
        basis = basis if row["basis"] == "同上" else row["basis"]
        if row["date"] in days:
            days[row["date"]]["basis"] = basis
        else:
            working = 1 - int(row["is_off_day"])
            name = "壮族三月三补班" if working else "壮族三月三调休"
            days[row["date"]] = _row(row["date"][:4], "45", row["date"], working, name, basis)
    yield from (days[day] for day in sorted(days))


def _row(*values: object) -> Row:
    date.fromisoformat(str(values[2]))
    return dict(zip(COLUMNS, values, strict=True))


def main() -> None:
    """Write the notices to standard output."""
    sys.stdout.write(HEAD)
    writer = csv.DictWriter(sys.stdout, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(nation(sys.argv[1]))
    writer.writerows(guangxi(sys.argv[2], sys.argv[3]))


if __name__ == "__main__":
    main()
