"""What else is watched in the year: guides, ratings, complaints, rule sets, cases of outside systems.

Each comes through the verb its events call; beside each breach one subject of its kind is sound.
"""

# ruff: noqa: E501 (rows of data)

from collections.abc import Iterator
from datetime import date, timedelta

from bench.workloads.handled.ground import Ground
from onewindow.supervision.workcount import DAY, Days

Found = tuple[str, str, str, str, str]
"""Rule, subject, key, level, day."""
SYSTEM = "sys-lz-03"
OTHERS = ("I01", "S01", "S02", "A02", "D02")


def plant(ground: Ground, days: Days, planted: int) -> Iterator[Found]:
    """Tell supervision of them and give what must be found."""
    from onewindow.supervision.public import watch_outside
    from onewindow.supervision.services.subjects import About, note_anomaly, take_complaint, take_rating

    about = About("4502", "450200000000", ground.bodies[0].id, "某局", ground.items[0].code, "某事项")
    day = date(2025, 3, 3)
    yield from _guides(ground, days, planted, day)
    for n in range(planted):
        on = days.due(day, n % 150)
        late, rectify = days.due(on, 1), days.due(on, 15)
        for subject, contacted, rectified in ((f"R{n}", late + DAY, None), (f"RS{n}", late, rectify)):
            take_rating(
                subject=subject, about=about, contact_due=late, contacted_on=contacted, rectify_due=rectify,
                rectified_on=rectified,
            )  # fmt: skip
        yield ("S01", f"R{n}", "contact", "yellow", str(late + DAY))
        yield ("S01", f"R{n}", "rectify", "yellow", str(rectify + DAY))
        yield ("S01", f"R{n}", "rectify_red", "red", str(days.due(rectify, 5) + DAY))
        due = days.due(on, 5)
        take_complaint(subject=f"Q{n}", about=about, due=due, answered_on=due + DAY)
        take_complaint(subject=f"QS{n}", about=about, due=due, answered_on=due)
        yield ("S02", f"Q{n}", str(due), "yellow", str(due + DAY))
        note_anomaly(rule_set=f"set-{n}", name="7", city="4500", on=on)
        yield ("A02", f"set-{n}", "7", "yellow", str(on))
        yield from _outside(n, on)
    watch_outside()


def _guides(ground: Ground, days: Days, planted: int, day: date) -> Iterator[Found]:
    """Let one guide have faults that stay, and one a fault found only yesterday."""
    from onewindow.kernel.public import clock
    from onewindow.supervision.services.subjects import take_guides

    first, second = ground.items[0], ground.items[1]
    since = [days.due(day, n % 150) for n in range(planted)]
    faults = {
        first.id: [("dead_link", f"link{n}", on) for n, on in enumerate(since)],
        second.id: [("dead_link", "link", clock.today())],
    }
    take_guides(faults=faults)
    for n, on in enumerate(since):
        yield ("I01", f"{first.code}.1"[:80], f"dead_link.link{n}", "yellow", str(days.due(on, 5) + DAY))


def _outside(n: int, on: date) -> Iterator[Found]:
    """Hand in a case whose steps are missing, and a whole one."""
    from onewindow.kernel.public import clock
    from onewindow.supervision.models import OutsideRow

    told = {
        "apply": {"": {"task_code": "unknown", "task_name": "某事项", "channel": "1", "apply_time": f"{on}T09:00:00"}},
        "accept": {"": {"accept_time": f"{on}T10:00:00", "handler": "某人", "accepted": True}},
        "finish": {"": {"finish_time": f"{on}T15:00:00", "result": "1", "reason": "符合"}},
    }  # fmt: skip
    process = {"1": {"step_name": "审查", "end_time": f"{on}T14:00:00"}}
    at = clock.now() - timedelta(days=1)
    for name, rows in ((f"O{n}", told), (f"OS{n}", {**told, "process": process})):
        OutsideRow.objects.create(system=SYSTEM, case_number=name, rows=rows, first_at=at, city="4502")
    yield ("D02", f"{SYSTEM}/O{n}", "办理过程", "yellow", str(clock.local(at).date()))
