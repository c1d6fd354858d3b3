"""Joint applications of nine members to their delivery; the process alone beside SpiffWorkflow on PostgreSQL.

Two figures. `ours` and `floor` are the same work: the state of the same process, a committed transaction a
step. The `whole` way does what no process engine does: forms, cases, signed papers, decisions and delivery of
ten cases, walked as officials work: several applications at once in a process for each core, which delivers
the events too as the worker does, those that are gathered with the others that came meanwhile.
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

from bench.crowd import started
from bench.instance import ROOT, Instance, instance
from bench.joints.hands import AT_ONCE
from bench.result import Result

MEMBERS, SHARES = 9, 2
PAUSE, LOOKS = 0.02, 100


def run(*, quick: bool = False) -> Result:
    """Walk the process in rounds of ours and the peer in alternation, then whole applications to delivery."""
    rounds, walks, whole = (3, 4, 2) if quick else (10, 100, 1_000)
    with instance(start=False) as it:
        it.cluster.start()
        told = _ended(_begun(it, "engines", rounds, walks))
        shares = min(SHARES, os.cpu_count() or 1)
        walked = list(map(_ended, [_begun(it, "whole", share, shares, whole) for share in range(shares)]))
        taken = max(one["ended"] for one in walked) - min(one["begun"] for one in walked)
        told |= {"whole": whole / taken} | _ended(_begun(it, "statements", whole))
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
            "whole": "submission, ten cases, forms, receipts, decisions, delivery, every listener; no web",
            "whole_processes": shares,
            "whole_at_once": f"{AT_ONCE} applications in each process, which delivers the events too",
            "spiffworkflow": version("SpiffWorkflow"),
            "cores": os.cpu_count(),
        },
        passed=told["delivered"] == whole * (MEMBERS + 1),
    )


def _begun(it: Instance, *words: object) -> "subprocess.Popen[str]":
    """Begin a measuring process of the instance; it prints one JSON line."""
    return subprocess.Popen(
        [sys.executable, "-m", "bench.joint", *map(str, words), str(it.home)], cwd=ROOT,
        env=it.environment | {"DATABASE_URL": it.cluster.url}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def _ended(process: "subprocess.Popen[str]") -> dict[str, Any]:
    told, _ = process.communicate()
    if process.returncode:
        raise RuntimeError(f"the measuring process ended with {process.returncode}, see above")
    return dict(json.loads(told.splitlines()[-1]))


def engines(rounds: int, walks: int) -> dict[str, Any]:
    """Return the rates of both engines, medians of the rounds, and the steps of a walk."""
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
    return {name: statistics.median(values) for name, values in rates.items()} | {"steps": steps["ours"]}


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _rate(walk: Callable[[], int], count: int) -> tuple[float, int]:
    begun = time.perf_counter()
    steps = [walk() for _ in range(count)]
    return count / (time.perf_counter() - begun), steps[0]


def whole(share: int, shares: int, count: int, home: Path) -> dict[str, float]:
    """Walk a share of whole applications by the verbs, several at once; return when it began and ended."""
    from bench.joints.hands import Hands
    from onewindow.kernel.public import outbox

    hands, begun = Hands(share, home / f"bench-{share}.log"), time.monotonic()
    left = [number for number in range(count) if number % shares == share]
    walking, mine = list[str](), len(left)
    while left or walking:
        while left and len(walking) < AT_ONCE:
            walking.append(hands.submit(left.pop(0)))
        delivered = _delivered()
        ended = [number for number in walking if hands.step(number)]
        for number in ended:
            hands.deliver(number)
            walking.remove(number)
        if not delivered and not ended:
            time.sleep(PAUSE)
        if ended and share == 0:
            done = mine - len(left) - len(walking)
            rest = (time.monotonic() - begun) / done * (mine - done) / 60
            _tell(
                f"{done} of {mine} applications decided in one of {shares} processes, {rest:.0f} minutes left"
            )
    outbox.drain()
    return {"begun": begun, "ended": time.monotonic()}


def _delivered() -> int:
    """Deliver what is due, as a worker does between two looks at the outbox; return how much."""
    from onewindow.kernel.public import outbox

    done = outbox.dispatch()
    for _ in range(LOOKS):
        settled = outbox.deliver_next()
        done += settled
        if not settled:
            break
    return done


def taking_in(number: int, home: Path) -> dict[str, int]:
    """Return the statements of taking in one member's decision: locks, rows, process, audit, event.

    And how many cases were delivered before.
    """
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.joints.hands import Hands
    from onewindow.cases import public as cases
    from onewindow.collaboration.models import Member
    from onewindow.collaboration.services.joints import take_in_outcome
    from onewindow.kernel.public import outbox

    hands = Hands(0, home / "bench.log")
    delivered = cases.Case.objects.filter(delivered_at__isnull=False).count()
    lead = hands.submit(number)
    outbox.drain()
    hands.step(lead)
    outbox.drain()
    one = Member.objects.filter(joint__number=lead, state="open").order_by("seq").first()
    assert one is not None
    cases.decide_case(
        by=hands.bodies[one.key], number=one.number, outcome=cases.Outcome.GRANTED, opinion="已审查。"
    )
    with CaptureQueriesContext(connection) as captured:
        assert take_in_outcome(number=one.number)
    control = ("BEGIN", "COMMIT", "SET ", "SAVEPOINT", "RELEASE")
    sql = sum(not query["sql"].startswith(control) for query in captured)
    return {"sql": sql, "delivered": delivered}


def main(what: str, *words: str) -> None:
    """Measure in a process of the instance; print one JSON line."""
    started()
    *numbers, home = words
    given = [int(one) for one in numbers]
    if what == "engines":
        told: dict[str, Any] = engines(*given)
    else:
        told = {"whole": whole, "statements": taking_in}[what](*given, Path(home))
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
