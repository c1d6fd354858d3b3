"""345 simulated systems hand cases in while gateway, web, worker, database and they themselves are killed."""

import json
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from bench.drills.parties import Parties, work_and_break
from bench.instance import ROOT, Instance, instance
from bench.ledger import connected
from bench.outside.rows import messages
from bench.result import Drill
from onewindow.exchange.gate.merkle import climb, leaf
from onewindow.exchange.gate.receipts import is_genuine
from onewindow.exchange.offline import read_keys
from onewindow.kernel.public import canonical

PARTS = ("gateway", "postgres", "worker", "crowd", "web")
SYSTEMS, CASES, QUICK_SYSTEMS, QUICK_CASES, SHARES = 345, 205, 45, 2, 3

_STATES = """
    SELECT system, count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state = 'rejected'),
           count(*) FILTER (WHERE state = 'pending') FROM exchange_delivery GROUP BY system
"""
_HELD = "SELECT system, kind, ident, versions FROM exchange_heldrow"


def _crowd(folder: Path, environment: dict[str, str]) -> Parties:
    """Return the processes in which the systems live."""

    def begin(share: int) -> "subprocess.Popen[bytes]":
        words = [str(folder / "plan.json"), str(share), str(SHARES)]
        command = [sys.executable, "-m", "bench.outside.crowd", *words]
        with (folder / "crowd.log").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    return Parties(SHARES, begin)


def run(*, quick: bool) -> Drill:
    """Join the systems, let them send, kill at random, settle, compare with their journals."""
    systems, cases = (QUICK_SYSTEMS, QUICK_CASES) if quick else (SYSTEMS, CASES)
    with instance() as it:
        folder = it.home / "outside"
        folder.mkdir()
        environment = _environment(it, folder)
        _plan(it, folder, environment, systems, cases)
        begun = time.monotonic()
        crowd = _crowd(folder, environment)
        kills = work_and_break(it, crowd, PARTS, at_least=5 if quick else 40, pause=(1.0, 3.0), rest=5.0)
        seconds = time.monotonic() - begun
        it.await_ready()
        settled = it.run("exchange", "settle")
        if settled.returncode:
            raise RuntimeError(settled.stderr[-2000:])
        return _judged(it, folder, cases, kills, seconds)


def _environment(it: Instance, folder: Path) -> dict[str, str]:
    """Return the systems' own environment: keys and home apart from the product's."""
    mine = {"ONEWINDOW_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "onewindow.config.settings"}
    return it.environment | mine | {"DATABASE_URL": "postgres://nobody@127.0.0.1:9/none"}


def _plan(it: Instance, folder: Path, environment: dict[str, str], systems: int, cases: int) -> None:
    words = [str(folder), str(systems), str(cases), str(it.port + 400), str(it.port + 1000)]
    command = [sys.executable, "-m", "bench.outside.plan", *words]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)
    joined = it.run("exchange", "join", str(folder / "systems.yaml"))
    if joined.returncode:
        raise RuntimeError(joined.stdout + joined.stderr)
    print(f"joined {joined.stdout.strip()} systems from one declaration", flush=True)


def _judged(it: Instance, folder: Path, cases: int, kills: list[str], seconds: float) -> Drill:
    plan = json.loads((folder / "plan.json").read_text())
    with connected(it) as connection:
        kept = Counter(connection.execute("SELECT system || '/' || key FROM exchange_delivery").fetchall())
        states = {row[0]: tuple(row[1:]) for row in connection.execute(_STATES)}
        held = {"/".join(row[:3]): row[3] for row in connection.execute(_HELD)}
    done = lost = doubled = uneven = 0
    receipts: list[dict[str, object]] = []
    for row in plan["systems"]:
        wanted = messages(row["code"], cases, row["seed"])
        lines = [
            json.loads(line)
            for line in (folder / "journals" / f"{row['code']}.jsonl").read_text().splitlines()
        ]
        receipts += [line["receipt"] for line in lines]
        acked = {line["key"] for line in lines}
        done += len(acked)
        for message in wanted:
            ident = str(message.row.get("step_number") or message.row["case_number"])
            versions = held.get(f"{row['code']}/{message.kind}/{ident}", 0)
            times = kept.get((f"{row['code']}/{message.key}",), 0)
            lost += (message.key in acked) and (times == 0 or (message.valid and versions == 0))
            doubled += times > 1 or (message.valid and versions > 1)
        valid = sum(message.valid for message in wanted)
        uneven += states.get(row["code"]) != (valid, len(wanted) - valid, 0)
    false = _false(it, receipts)
    conditions: dict[str, object] = {
        "systems": len(plan["systems"]), "kills": dict(Counter(kills)), "seconds": round(seconds, 1),
        "rate": round(done / seconds), "receipts": len(receipts), "receipts_false": false,
        "systems_not_reconciled": uneven,
    }  # fmt: skip
    return Drill("exchange", done, lost, doubled, conditions, intact=not false and not uneven)


def _false(it: Instance, receipts: list[dict[str, object]]) -> int:
    """Check every receipt with the published keys: each climbs to its root, each root's signature once."""
    published = json.loads(it.run("exchange", "keys").stdout)
    keyring, roots, false = read_keys(json.dumps(published)), {}, 0
    for receipt in receipts:
        path, kid = receipt["path"], str(receipt["kid"])
        assert isinstance(path, list)
        root = climb(leaf(canonical.canonical_json(receipt["statement"])), path)
        mark = (str(receipt["signature"]), root)
        if mark not in roots:
            roots[mark] = kid in keyring and is_genuine(receipt, keyring[kid])
        false += not roots[mark]
    return false
