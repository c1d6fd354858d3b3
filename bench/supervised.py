"""A year of cases loaded and judged on this database: `python -m bench.supervised COUNT PLANTED`.

The last line of output is one JSON object: what was missed, what was invented, how long it took.
"""

import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from datetime import time as hour
from itertools import pairwise
from random import Random
from typing import Any

from bench import cpu
from bench.workloads.handled import guarded, others, plans, rows
from bench.workloads.handled.ground import Ground, made
from bench.workloads.handled.others import Found
from bench.workloads.supervised import AS_OF, BREACHES, Year, same_words_found
from onewindow.supervision.workcount import Days

WORKERS = 2
COLUMNS = (
    "kind", "subject", "source", "city", "region_code", "level", "agency_id", "agency_name", "item_code",
    "item_name", "person", "channel", "received_on", "accepted_on", "decided_on", "promised_due",
    "statutory_due", "promised_days", "statutory_days", "used_days", "outcome", "automatic", "exempted",
    "reused", "materials", "visits", "corrections", "words", "facts", "taken_at",
)  # fmt: skip
BLANK: dict[str, Any] = {
    "agency_name": "某局", "item_code": "", "item_name": "某事项", "automatic": False, "exempted": 0,
    "reused": 0, "materials": 2, "visits": 1, "corrections": 0,
}  # fmt: skip
Part = tuple[Ground, int, int, int, dict[int, str]]


def noon() -> datetime:
    """Return the moment as of which the year is judged."""
    from onewindow.kernel.public import clock

    return datetime.combine(AS_OF, hour(12), clock.CHINA)


def run_here(count: int, planted: int, workers: int = WORKERS) -> dict[str, Any]:
    """Load a year of cases as rows, take and judge it as events do, compare the findings exactly.

    Subjects of other kinds come through the verbs of their events; what our own tables refuse to hold is
    tried on them, and judged as plain facts.
    """
    from django.apps import apps

    from onewindow.kernel.public import clock
    from onewindow.supervision.services.bulk import judge_all

    begun = time.perf_counter()
    with clock.at(datetime(2024, 1, 2, 4, tzinfo=clock.CHINA)):
        ground = made()
    marked, there = _marked(count, planted), _signals()
    parts = _parts(ground, count, marked, workers)
    told = [take_part(one) for one in parts] if workers == 1 else _spread(parts)
    expected = {one for part in told for one in part["expected"]}
    cases = time.perf_counter()
    with clock.at(noon()):
        expected |= set(others.plant(ground, _days(), planted))
        kept = (
            apps.get_model("supervision", "Dossier").objects.order_by("-id").values_list("id", flat=True)[0]
        )
        facts = _facts(planted, expected)
        raised = judge_all(_say("plain facts", facts), after=kept)[1]
        refused = guarded.refused(_number(count - 1))
        again = judge_all()[1] if count <= 100_000 else 0
    found = _signals() - there
    return {
        "cases": count + sum(SAME), "facts": facts, "planted": len(expected),
        "ways": len(plans.BREACHES) + 1 + len(others.OTHERS), "facts_ways": len(BREACHES) + 1,
        "rules": len({one[0] for one in expected}), "refused_by_tables": refused,
        "missed": sorted(expected - found)[:20], "invented": sorted(found - expected)[:20],
        "lost": len(expected - found) + sum(not one for one in refused.values()),
        "doubled": len(found - expected) + again, "raised_of_facts": raised,
        "load_seconds": max(part["load"] for part in told),
        "take_seconds": (longest := max(part["take"] for part in told)),
        "cases_a_second": round(count / longest),
        "cpu_seconds_of_judging": {
            name: round(sum(part["cpu"][place] for part in told), 1)
            for place, name in enumerate(("worker", "server"))
        },
        "cases_seconds": round(cases - begun, 1), "seconds": round(time.perf_counter() - begun, 1),
        "workers": workers,
    }  # fmt: skip


def _signals() -> set[Found]:
    """Return the signals there are; the demonstration has some of its own."""
    from django.apps import apps

    rows = apps.get_model("supervision", "Signal").objects.values_list(
        "rule", "subject", "key", "level", "on"
    )
    return {(rule, about, key, level, str(day)) for rule, about, key, level, day in rows}


SAME = (plans.SAME_WORDS, plans.SAME_WORDS - 1)


