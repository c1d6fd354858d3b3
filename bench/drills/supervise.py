"""A year of simulated work with planted breaches of every rule: all of them found, none invented."""

import json
import subprocess
import sys
from typing import Any

from bench.instance import ROOT, instance
from bench.result import Drill

SECONDS, SETTINGS = 15 * 60, "onewindow.config.settings"


def run(*, quick: bool, rows: int = 0) -> Drill:
    """Load 1,000,000 cases over five levels (quick: 10,000), take and judge them, compare list with list."""
    count, planted = (10_000, 10) if quick else (1_000_000, 200)
    if rows:
        count, planted = rows, min(planted, rows // 500 or 1)
    with instance(start=False) as it, it.cluster.for_the_duration():
        done = subprocess.run(
            [sys.executable, "-m", "bench.supervised", str(count), str(planted)], cwd=ROOT, text=True,
            env=it.environment | {"DATABASE_URL": it.database_url, "DJANGO_SETTINGS_MODULE": SETTINGS},
            stdout=subprocess.PIPE, check=False,
        )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the year could not be judged: {done.stdout[-2000:]}")
    return drill(json.loads(done.stdout.splitlines()[-1]))


def drill(told: dict[str, Any]) -> Drill:
    """Return what was found as a drill: missed are lost, invented doubled; judging has a limit."""
    found = told["planted"] - told["lost"]
    return Drill("supervise", found, told["lost"], told["doubled"], told, told["take_seconds"] <= SECONDS)
