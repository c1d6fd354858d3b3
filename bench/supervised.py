"""A year loaded and judged on the database of this process: `python -m bench.supervised COUNT PLANTED`.

The last line of output is one JSON object: what was missed, what was invented, how long it took.
"""

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

from bench.workloads.supervised import AS_OF, BREACHES, Found, Year, same_words_found

COLUMNS = (
    "kind", "subject", "source", "city", "region_code", "level", "agency_id", "agency_name", "item_code",
    "item_name", "person", "channel", "received_on", "accepted_on", "decided_on", "promised_due",
    "statutory_due", "promised_days", "statutory_days", "used_days", "outcome", "automatic", "exempted",
    "materials", "visits", "corrections", "words", "facts", "taken_at",
)  # fmt: skip
BLANK: dict[str, Any] = {
    "agency_name": "某局", "item_code": "", "item_name": "某事项", "automatic": False, "exempted": 0,
    "materials": 2, "visits": 1, "corrections": 0,
}  # fmt: skip


def run_here(count: int, planted: int) -> dict[str, Any]:
    """Load a year by COPY, judge it in one pass, compare the findings with the plan exactly."""
    from datetime import datetime
    from datetime import time as hour

    from django.apps import apps
    from django.db import connection

    from onewindow.kernel.public import clock, workdays
    from onewindow.supervision.services.bulk import judge_all
    from onewindow.supervision.workcount import Days

    now = datetime.combine(AS_OF, hour(12), clock.CHINA)
    year = Year(Days(workdays.calendar_for("450000000000")))
    expected: set[Found] = set()

    def rows() -> Iterator[tuple[Any, ...]]:
        for one in year.made(count, planted):
            for rule, key, level, on in one.expected:
                expected.add((rule, one.row["subject"], key, level, str(on)))
            whole = {**BLANK, **one.row, "facts": json.dumps(one.facts, ensure_ascii=False), "taken_at": now}
            yield tuple(whole[name] for name in COLUMNS)

    begun = time.perf_counter()
    connection.ensure_connection()
    into = f"COPY supervision_dossier ({', '.join(COLUMNS)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(into) as copy:
        for row in rows():
            copy.write_row(row)
    subject, on = same_words_found()
    expected.add(("C03", subject, "same", "yellow", on))
    loaded = time.perf_counter()
    with clock.at(now):
        read, raised = judge_all(lambda done: print(f"{done} judged", file=sys.stderr, flush=True))
    judged = time.perf_counter()
    signals = apps.get_model("supervision", "Signal").objects.values_list(
        "rule", "subject", "key", "level", "on"
    )
    found = {(rule, about, key, level, str(day)) for rule, about, key, level, day in signals}
    with clock.at(now):
        again = judge_all()[1] if count <= 100_000 else 0
    return {
        "subjects": read, "planted": len(expected), "ways": len(BREACHES) + 1, "raised": raised,
        "rules": len({one[0] for one in expected}), "missed": sorted(expected - found)[:20],
        "invented": sorted(found - expected)[:20], "lost": len(expected - found),
        "doubled": len(found - expected) + again, "load_seconds": round(loaded - begun, 1),
        "judge_seconds": round(judged - loaded, 1),
    }  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(run_here(int(sys.argv[1]), int(sys.argv[2])), ensure_ascii=False))