def take_part(part: Part) -> dict[str, Any]:
    """Load a part of the year by COPY, then take it as the worker does with events: many cases at a time."""
    from django.db import connection

    from onewindow.kernel.public import clock
    from onewindow.supervision.public import take_all
    from onewindow.supervision.services.watching import reverse_decision

    ground, count, first, last, marked = part
    year, expected, reversals = (
        plans.HandledYear(ground, _days(), count),
        list[Found](),
        list[tuple[str, date]](),
    )

    def all_of_it() -> Iterator[plans.Plan]:
        for one in year.plans(first, last, marked):
            expected.extend((rule, one.number, key, level, str(on)) for rule, key, level, on in one.expected)
            reversals.extend((one.number, on) for rule, _, _, on in one.expected if rule == "A01")
            yield one
        if first == 0:
            yield from year.same_words(SAME_FROM)

    begun = time.perf_counter()
    rows.load(connection, ground, year.days, all_of_it(), _say(f"loaded from {first}", last - first))
    loaded, before = time.perf_counter(), cpu.spent()
    with clock.at(noon()):
        say = _say(f"judged from {first}", last - first)
        take_all(after=_number(first, before=True), until=_number(last - 1), say=say)
        if first == 0:
            take_all(after=_number(SAME_FROM, before=True), until=_number(SAME_FROM + 1999))
            expected.append(_same(ground))
        for number, on in reversals:
            reverse_decision(number=number, on=on)
    taken, after = time.perf_counter(), cpu.spent()
    return {"expected": expected, "load": round(loaded - begun, 1), "take": round(taken - loaded, 1),
        "cpu": [round(now - then, 1) for now, then in zip(after, before, strict=True)],
    }  # fmt: skip


SAME_FROM = 900_000_000


def _same(ground: Ground) -> Found:
    from onewindow.supervision.taking.own import digest_of_words

    who, words = ground.bodies[0].approvers[0], digest_of_words("同样的意见0")
    return ("C03", f"{who}/{words[:12]}/2025-05", "same", "yellow", "2025-05-01")


def _marked(count: int, planted: int) -> dict[int, str]:
    """Return which cases have a breach, each way as often."""
    ways = sorted(plans.BREACHES)
    places = Random(20260331).sample(range(count), planted * len(ways))
    return {place: ways[n % len(ways)] for n, place in enumerate(places)}


def _parts(ground: Ground, count: int, marked: dict[int, str], workers: int) -> list[Part]:
    ends = [count * n // workers for n in range(workers + 1)]
    return [
        (ground, count, first, last, {n: way for n, way in marked.items() if first <= n < last})
        for first, last in pairwise(ends)
    ]


def _spread(parts: list[Part]) -> list[dict[str, Any]]:
    """Let processes take a part each, with a connection of their own."""
    from django.db import connections

    connections.close_all()
    with multiprocessing.get_context("fork").Pool(len(parts)) as pool:
        return pool.map(take_part, parts, chunksize=1)


def _facts(planted: int, expected: set[Found]) -> int:
    """Load plain facts with every way of breach there is, those our own tables refuse among them."""
    from django.db import connection

    year, count = Year(_days()), 2 * planted * len(BREACHES)

    def told() -> Iterator[tuple[Any, ...]]:
        for one in year.made(count, planted):
            for rule, key, level, on in one.expected:
                expected.add((rule, one.row["subject"], key, level, str(on)))
            facts = json.dumps(one.facts, ensure_ascii=False)
            whole = {**BLANK, **one.row, "facts": facts, "taken_at": noon()}
            yield tuple(whole[name] for name in COLUMNS)

    connection.ensure_connection()
    into = f"COPY supervision_dossier ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in told():
            copy.write_row(row)
    subject, on = same_words_found()
    expected.add(("C03", subject, "same", "yellow", on))
    return count


def _days() -> Days:
    from onewindow.supervision.calendars import days_for

    return days_for("450000000000")


def _number(number: int, *, before: bool = False) -> str:
    """Return the public number of a case, or with `before` one just below it in their order."""
    whole = f"Y{number:09d}"
    return (f"Y{number - 1:09d}" if number else "Y") if before else whole


def _say(what: str, whole: int) -> Callable[[int], None]:
    """Return who tells how many are done, and how many a second."""
    begun = time.perf_counter()

    def say(done: int) -> None:
        rate = done / max(time.perf_counter() - begun, 0.001)
        print(f"{what}: {done:,} of {whole:,}, {rate:,.0f}/s", file=sys.stderr, flush=True)

    return say


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(run_here(int(sys.argv[1]), int(sys.argv[2])), ensure_ascii=False))
