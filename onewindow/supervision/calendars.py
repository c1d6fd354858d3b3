"""The day tables of places, one for each calendar in use."""

from onewindow.kernel.public import workdays
from onewindow.supervision.workcount import Days

_tables: dict[str, tuple[workdays.Calendar, Days]] = {}


def days_for(region_code: str) -> Days:
    """Return the working days of a region, made once for each calendar."""
    calendar = workdays.calendar_for(region_code)
    known = _tables.get(calendar.region_prefix)
    if known is None or known[0] is not calendar:
        known = _tables[calendar.region_prefix] = (calendar, Days(calendar))
    return known[1]
