"""Calendars in the database: notices are loaded into it, calendars read from it and kept per process."""

import time
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from onewindow.kernel import audit
from onewindow.kernel.actors import SYSTEM, Actor
from onewindow.kernel.models import CalendarDay, CalendarYear
from onewindow.kernel.unit import work
from onewindow.kernel.workdays.calendar import Calendar
from onewindow.kernel.workdays.notices import Notice, read_notices

SHIPPED = Path(__file__).resolve().parents[1] / "data" / "calendar.csv"
KEPT_SECONDS = 600


def calendar_for(region_prefix: str) -> Calendar:
    """Return the calendar of a place: the nation's, overlaid by each of its regions, narrower ones last.

    Takes any region code or prefix. Costs three statements at first use in a process and every ten minutes.
    """
    overlaid, held = _tables(int(time.monotonic() // KEPT_SECONDS))
    own = tuple(sorted((p for p in overlaid if region_prefix.startswith(p)), key=len))
    if own not in held:
        held[own] = _read(own)
    return held[own]


def forget() -> None:
    """Read the tables again at next use."""
    _tables.cache_clear()


def load_notices(
    lines: Iterable[str], *, by: Actor = SYSTEM, keep_known: bool = False
) -> dict[tuple[int, str], int]:
    """Store a notice file and return the days per (year, region); each replaces what was known of it.

    With `keep_known` years already there stay as they are. Raises `InvalidNotices` and then changes nothing.
    """
    grouped: dict[tuple[int, str], list[Notice]] = defaultdict(list)
    for notice in read_notices(lines):
        grouped[notice.year, notice.region].append(notice)
    if keep_known:
        for known in CalendarYear.objects.filter(announced=True).values_list("year", "region_prefix"):
            grouped.pop(known, None)
    with work():
        for (year, region), rows in grouped.items():
            _replace(by, year, region, [row for row in rows if row.day], rows[0].basis)
    forget()
    return {key: sum(1 for row in rows if row.day) for key, rows in grouped.items()}


def plant() -> str:
    """Load the shipped notices of years not known yet."""
    with SHIPPED.open(encoding="utf-8") as file:
        loaded = load_notices(file, keep_known=True)
    return f"{sum(loaded.values())} days in {len(loaded)} notices"


def _replace(by: Actor, year: int, region: str, rows: list[Notice], basis: str) -> None:
    held, _ = CalendarYear.objects.update_or_create(
        year=year, region_prefix=region, defaults={"announced": True, "basis": basis}
    )
    CalendarDay.objects.filter(year=year, region_prefix=region).delete()
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(
                year=year,
                region_prefix=region,
                date=row.day,
                is_working=row.working,
                name=row.name,
                basis=row.basis,
            )
            for row in rows
        ],
        update_conflicts=True,
        unique_fields=["region_prefix", "date"],
        update_fields=["year", "is_working", "name", "basis"],
    )
    audit.record(by, "calendar.loaded", held, facts={"days": len(rows)})


@lru_cache(maxsize=1)
def _tables(_period: int) -> tuple[frozenset[str], dict[tuple[str, ...], Calendar]]:
    overlaid = (
        CalendarYear.objects.exclude(region_prefix="").values_list("region_prefix", flat=True).distinct()
    )
    return frozenset(overlaid), {}


def _read(overlaid: tuple[str, ...]) -> Calendar:
    rows = CalendarDay.objects.filter(region_prefix__in=["", *overlaid])
    found = rows.values_list("region_prefix", "date", "is_working")
    days = {day: working for _, day, working in sorted(found, key=lambda row: len(row[0]))}
    years = CalendarYear.objects.filter(region_prefix="", announced=True).values_list("year", flat=True)
    return Calendar(days, frozenset(years), overlaid[-1] if overlaid else "")
