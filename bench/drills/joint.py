"""Joint applications of nine members, while web, worker, database and the officials are killed."""

import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from bench.drills.parties import Parties, work_and_break
from bench.instance import ROOT, Instance, instance
from bench.ledger import connected
from bench.result import Drill

PARTS = ("hands", "worker", "postgres", "web", "supervisor")
COUNT, QUICK, SHARES, MEMBERS = 1_000, 3, 2, 9
SETTLE_SECONDS = 300.0
REST, REST_QUICK = 25.0, 4.0
"""Seconds between kills once each part was killed: a start costs as much as three applications."""

_PARTS = """
    SELECT j.number, m.key, m.state, m.number, c.outcome, c.status FROM collaboration_member m
    JOIN collaboration_joint j ON j.id = m.joint_id LEFT JOIN cases_case c ON c.number = m.number
"""
_LEADS = """
    SELECT c.number, c.outcome, j.ended_at IS NOT NULL FROM cases_case c
    JOIN collaboration_joint j ON j.case_id = c.id
"""
_CASES = """
    SELECT count(*) FROM cases_case
    WHERE number IN (SELECT number FROM cases_apisubmission WHERE client = 'joint')
"""
_DEAD = "SELECT count(*) FROM kernel_delivery WHERE state = 'dead'"
_NOTICES = """
    SELECT case_number FROM documents_document WHERE kind IN ('granted', 'refused')
    GROUP BY case_number HAVING count(*) > 1
"""


def _journal(it: Instance, share: int) -> Path:
    """Return where a share of applicants and officials writes down what was answered."""
    return it.home / f"hands-{share}.log"


def _people(it: Instance, count: int) -> Parties:
    """Return the processes of applicants and officials."""

    def begin(share: int) -> "subprocess.Popen[bytes]":
        words = [str(share), str(SHARES), str(count), str(_journal(it, share))]
        command = [sys.executable, "-m", "bench.joints.hands", *words]
        environment = it.environment | {"DATABASE_URL": it.database_url}
        with (it.home / "hands.err").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)

    return Parties(SHARES, begin)


def run(*, quick: bool, count: int = 0) -> Drill:
    """Walk the applications, kill at random, settle, compare the journals with what is stored."""
    count = count or (QUICK if quick else COUNT)
    with instance() as it:
        begun = time.monotonic()
        kills = work_and_break(
            it, _people(it, count), PARTS, at_least=len(PARTS), pause=(1.5, 4.0),
            rest=REST_QUICK if quick else REST,
            far=lambda: _far(it, count, begun),
        )  # fmt: skip
        it.await_ready()
        settled = _settled(it, count)
        return _judged(it, count, kills, time.monotonic() - begun, settled)


def _far(it: Instance, count: int, begun: float) -> str:
    """Tell how many applications were summed up, by the journals, and how long the rest may take."""
    told = [line.split() for share in range(SHARES) for line in _lines(_journal(it, share))]
    done = len({words[1] for words in told if words[0] == "summed"})
    spent = time.monotonic() - begun
    left = f"about {spent / done * (count - done) / 60:.0f} minutes left" if done else "no estimate yet"
    return f"{done} of {count} applications ended, {left}"


def _settled(it: Instance, count: int) -> bool:
    """Wait until the worker has delivered all that happened."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while time.monotonic() < deadline:
        with connected(it) as connection:
            leads = connection.execute(_LEADS).fetchall()
        if len(leads) == count and all(ended for _, _, ended in leads):
            return True
        time.sleep(0.5)
    return False


def _judged(it: Instance, count: int, kills: list[str], seconds: float, settled: bool) -> Drill:
    with connected(it) as connection:
        parts = connection.execute(_PARTS).fetchall()
        leads = {str(row[0]): row[1] for row in connection.execute(_LEADS).fetchall()}
        cases = [int(str(row[0])) for row in connection.execute(_CASES).fetchall()]
        twice = [str(row[0]) for row in connection.execute(_NOTICES).fetchall()]
        dead = [int(str(row[0])) for row in connection.execute(_DEAD).fetchall()]
    told = [line.split() for share in range(SHARES) for line in _lines(_journal(it, share))]
    granted = {(words[1], words[2]): words[3] for words in told if words[0] == "granted"}
    stored = {(str(lead), str(key)): (state, number) for lead, key, state, number, _, _ in parts}
    lost = [f"{lead} {key}" for (lead, key), number in granted.items()
            if stored.get((lead, key)) != ("granted", number)]  # fmt: skip
    lost += [words[1] for words in told if words[0] == "summed" and leads.get(words[1]) != "granted"]
    submitted = Counter(words[1] for words in {tuple(one) for one in told if one[0] == "submitted"})
    doubled = [key for key, times in submitted.items() if times > 1] + twice
    states = Counter(str(row[2]) for row in parts)
    audit = it.run("audit", "verify")
    wrong = {
        f"{cases[0]} cases of parts, {len(parts)} parts": not cases[0] == len(parts) == count * MEMBERS,
        "not every joint case came to its end": not settled,
        f"parts: {dict(states)}": states != {"granted": count * MEMBERS},
        f"{dead[0]} deliveries are dead": bool(dead[0]),
        f"audit verify: {audit.stdout}{audit.stderr}": bool(audit.returncode),
    }
    faults = [text for text, is_so in wrong.items() if is_so]
    for fault in faults:
        print(fault)
    return Drill(
        "joint", len(granted) + sum(words[0] == "summed" for words in told), len(lost), len(doubled),
        {
            "applications": count, "members": MEMBERS, "kills": dict(Counter(kills)),
            "seconds": round(seconds, 1), "acknowledged": dict(Counter(words[0] for words in told)),
            "audit": "clean" if audit.returncode == 0 else "not clean",
        },
        intact=not faults,
    )  # fmt: skip


def _lines(file: Path) -> list[str]:
    """Return whole lines: one that a kill cut off was never answered."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    return [line for line in text.split("\n")[:-1] if line]
