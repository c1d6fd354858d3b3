"""Submit → decided → signed record through HTTP, beside a bare view and pgbench inserting the same rows."""

import os
import re
import statistics
from dataclasses import dataclass, field

from bench import cpu, ledger, statements
from bench.client import Answer, Round, load, percentile
from bench.crowd import Ready, Supply
from bench.floor.serving import Floor, floor
from bench.instance import Instance, instance
from bench.result import Result

CASE = re.compile(r"/cases/([0-9A-Z]{31})/\?new=1")
CLIENTS = 8
NOBODY_ELSE = 900_000  # the serial numbers of the nurses who only help to count statements
AIMS = "sql ≤ 10, one transaction, ratio ≥ 0.30, p99 ≤ 200 ms"


@dataclass(frozen=True)
class Size:
    """How much a run does: rounds, drafts in each, seconds of each floor, submits alone, drafts at once."""

    rounds: int
    drafts: int
    seconds: float
    alone: int
    batch: int


QUICK, FULL = Size(2, 40, 1.0, 10, 90), Size(9, 300, 5.0, 100, 300)


@dataclass
class Tally:
    """What all rounds brought: ours, and answers a second of the two floors."""

    alone: Round
    ours: list[Round] = field(default_factory=list)
    view: list[float] = field(default_factory=list)
    pgbench: list[float] = field(default_factory=list)
    cpu: list[dict[str, float]] = field(default_factory=list)

    @property
    def numbers(self) -> list[str]:
        """The case numbers of all acknowledged submits."""
        return [number_of(answer) for each in [self.alone, *self.ours] for answer in each.answers]


def run(*, quick: bool = False) -> Result:
    """Alternate short rounds of ours, the bare view and pgbench; check every answer and every row."""
    size = QUICK if quick else FULL
    with instance() as it:
        supply = Supply(it, size.batch)
        tally = Tally(_ours(it, supply.take(size.alone), clients=1))
        sql = statements.count(it, NOBODY_ELSE)
        with floor(it, tally.numbers[-1], os.cpu_count() or 1) as beneath:
            for _ in range(size.rounds):
                _round(it, tally, size, beneath, supply.take(size.drafts))
        faults = _faults(it, tally)
        return _result(it, tally, sql, beneath, faults)


def number_of(answer: Answer) -> str:
    """Return the case number an answer leads to; raise ValueError when it leads to no new case."""
    found = CASE.fullmatch(answer.location)
    if answer.status != 302 or found is None:
        raise ValueError(f"not a new case: {answer}")
    return found[1]


def _ours(it: Instance, drafts: list[Ready], *, clients: int) -> Round:
    """Submit all these drafts; the outbox is empty before."""
    ledger.await_drained(it)
    requests = [ready.request(it.port) for ready in drafts]
    return load(it.port, requests, clients=clients, good=lambda answer: bool(number_of(answer)))


def _round(it: Instance, tally: Tally, size: Size, beneath: Floor, drafts: list[Ready]) -> None:
    """Run one round of each; the floors begin when the worker has nothing left to do."""
    before = cpu.seconds(it)
    tally.ours.append(_ours(it, drafts, clients=CLIENTS))
    ledger.await_drained(it)
    tally.cpu.append(cpu.per_operation(before, cpu.seconds(it), len(drafts)))
    tally.view.append(beneath.view(clients=CLIENTS, seconds=size.seconds))
    tally.pgbench.append(beneath.pgbench(clients=CLIENTS, seconds=size.seconds))
    print(
        f"ours {tally.ours[-1].rate:.1f}, view {tally.view[-1]:.1f}, pgbench {tally.pgbench[-1]:.1f} a second"
    )


def _faults(it: Instance, tally: Tally) -> list[str]:
    """Compare what was acknowledged with what is stored; two more cases come from the counting of SQL."""
    lines = ledger.lines(it)
    faults = ledger.faults(it, lines)
    numbers, known = tally.numbers, {line.number for line in lines}
    if len(set(numbers)) != len(numbers) or not known.issuperset(numbers) or len(known) != len(numbers) + 2:
        faults.append(f"acknowledged {len(numbers)}, stored {len(known)}, two of them from counting SQL")
    faults += [f"{line.number} was not decided at once" for line in lines if not line.automatic]
    for fault in faults:
        print(fault)
    return faults


def _result(it: Instance, tally: Tally, sql: statements.Count, beneath: Floor, faults: list[str]) -> Result:
    ours = statistics.median(each.rate for each in tally.ours)
    view, pgbench = statistics.median(tally.view), statistics.median(tally.pgbench)
    taken = [milliseconds for each in tally.ours for milliseconds in each.milliseconds]
    return Result(
        name="submit",
        ours=round(ours, 2),
        floor=round(view, 2),
        ratio=round(ours / view, 4),
        sql=len(sql.statements),
        conditions={
            "unit": "submits a second, median of rounds in alternation",
            "floor": "bare Django view, same granian settings, raw cursor, same rows in one transaction",
            "pgbench": round(pgbench, 2),
            "ratio_to_pgbench": round(ours / pgbench, 4),
            "rounds": len(tally.ours),
            "submits": len(tally.numbers),
            "clients": CLIENTS,
            "p50_ms": round(statistics.median(taken), 1),
            "p99_ms": round(percentile(taken, 99), 1),
            "alone_p50_ms": round(statistics.median(tally.alone.milliseconds), 1),
            "alone_p99_ms": round(percentile(tally.alone.milliseconds, 99), 1),
            "cpu_ms": {
                part: round(statistics.median(each[part] for each in tally.cpu), 2) for part in cpu.PARTS
            },
            "rows": sum(len(table.rows) for table in beneath.tables),
            "transactions": sql.transactions,
            "savepoints": sql.savepoints,
            "sources": "five registers asked over real sockets, in a process of their own",
            "worker": "delivers while ours runs; idle under the floors",
            "cores": os.cpu_count(),
            "postgresql": _postgresql(it),
            "aims": AIMS,
        },
        passed=not faults,
    )


def _postgresql(it: Instance) -> str:
    """Return version and durability of the server."""
    with ledger.connected(it) as connection:
        told = [
            str(connection.execute(f"SHOW {name}").fetchone()[0])
            for name in ("server_version", "fsync", "synchronous_commit")
        ]
    return f"{told[0]}, fsync {told[1]}, synchronous_commit {told[2]}"
