"""Publishing a standard with 1,000 inheriting items, beside PostgreSQL copying the same rows."""

import json
import statistics
import subprocess
import sys
import time
from typing import Any

from bench.instance import ROOT, Instance, instance
from bench.ledger import connected
from bench.result import Result

AIM_SECONDS = 2.0


def run(*, quick: bool = False) -> Result:
    """Set a standard for an item exercised in many regions several times; copy the same rows as a floor."""
    count, rounds = (60, 2) if quick else (1000, 7)
    with instance() as it:
        ours, changed, basic = _ours(it, count, rounds)
        with connected(it) as connection:
            floors = [_floor(connection, basic) for _ in range(rounds)]
    took, floor = statistics.median(ours), statistics.median(floors)
    return Result(
        name="publish",
        ours=round(took, 3),
        floor=round(floor, 3),
        ratio=round(took / floor, 2),
        sql=None,
        conditions={
            "unit": "s to publish a change of a standard, median; all inheriting items get a new version",
            "floor": "INSERT … SELECT of the same rows and their materials, bases, questions and citations",
            "aim_s": AIM_SECONDS,
            "items": changed,
            "slowest_s": round(max(ours), 3),
            "rounds": rounds,
            "includes": "audit entry for each version, event for each, mark for each, one transaction",
        },
        passed=changed == count and (quick or took <= AIM_SECONDS),
    )


def _ours(it: Instance, count: int, rounds: int) -> tuple[list[float], int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "bench.publish", str(count), str(rounds)], cwd=ROOT,
        env=it.environment | {"DATABASE_URL": it.database_url}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    told = json.loads(done.stdout.splitlines()[-1])
    return told["seconds"], told["changed"], told["basic"]


def _floor(connection: Any, basic: str) -> float:
    """Copy the rows in force into bare tables of the same shape, in one transaction."""
    begun = time.perf_counter()
    with connection.transaction():
        connection.execute(
            "CREATE TEMP TABLE copied ON COMMIT DROP AS SELECT v.* FROM catalogue_itemversion v "
            "JOIN catalogue_item i ON i.id = v.item_id WHERE i.basic_id = %s AND v.state = 'published'",
            [basic],
        )
        for table in ("material", "legalbasis", "question", "citation"):
            connection.execute(
                f"CREATE TEMP TABLE copied_{table} ON COMMIT DROP AS "
                f"SELECT t.* FROM catalogue_{table} t JOIN copied v ON v.id = t.version_id"
            )
    return time.perf_counter() - begun


def main(count: int, rounds: int) -> None:
    """Spread an item over regions, publish its standard, then change it `rounds` times; print the seconds."""
    from bench.crowd import started

    started()
    from onewindow.catalogue.services.standards import publish_standard
    from onewindow.kernel.public import SYSTEM

    basic = _spread(count)
    seconds, changed = [], 0
    for number in range(rounds + 1):
        begun = time.perf_counter()
        done = publish_standard(
            by=SYSTEM,
            basic_code=basic,
            prefix="45",
            elements={"statutory_days": 30 + number, "quota": "无数量限制"},
            open_elements=["quota"],
        )
        seconds.append(time.perf_counter() - begun)
        changed = done.changed
    print(json.dumps({"seconds": seconds[1:], "changed": changed, "basic": basic}))


def _spread(count: int) -> str:
    """Let the nurse's renewal be exercised in so many regions; return its basic code."""
    from bench.crowd import pilot
    from onewindow.catalogue.drafting.entries import content_of
    from onewindow.catalogue.queries.versions import item_version
    from onewindow.catalogue.services.proposals import current_entry
    from onewindow.catalogue.services.versions import publish_versions
    from onewindow.government.public import Region
    from onewindow.kernel.public import SYSTEM

    model = item_version(pilot().pk)
    entry = current_entry(model)
    plain = {"pilot_key": "", "form_code": "", "rule_set": ""}
    regions = Region.objects.filter(valid_to=None).order_by("level", "code")
    codes = regions.values_list("code", flat=True)[: count - 1]
    publish_versions(
        by=SYSTEM,
        contents=(
            content_of(
                {
                    **entry,
                    "task_code": f"S{code}{number:018d}",
                    "fields": {**entry["fields"], **plain, "region_code": code},
                }
            )
            for number, code in enumerate(codes)
        ),
    )
    return str(model.item.basic_id)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
