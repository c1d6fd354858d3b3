"""One case read by its applicant's app through HTTP, beside a bare view reading the same rows."""

import os
import random
import statistics
from dataclasses import dataclass, replace

from bench.client import Round, get, is_page, load, percentile
from bench.floor.serving import served
from bench.instance import instance
from bench.result import Result
from bench.workloads import reading

CLIENTS = 8
AIMS = "sql ≤ 4; p95 at 1,000,000 cases ≤ 1.5 times that at 10,000"


@dataclass(frozen=True)
class Size:
    """How much a run does: cases at first and at last, reads a round, rounds, seconds of each floor."""

    first: int
    cases: int
    reads: int
    rounds: int
    seconds: float


QUICK, FULL = Size(200, 2_000, 60, 2, 0.5), Size(10_000, 1_000_000, 1_500, 5, 4.0)


def run(*, quick: bool = False, rows: int = 0) -> Result:
    """Measure at the first size, fill to the last, then alternate rounds of ours and of the floor."""
    size = QUICK if quick else FULL
    size = replace(size, first=min(size.first, max(rows // 10, 2)), cases=max(rows, 4)) if rows else size
    with instance() as it:
        model = reading.model(it)
        reading.copied(it, model.number, size.first)
        small = _ours(it.port, model.number, size.first, size.reads, seed=0)
        reading.copied(it, model.number, size.cases, first=size.first)
        ours: list[Round] = []
        floors: list[float] = []
        with served(it, "reading", os.cpu_count() or 1) as port:
            for seed in range(1, size.rounds + 1):
                ours.append(_ours(it.port, model.number, size.cases, size.reads, seed=seed))
                bare = (get(port, f"/cases/{n}") for n in _numbers(model.number, size.cases, 10**6, seed))
                floors.append(load(port, bare, clients=CLIENTS, good=is_page, seconds=size.seconds).rate)
    return _result(size, model, small, ours, floors)


def _ours(port: int, number: str, cases: int, reads: int, *, seed: int) -> Round:
    requests = [
        get(port, f"/api/v1/cases/{one}", Authorization=f"Bearer {reading.TOKEN}")
        for one in _numbers(number, cases, reads, seed)
    ]
    return load(port, requests, clients=CLIENTS, good=is_page)


def _numbers(number: str, cases: int, count: int, seed: int) -> list[str]:
    chosen = random.Random(seed)
    return [reading.number_of(number, chosen.randrange(1, cases)) for _ in range(min(count, 50_000))]


def _p95(rounds: list[Round]) -> float:
    return round(percentile((t for one in rounds for t in one.milliseconds), 95), 2)


def _result(size: Size, model: reading.Model, small: Round, ours: list[Round], floors: list[float]) -> Result:
    rate, floor = statistics.median(r.rate for r in ours), statistics.median(floors)
    return Result(
        name="read",
        ours=round(rate, 1),
        floor=round(floor, 1),
        ratio=round(rate / floor, 3),
        sql=model.sql,
        conditions={
            "unit": "cases read a second, median of the rounds",
            "floor": "bare Django view, three SELECTs of the same rows, same server, no token",
            "aims": AIMS,
            "cases": size.cases,
            "clients": CLIENTS,
            "p50_ms": round(statistics.median(t for r in ours for t in r.milliseconds), 2),
            "p95_ms": _p95(ours),
            "p95_ms_at_first": _p95([small]),
            "first": size.first,
            "reads": sum(len(r.answers) for r in ours),
            "cores": os.cpu_count(),
        },
        passed=model.sql <= 4,
    )
