"""What live supervision adds to a transition of a case: CPU of page, worker and database."""

import json
import statistics
import subprocess
import sys

from bench.instance import ROOT, instance
from bench.result import Result

MOST = 1.10
QUICK, FULL = (1, 6), (9, 100)
"""Rounds, and transitions in each."""


def run(*, quick: bool = False) -> Result:
    """Submit by the page and deliver the events, with supervision and without, in alternation."""
    rounds, each = QUICK if quick else FULL
    with instance(start=False) as it, it.cluster.for_the_duration():
        done = subprocess.run(
            [sys.executable, "-m", "bench.watched", str(rounds), str(each)], cwd=ROOT, text=True, check=False,
            env=it.environment | {"DATABASE_URL": it.database_url}, stdout=subprocess.PIPE,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the transitions could not be measured: {done.stdout[-2000:]}")
    told = json.loads(done.stdout.splitlines()[-1])
    ours, floor = statistics.median(told["with"]), statistics.median(told["without"])
    return Result(
        name="supervise",
        ours=ours,
        floor=floor,
        ratio=round(ours / floor, 3),
        sql=None,
        conditions={
            "unit": "milliseconds of CPU per transition: page, worker, database server; median of the rounds",
            "floor": "the same without supervision's handler",
            "must_ratio": MOST,
            "rounds": rounds,
            "transitions_each": each,
            "with": told["with"],
            "without": told["without"],
            "sql_asserted_in": "supervision/tests/test_watching.py",
        },
        passed=quick or ours / floor <= MOST,
    )
