"""E-licences: the verify API beside one SELECT through a bare Django view; a batch issued, with its rate."""

import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from bench.client import Round, get, is_page, load
from bench.floor.serving import served
from bench.instance import Instance, instance
from bench.ledger import connected
from bench.result import Result
from bench.workloads import licences

AIM = 0.25
CLIENTS = 8
DAY = date(2026, 3, 2)
_COUNT = "SELECT count(*) FROM licences_licence WHERE library_id IS NOT NULL"
_TOKENS = "SELECT token FROM licences_licence ORDER BY md5(token) LIMIT 2000"


def run(*, quick: bool = False) -> Result:
    """Issue a batch from three sub-libraries; then verify some of it and read them bare, in alternation."""
    size, rounds, seconds = (3_000, 2, 0.7) if quick else (100_000, 9, 4.0)
    with instance() as it:
        issued, took = _issue(it, size)
        tokens = _tokens(it)
        ours: list[Round] = []
        floors: list[float] = []
        with served(it, "licence", os.cpu_count() or 1) as port:
            for _ in range(rounds):
                ours.append(_load(it.port, "/api/v1/licences/verify/", tokens, seconds))
                floors.append(_load(port, "/verify/", tokens, seconds).rate)
    rate, floor = statistics.median(r.rate for r in ours), statistics.median(floors)
    times = sorted(t for r in ours for t in r.milliseconds)
    return Result(
        name="licence",
        ours=round(rate, 1),
        floor=round(floor, 1),
        ratio=round(rate / floor, 3),
        sql=1,
        conditions={
            "unit": "answers a second, median of the rounds: signature, digest, columns and status checked",
            "floor": "one SELECT of the same licence through a bare Django view, same server",
            "aim_ratio": AIM,
            "clients": CLIENTS,
            "p50_ms": round(times[len(times) // 2], 2),
            "p99_ms": round(times[int(len(times) * 0.99)], 2),
            "issued": issued,
            "issue_seconds": round(took, 1),
            "issued_per_second": round(issued / took, 1),
            "issue_includes": "reading, checking, signing, audit entry and event of each licence",
            "sql_asserted_in": "licences/tests/test_verify_sql.py",
        },
        passed=issued == size and (quick or rate / floor >= AIM),
    )


def _issue(it: Instance, size: int) -> tuple[int, float]:
    """Take in the deliveries of three sub-libraries, telling the progress; return licences and seconds."""
    shares = [size - 2 * (size // 3), size // 3, size // 3]
    before, done, took = _count(it), 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        for library, count in zip(licences.ISSUERS, shares, strict=True):
            path = licences.write(Path(folder), library, count, 0, DAY)
            begun = time.perf_counter()
            told = it.run("licences", "import", str(path), "--json")
            took += time.perf_counter() - begun
            if told.returncode:
                raise RuntimeError(told.stdout + told.stderr)
            done += count
            print(f"{library}: {done} of {size} licences, {done / took:.0f}/s", flush=True)
    return _count(it) - before, took


def _count(it: Instance) -> int:
    with connected(it) as connection:
        row = connection.execute(_COUNT).fetchone()
        connection.execute("ANALYZE licences_licence")
    assert row is not None and isinstance(row[0], int)
    return row[0]


def _tokens(it: Instance) -> list[str]:
    with connected(it) as connection:
        rows = connection.execute(_TOKENS).fetchall()
    return [str(token) for (token,) in rows]


def _load(port: int, path: str, tokens: list[str], seconds: float) -> Round:
    return load(port, _requests(port, path, tokens), clients=CLIENTS, good=is_page, seconds=seconds)


def _requests(port: int, path: str, tokens: list[str]) -> Iterator[bytes]:
    for token in itertools.cycle(tokens):
        yield get(port, f"{path}?{urlencode({'code': token})}")
