"""Joint applications of nine members to their delivery; the process alone beside SpiffWorkflow on PostgreSQL.

Two figures. `ours` and `floor` are the same work: the state of the same process, a committed transaction a
step. The `whole` way does what no process engine does:
forms, cases, signed papers, decisions and delivery of ten cases.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.instance import ROOT, instance
from bench.result import Result

MEMBERS = 9


def run(*, quick: bool = False) -> Result:
    """Walk the process in rounds of ours and the peer in alternation, then whole applications to delivery."""
    rounds, walks, whole = (3, 4, 2) if quick else (10, 100, 1_000)
    with instance(start=False) as it:
        it.cluster.start()
        done = subprocess.run(
            [sys.executable, "-m", "bench.joint", str(rounds), str(walks), str(whole), str(it.home)],
            cwd=ROOT, env=it.environment | {"DATABASE_URL": it.cluster.url}, stdout=subprocess.PIPE,
            text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"the measuring process ended with {done.returncode}, see above")
    told = json.loads(done.stdout.splitlines()[-1])
    ours, floor = told["ours"], told["floor"]
    return Result(
        name="joint",
        ours=round(ours, 2),
        floor=round(floor, 2),
        ratio=round(ours / floor, 3),
        sql=told["sql"],
        conditions={
            "unit": "joint processes a second, nine members and the lead's summing up, one client",
            "ours": "rows of tasks, tokens and record, audit entry and event, a transaction a step",
            "floor": "SpiffWorkflow, state as JSONB with a row lock, a line of a log, a transaction a step",
            "sql": "statements of taking one member's decision in and telling the process",
            "processes": rounds * walks,
            "rounds": rounds,
            "steps": told["steps"],
            "whole_applications": whole,
            "whole_per_s": round(told["whole"], 3),
            "whole": "submission, ten cases, forms, receipts, signed decisions, delivery; no web",
            "spiffworkflow": version("SpiffWorkflow"),
            "cores": os.cpu_count(),
        },
        passed=told["delivered"] == whole * (MEMBERS + 1),
    )


def main(rounds: int, walks: int, whole: int, home: Path) -> None:
    """Measure in a process of the instance; print one JSON line."""
    from bench.crowd import started

    started()
    from bench.joints import engines
    from onewindow.collaboration import public as collaboration

    procedure = collaboration.procedure("engineering")
    engine = {"ours": engines.ours(procedure), "floor": engines.spiff(procedure)}
    rates: dict[str, list[float]] = {name: [] for name in engine}
    steps: dict[str, int] = {}
    for turn in range(rounds):
        _tell(f"round {turn + 1} of {rounds}")
        for name, walk in engine.items():
            rate, steps[name] = _rate(walk, walks)
            rates[name].append(rate)
    assert steps["ours"] == steps["floor"] == MEMBERS + 2, steps
    told: dict[str, Any] = {name: statistics.median(values) for name, values in rates.items()}
    print(json.dumps(told | {"steps": steps["ours"]} | _whole(whole, home)))


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _rate(walk: Callable[[], int], count: int) -> tuple[float, int]:
    begun = time.perf_counter()
    steps = [walk() for _ in range(count)]
    return count / (time.perf_counter() - begun), steps[0]


def _whole(count: int, home: Path) -> dict[str, Any]:
    """Walk whole applications by the verbs, events delivered in the same process; count what is delivered."""
    from bench.joints.hands import Hands
    from onewindow.cases import public as cases
    from onewindow.kernel.public import outbox

    hands, begun = Hands(0, home / "bench.log"), time.perf_counter()
    numbers = []
    for one in range(count):
        number = hands.submit(one)
        outbox.drain()
        while not hands.step(number):
            outbox.drain()
        lead = cases.Case.objects.get(number=number)
        if lead.status == "decided":
            seqs = [row.seq for row in lead.materials.all()]
            cases.deliver_case(by=hands.lead, number=number, way=cases.Delivery.COUNTER, checked=seqs)
        outbox.drain()
        numbers.append(number)
        if (one + 1) % 10 == 0:
            left = (time.perf_counter() - begun) / (one + 1) * (count - one - 1) / 60
            _tell(f"{one + 1} of {count} applications delivered, about {left:.0f} minutes left")
    taken = time.perf_counter() - begun
    delivered = cases.Case.objects.filter(delivered_at__isnull=False)
    return {"whole": count / taken, "delivered": delivered.count(), "sql": _statements(hands, count)}


def _statements(hands: Any, number: int) -> int:
    """Return the statements of taking in one member's decision: locks, rows, process, audit, event."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from onewindow.collaboration.models import Member
    from onewindow.collaboration.services.joints import take_in_outcome
    from onewindow.kernel.public import outbox

    lead = hands.submit(number)
    outbox.drain()
    hands.step(lead)
    outbox.drain()
    one = Member.objects.filter(joint__number=lead, state="open").order_by("seq").first()
    assert one is not None
    from onewindow.cases import public as cases

    cases.decide_case(
        by=hands.bodies[one.key], number=one.number, outcome=cases.Outcome.GRANTED, opinion="已审查。"
    )
    with CaptureQueriesContext(connection) as captured:
        assert take_in_outcome(number=one.number)
    control = ("BEGIN", "COMMIT", "SET ", "SAVEPOINT", "RELEASE")
    return sum(not query["sql"].startswith(control) for query in captured)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
