"""Decisions of a table of 20 rules × 10 inputs with every cell kept, beside two other engines, one core."""

import os
import statistics
import time
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

import yaml

from bench import submit
from bench.decisions import engines, table
from bench.decisions.engines import Engine, Request
from bench.result import Result

MUST, AIM = 7_200, 20_000
PILOT = Path(__file__).parents[1] / "onewindow" / "decisions" / "data" / "nurse-renewal.dmn"


def run(*, quick: bool = False) -> Result:
    """Run rounds of ours and the peers in alternation; every answer must be rule 12; full: a submit too."""
    rounds, count = (3, 400) if quick else (15, 4_000)
    running: dict[str, Engine] = {"ours": engines.ours(), "spelled out": engines.ours_spelled_out()}
    absent = {}
    for name, make in engines.PEERS.items():
        try:
            running[name] = make()
        except ImportError as error:
            absent[name] = str(error)
    rates: dict[str, list[float]] = {name: [] for name in running}
    for _ in range(rounds):
        for name, engine in running.items():
            rates[name].append(_rate(engine, list(table.requests(_share(name, count)))))
    median = {name: statistics.median(values) for name, values in rates.items()}
    peers = {name: median[name] for name in engines.PEERS if name in median}
    floor = max(peers.values(), default=0.0)
    conditions: dict[str, object] = {
        "unit": "decisions a second of one core (processor time), median of rounds in alternation",
        "table": f"{table.RULES} rules × {table.INPUTS} inputs, FIRST, rule {table.MATCHING} matches",
        "floor": "the quicker peer of the same run",
        "peers": {name: round(rate) for name, rate in peers.items()},
        "versions": {name: version(name) for name in peers},
        "absent": absent,
        "spelled_out": round(median["spelled out"]),
        "rounds": rounds,
        "decisions": rounds * count,
        "judge_ms": round(judgement_milliseconds(50 if quick else 1_000), 3),
        "must": MUST,
        "aim": AIM,
        "cores": os.cpu_count(),
    }
    if not quick:
        alone = submit.run(quick=True).conditions["alone_p50_ms"]
        assert isinstance(alone, float)
        judged = conditions["judge_ms"]
        assert isinstance(judged, float)
        conditions |= {"submit_alone_p50_ms": alone, "rules_share_of_submit": round(judged / alone, 4)}
    return Result(
        name="decide",
        ours=round(median["ours"], 1),
        floor=round(floor, 1),
        ratio=round(median["ours"] / floor, 3) if floor else 0.0,
        sql=0,
        conditions=conditions,
        passed=quick or median["ours"] >= MUST,
    )


def _share(name: str, count: int) -> int:
    return max(count // 20, 20) if name == "SpiffWorkflow" else count


def _rate(engine: Engine, requests: Iterable[Request]) -> float:
    asked = list(requests)
    start = time.process_time()  # of this process alone: a busy neighbour is no part of "one core"
    answers = [engine(request) for request in asked]
    taken = time.process_time() - start
    assert set(answers) == {table.MATCHING}, answers[:5]
    return len(asked) / taken


def judgement_milliseconds(count: int) -> float:
    """Return the median time of the whole judgement of a nurse's renewal: rules, reasons, trace."""
    from onewindow.decisions.judgement import Rules, judge
    from onewindow.decisions.unit_cases import completed, merged
    from onewindow.rules.public import compile_model

    text = PILOT.read_text(encoding="utf-8")
    rules = Rules("nurse-renewal", 1, "", compile_model(text))
    cases = yaml.safe_load(PILOT.with_suffix(".cases.yaml").read_text(encoding="utf-8"))
    inputs = completed(merged({}, cases["cases"][0]["given"]))
    taken = []
    for _ in range(count):
        start = time.perf_counter()
        decision = judge(rules, inputs, rule_set="nurse-renewal")
        taken.append((time.perf_counter() - start) * 1000)
        assert decision.outcome == "approve", decision.reasons
    return statistics.median(taken)
