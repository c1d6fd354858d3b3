"""Search over 410,000 implementations through HTTP, beside one indexed SELECT through a bare Django view."""

import json
import os
import random
import statistics
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg

from bench.client import Round, get, is_page, load
from bench.floor.serving import served
from bench.instance import ROOT, Instance, instance
from bench.ledger import connected
from bench.result import Result
from bench.workloads import items

CLIENTS = 8
AIMS = "ratio ≥ 0.25, p95 ≤ 50 ms at 8 clients"
SETS = "service-items"
COMMON = "登记", "许可", "变更", "注销", "备案", "证", "企业", "经营", "出生", "公积金"
LETTERS = "hszyzc", "yingyezhizhao", "spjyxk", "dj", "bg", "zhuxiao", "gjj", "xuke"
FACETS: tuple[dict[str, str], ...] = (
    {"region": "450100000000"},
    {"region": "450102000000", "audience": "person"},
    {"type": "01"},
    {"type": "07", "audience": "firm"},
    {"online": "true", "region": "450300000000"},
    {"level": "4", "type": "01", "audience": "firm"},
    {"audience": "person", "online": "true"},
    {"region": "451400000000", "q": "许可"},
)


@dataclass(frozen=True)
class Size:
    """How much a run does: implementations, pages walked, requests a round, rounds, seconds of each floor."""

    items: int
    depth: int
    requests: int
    rounds: int
    seconds: float


QUICK, FULL = Size(6_000, 12, 60, 2, 0.5), Size(410_000, 1_000, 1_500, 7, 4.0)


def run(*, quick: bool = False) -> Result:
    """Fill, walk to the deepest page and back, then alternate rounds of ours and of the floor."""
    size = QUICK if quick else FULL
    with instance() as it:
        real = _sets(it)
        with connected(it) as connection:
            held = items.fill(connection, size.items, tell=lambda _: None)
            asked = _rare(connection)
        requests, walked = _mix(it, asked, size)
        ours: list[Round] = []
        floors: list[float] = []
        workers = os.cpu_count() or 1
        with served(it, "indexed", workers) as port:
            for number in range(size.rounds):
                chosen = random.Random(number).choices(requests, k=size.requests)
                ours.append(load(it.port, chosen, clients=CLIENTS, good=is_page))
                bare = (get(port, f"/items/?after={n * 37 % held}") for n in range(10**7))
                floors.append(load(port, bare, clients=CLIENTS, good=is_page, seconds=size.seconds).rate)
    return _result(size, held, real, walked, ours, floors)


def _result(size: Size, held: int, real: str, walked: int, ours: list[Round], floors: list[float]) -> Result:
    rate, floor = statistics.median(r.rate for r in ours), statistics.median(floors)
    times = sorted(t for r in ours for t in r.milliseconds)
    return Result(
        name="search",
        ours=round(rate, 1),
        floor=round(floor, 1),
        ratio=round(rate / floor, 3),
        sql=1,
        conditions={
            "unit": "answers a second, median of the rounds; 20 items a page as JSON",
            "floor": "one SELECT of twenty rows by primary key through a bare Django view, same server",
            "aims": AIMS,
            "items": held,
            "models": real,
            "clients": CLIENTS,
            "mix": "40 % rare words, 30 % common words, 20 % facets, 10 % pinyin; half of them later pages",
            "p50_ms": round(statistics.median(times), 2),
            "p95_ms": round(times[int(len(times) * 0.95)], 2),
            "p99_ms": round(times[int(len(times) * 0.99)], 2),
            "deepest_page": walked,
            "requests": len(times),
            "sql_asserted_in": "catalogue/tests/test_search.py",
        },
    )


def _sets(it: Instance) -> str:
    """Import the real item sets where they lie beside the project; say which items are the models."""
    shared = Path(os.environ.get("ONEWINDOW_SHARED", ROOT.parent / "shared"))
    files = sorted(str(path) for path in (shared / "data" / SETS).glob("items-*.json*"))
    if not files:
        return "the items of the demonstration"
    done = it.run("catalogue", "import", *files)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)
    return "the items of the demonstration and the real item sets"


def _rare(connection: "psycopg.Connection[Any]") -> list[str]:
    """Return words that few items have: a name and the region it is exercised in."""
    rows = connection.execute(
        "SELECT v.name || ' ' || r.name FROM catalogue_itemversion v "
        "JOIN government_region r ON r.code = v.region_code WHERE v.source = '' AND v.id % 97 = 5 "
        "ORDER BY md5(v.id::text) LIMIT 400"
    )
    return [str(text)[:60] for (text,) in rows]


def _mix(it: Instance, rare: list[str], size: Size) -> tuple[list[bytes], int]:
    """Return the requests of the mix, first pages and later ones, and the deepest page that was walked."""
    common = [{"q": word} for word in COMMON]
    letters = [{"q": word} for word in LETTERS]
    deepest, paths = 0, []
    for share, questions in (
        (4, [{"q": text} for text in rare]),
        (3, common),
        (2, list(FACETS)),
        (1, letters),
    ):
        first = [_path(q) for q in questions]
        later: list[str] = []
        for question in questions[:8]:
            pages = _walk(it, question, size.depth)
            deepest = max(deepest, len(pages))
            later += [_path(question | {"cursor": pages[at]}) for at in _depths(len(pages))]
        chosen = random.Random(share)
        paths += chosen.choices(first, k=share * 50) + chosen.choices(later or first, k=share * 50)
    return [get(it.port, path) for path in paths], deepest


def _depths(count: int) -> list[int]:
    return [at for at in (0, 1, 4, 9, 49, 99, 499, 999) if at < count]


def _walk(it: Instance, question: dict[str, str], depth: int) -> list[str]:
    """Follow next to the given depth; return the cursors; raise where an item is told twice."""
    told: set[str] = set()
    cursors: list[str] = []
    asked, page = question, _read(it, question)
    while True:
        codes = [item["code"] for item in page["items"]]
        if told.intersection(codes):
            raise RuntimeError(f"told twice: {asked}")
        told.update(codes)
        if not page["next"] or len(cursors) >= depth:
            break
        before, asked = codes, question | {"cursor": page["next"]}
        cursors.append(page["next"])
        page = _read(it, asked)
        if len(cursors) in {1, depth}:
            back = _read(it, question | {"cursor": page["previous"]})
            if [item["code"] for item in back["items"]] != before:
                raise RuntimeError(f"the way back differs: {asked}")
    return cursors


def _read(it: Instance, question: dict[str, str]) -> Any:
    with urllib.request.urlopen(it.url + _path(question), timeout=30) as answer:
        return json.load(answer)


def _path(question: dict[str, str]) -> str:
    return "/api/v1/items/?" + urllib.parse.urlencode(question)
