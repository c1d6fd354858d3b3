"""An officer's list of cases: a county's scope beside the whole region's, and beside a bare view."""

import itertools
import os
import random
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg

from bench.client import Round, get, is_page, load, percentile
from bench.floor.serving import served
from bench.instance import Instance, instance
from bench.ledger import connected
from bench.officers import Officer, sign_in
from bench.result import Result
from bench.workloads import cases, copies
from onewindow.kernel.public import clock

CLIENTS = 8
STATEMENTS = 3
TWICE = 2.0
AIMS = "sql ≤ 3 for every scope, county ≤ 2× the unfiltered indexed query, p95 of one client ≤ 50 ms"


@dataclass(frozen=True)
class Size:
    """Cases in all, open ones of the body, pages walked, requests a round, rounds, seconds of the floor."""

    rows: int
    officer: int
    depth: int
    requests: int
    rounds: int
    seconds: float


QUICK, FULL = Size(12_000, 6_000, 12, 30, 2, 0.5), Size(1_000_000, 100_000, 60, 300, 5, 3.0)


@dataclass
class Tally:
    """What the rounds brought, by scope; the floor; the milliseconds of the bare queries."""

    alone: dict[str, Round] = field(default_factory=dict)
    ours: list[Round] = field(default_factory=list)
    floors: list[float] = field(default_factory=list)
    queries: dict[str, list[float]] = field(default_factory=dict)


def run(*, quick: bool = False, rows: int = 0) -> Result:
    """Fill, walk each officer's list, then alternate ours, the bare view, and the bare queries."""
    size = QUICK if quick else FULL
    size = Size(rows, min(size.officer, rows), *list(vars(size).values())[2:]) if rows else size
    with instance() as it:
        number = copies.one_case(it)
        cases.fill(it, number, rows=size.rows, officer=size.officer)
        with connected(it) as connection:
            county, agency = cases.a_county(connection), _agency(connection, number)
        scopes = {"province": "45", "city": county[:4], "county": county}
        officers = sign_in(it, number, scopes, size.depth)
        tally = Tally()
        with served(it, "listed", os.cpu_count() or 1) as port, connected(it) as connection:
            for at in range(size.rounds):
                _round(it, tally, size, officers, (port, agency), connection, at)
    return _result(size, tally, officers)


def _round(
    it: Instance, tally: Tally, size: Size, officers: dict[str, Officer], beneath: tuple[int, int],
    connection: "psycopg.Connection[Any]", at: int,
) -> None:  # fmt: skip
    chosen = random.Random(at)
    for name, officer in officers.items():
        mine = chosen.choices(_requests(it.port, officer), k=size.requests)
        done = load(it.port, mine, clients=1, good=is_page)
        tally.alone.setdefault(name, Round()).milliseconds.extend(done.milliseconds)
        tally.queries.setdefault(name, []).extend(_timed(connection, officer))
    mixed = [request for officer in officers.values() for request in _requests(it.port, officer)]
    tally.ours.append(load(it.port, chosen.choices(mixed, k=size.requests), clients=CLIENTS, good=is_page))
    bare = load(beneath[0], _bare(*beneath), clients=CLIENTS, good=is_page, seconds=size.seconds)
    tally.floors.append(bare.rate)
    tally.queries.setdefault("unfiltered", []).extend(_timed(connection, officers["province"], free=True))


def _timed(connection: "psycopg.Connection[Any]", officer: Officer, *, free: bool = False) -> Iterator[float]:
    """Run the list's own SQL of the pages walked; `free` of the region, as the unfiltered indexed query."""
    for statements in officer.sql:
        (sql,) = [one for one in statements if 'FROM "cases_case"' in one]
        if free:
            for region in ('"cases_case"."region_code"::text LIKE \'45%\'', "starts_with(region_code, '45')"):
                sql = sql.replace(region, "true")
        begun = time.perf_counter()
        connection.execute(sql).fetchall()
        yield (time.perf_counter() - begun) * 1000


def _result(size: Size, tally: Tally, officers: dict[str, Officer]) -> Result:
    rate, floor = statistics.median(r.rate for r in tally.ours), statistics.median(tally.floors)
    query = {name: statistics.median(times) for name, times in tally.queries.items()}
    page = {name: done.milliseconds for name, done in tally.alone.items()}
    counts = {name: sorted(one.counts) for name, one in officers.items()}
    same = len({tuple(each) for each in counts.values()}) == 1
    county = query["county"] / query["unfiltered"]
    return Result(
        name="list",
        ours=round(rate, 1),
        floor=round(floor, 1),
        ratio=round(rate / floor, 3),
        sql=max(max(each) for each in counts.values()),
        conditions={
            "unit": "pages of twenty a second as HTML, three scopes mixed, median of the rounds",
            "floor": "one page of the body's open cases by index, no region, bare Django view, same server",
            "aims": AIMS,
            "rows": size.rows,
            "officer": size.officer,
            "clients": CLIENTS,
            "pages_walked": {name: len(one.pages) for name, one in officers.items()},
            "sql_by_scope": counts,
            "query_ms": {name: round(ms, 3) for name, ms in query.items()},
            "county_over_unfiltered_query": round(county, 2),
            "county_over_province_page": round(
                statistics.median(page["county"]) / statistics.median(page["province"]), 2
            ),
            "p50_ms": {name: round(statistics.median(times), 2) for name, times in page.items()},
            "p95_ms": {name: round(percentile(times, 95), 2) for name, times in page.items()},
            "p95_ms_at_8_clients": round(percentile((t for r in tally.ours for t in r.milliseconds), 95), 2),
        },
        passed=same and max(counts["county"]) <= STATEMENTS and county <= TWICE,
    )


def _agency(connection: "psycopg.Connection[Any]", number: str) -> int:
    row = connection.execute("SELECT agency_id FROM cases_case WHERE number = %s", [number]).fetchone()
    assert row is not None
    return int(row[0])


def _requests(port: int, officer: Officer) -> list[bytes]:
    return [get(port, f"/desk/cases/{page}", Cookie=f"sessionid={officer.session}") for page in officer.pages]


def _bare(port: int, agency: int) -> Iterator[bytes]:
    for at in itertools.count():
        due = clock.today() + timedelta(days=at * 7 % 50)
        yield get(port, f"/cases/?agency={agency}&due={due}")
