"""345 simulated systems hand cases in while gateway, web, worker, database and they themselves are killed."""

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from bench.drills.crash import strike
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


@dataclass
class Crowd:
    """The processes in which the systems live; a killed one is started anew and goes on from its journals."""

    folder: Path
    environment: dict[str, str]
    running: "dict[int, subprocess.Popen[bytes]]" = field(default_factory=dict)

    def tend(self) -> bool:
        """Start what is not running and has not finished; tell whether any still has something to do."""
        for share in range(SHARES):
            process = self.running.get(share)
            if process is None or process.poll() not in {None, 0}:
                self.running[share] = self._start(share)
        return any(process.poll() is None for process in self.running.values())

    def kill(self) -> None:
        """Kill one process."""
        alive = [process for process in self.running.values() if process.poll() is None]
        if alive:
            random.choice(alive).send_signal(signal.SIGKILL)

    def stop(self) -> None:
        """End all."""
        for process in self.running.values():
            process.kill()
            process.wait()

    def _start(self, share: int) -> "subprocess.Popen[bytes]":
        command = [
            sys.executable,
            "-m",
            "bench.outside.crowd",
            str(self.folder / "plan.json"),
            str(share),
            str(SHARES),
        ]
        with (self.folder / "crowd.log").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)


def run(*, quick: bool) -> Drill:
    """Join the systems, let them send, kill at random, settle, compare with their journals."""
    systems, cases = (QUICK_SYSTEMS, QUICK_CASES) if quick else (SYSTEMS, CASES)
    with instance() as it:
        folder = it.home / "outside"
        folder.mkdir()
        crowd = Crowd(folder, _environment(it, folder))
        _plan(it, crowd, systems, cases)
        begun = time.monotonic()
        kills = _send_and_break(it, crowd, at_least=5 if quick else 40)
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


def _plan(it: Instance, crowd: Crowd, systems: int, cases: int) -> None:
    words = [str(crowd.folder), str(systems), str(cases), str(it.port + 400), str(it.port + 1000)]
    command = [sys.executable, "-m", "bench.outside.plan", *words]
    subprocess.run(command, cwd=ROOT, env=crowd.environment, check=True)
    joined = it.run("exchange", "join", str(crowd.folder / "systems.yaml"))
    if joined.returncode:
        raise RuntimeError(joined.stdout + joined.stderr)
    print(f"joined {joined.stdout.strip()} systems from one declaration", flush=True)


def _send_and_break(it: Instance, crowd: Crowd, *, at_least: int) -> list[str]:
    kills: list[str] = []
    try:
        while crowd.tend() or len(kills) < at_least:
            part = PARTS[len(kills)] if len(kills) < len(PARTS) else random.choice(PARTS)
            time.sleep(random.uniform(1.0, 3.0))
            print(f"kill -9 {part}", flush=True)
            crowd.kill() if part == "crowd" else strike(it, part)
            kills.append(part)
            if len(kills) > at_least:
                time.sleep(5.0)
    finally:
        crowd.stop()
    return kills


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
