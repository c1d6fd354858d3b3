"""Spans of days that pages and assessments speak of. Pure."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

NAMES = {"today": "今日", "month": "本月", "quarter": "本季", "year": "本年"}
DAY = timedelta(days=1)
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Period:
    """A span of days, both ends counted, with its name."""

    key: str
    name: str
    first: date
    last: date


def period(key: str, today: date) -> Period:
    """Return the running period of a name, or a month as 2026-03, up to today; this month where unknown."""
    if _MONTH.fullmatch(key) and key < f"{today:%Y-%m}":
        whole = over("month", date(int(key[:4]), int(key[5:]), 1))
        assert whole is not None
        return Period(key, whole.name, whole.first, whole.last)
    if key == "today":
        return Period(key, NAMES[key], today, today)
    if key == "year":
        return Period(key, NAMES[key], date(today.year, 1, 1), today)
    if key == "quarter":
        return Period(key, NAMES[key], date(today.year, (today.month - 1) // 3 * 3 + 1, 1), today)
    return Period("month", NAMES["month"], today.replace(day=1), today)


def before(one: Period) -> Period:
    """Return the period of the same kind just before, whole."""
    last = one.first - DAY
    kind = one.key if one.key in NAMES else "month"
    names = {"today": "昨日", "month": "上月", "quarter": "上季", "year": "上年"}
    first = {
        "today": last,
        "month": last.replace(day=1),
        "quarter": date(last.year, (last.month - 1) // 3 * 3 + 1, 1),
        "year": date(last.year, 1, 1),
    }[kind]
    return Period(kind, names[kind], first, last)


def year_before(one: Period) -> Period:
    """Return the same days a year before; the 29th of February becomes the 28th."""

    def back(day: date) -> date:
        return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)

    return Period(one.key, "上年同期", back(one.first), back(one.last))


def months_up_to(today: date, count: int = 12) -> list[date]:
    """Return the first days of the last months, the oldest first, the running one last."""
    at = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(at - count + 1, at + 1)]


def over(kind: str, first: date) -> Period | None:
    """Return the whole month or quarter that begins on a day; None where none begins then."""
    length = {"month": 1, "quarter": 3}.get(kind)
    if length is None or first.day != 1 or (kind == "quarter" and first.month % 3 != 1):
        return None
    end = first.year * 12 + first.month - 1 + length
    last = date(end // 12, end % 12 + 1, 1) - DAY
    name = (
        f"{first.year}年{first.month}月"
        if kind == "month"
        else f"{first.year}年第{(first.month + 2) // 3}季度"
    )
    return Period(kind, name, first, last)
