"""有效期: how long licences of a type may hold, as data of the type."""

from collections.abc import Mapping
from datetime import date, timedelta


def last_day(start: date, years: int) -> date:
    """Return the last day of so many years from a first day; 29 February ends on 28 February."""
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:
        return start.replace(year=start.year + years, day=28)


def fault(rule: Mapping[str, object], start: date, end: date | None) -> str:
    """Return what breaks the type's rule: `validity_missing`, `validity_reversed`, `validity_too_long`.

    The rule is {} (as given), {"years": n} (at most) or {"open": true} (no end needed). A day is
    forgiven: some bodies count the anniversary as the last good day.
    """
    if end is not None and end < start:
        return "validity_reversed"
    years = rule.get("years")
    if end is None:
        return "" if rule.get("open") else "validity_missing"
    if isinstance(years, int) and end > last_day(start, years) + timedelta(days=1):
        return "validity_too_long"
    return ""
