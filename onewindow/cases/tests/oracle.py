"""A slow, obvious clock: it walks day by day and asks what each day was."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

Actions = Sequence[tuple[str, date, int]]


def walk(
    actions: Actions, limit: int, working: Callable[[date], bool], until: date
) -> tuple[int, date | None]:
    """Return the days used by `until` and the day the limit was reached (None if it was not)."""
    start = actions[0][1]
    total = limit + sum(days for action, _, days in actions if action == "extend")
    spent, reached, paused = 0, None, False
    day = start
    while day < until:
        paused = _state(paused, [a for a, on, _ in actions if on == day])
        day += timedelta(days=1)
        if working(day) and not paused:
            spent += 1
            if spent == total:
                reached = day
    return spent, reached


def _state(paused: bool, todays: list[str]) -> bool:
    for action in todays:
        if action in {"pause", "resume"}:
            paused = action == "pause"
    return paused
