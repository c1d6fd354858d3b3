"""Kills parts of a working product at random and counts: all that was acknowledged is stored, once.

A workload does one acknowledged operation through HTTP at a time and can count what is stored; the default is
`bench.workloads.submit.Submissions`.
"""

import contextlib
import importlib
import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from typing import Protocol

from bench.instance import Instance, instance
from bench.result import Drill

PARTS = ("web", "worker", "postgres", "supervisor")
WANTED, MOST_KILLS = 1_000, 500


class Workload(Protocol):
    """What a drill does and how it counts."""

    def prepare(self, it: Instance) -> None:
        """Make what the operations need, before anything is broken."""

    def operate(self, it: Instance, thread: int, number: int) -> str | None:
        """Do one operation; return its key once it was acknowledged, None when it was not."""

    def stored(self, it: Instance) -> Counter[str]:
        """Return every stored operation's key and how often it is stored."""

    def faults(self, it: Instance) -> list[str]:
        """Return a sentence for everything else that is not as it should be, acknowledged or not."""


@dataclass
class Load:
    """Threads that operate without pause and write down what was acknowledged."""

    it: Instance
    workload: Workload
    threads: int = 4
    acknowledged: list[str] = field(default_factory=list)
    failed: int = 0
    _end: threading.Event = field(default_factory=threading.Event)
    _running: list[threading.Thread] = field(default_factory=list)

    def start(self) -> None:
        """Start all threads."""
        self._running = [threading.Thread(target=self._work, args=(n,)) for n in range(self.threads)]
        for each in self._running:
            each.start()

    def stop(self) -> None:
        """End all threads and wait for them."""
        self._end.set()
        for each in self._running:
            each.join()

    def _work(self, thread: int) -> None:
        number = 0
        while not self._end.is_set():
            number += 1
            key = None
            with contextlib.suppress(OSError, HTTPException):
                key = self.workload.operate(self.it, thread, number)
            if key is None:
                self.failed += 1
                time.sleep(0.05)
            else:
                self.acknowledged.append(key)


def run(
    *, quick: bool, workload: Callable[[], Workload] | None = None, parts: tuple[str, ...] = PARTS
) -> Drill:
    """Break every part in turn under load, in full by chance until enough was acknowledged; then compare."""
    if workload is None:
        submissions = importlib.import_module("bench.workloads.submit").Submissions
        workload = submissions if quick else partial(submissions, WANTED)
    rounds: list[str] = []
    with instance() as it:
        work = workload()
        work.prepare(it)
        load = Load(it, work)
        load.start()
        back = []
        try:
            while len(rounds) < len(parts) or not (quick or len(load.acknowledged) >= WANTED):
                if len(rounds) >= MOST_KILLS:
                    raise RuntimeError(f"only {len(load.acknowledged)} acknowledged after {MOST_KILLS} kills")
                part = parts[len(rounds)] if len(rounds) < len(parts) else random.choice(parts)
                rounds.append(part)
                time.sleep(random.uniform(0.5, 1.5))
                print(f"kill -9 {part} after {len(load.acknowledged)} acknowledged", flush=True)
                back.append(strike(it, part))
            time.sleep(1.0)
        finally:
            load.stop()
        it.await_ready()
        stored = work.stored(it)
        audit = it.run("audit", "verify")
        done = len(load.acknowledged)
        lost = [key for key in load.acknowledged if not stored[key]]
        doubled = [key for key, times in stored.items() if times > 1]
        faults = work.faults(it)
        if audit.returncode:
            faults.append(f"audit verify: {audit.stdout}{audit.stderr}")
        for fault in faults:
            print(fault)
        return Drill(
            "crash", done, len(lost), len(doubled),
            {
                "kills": rounds if quick else dict(Counter(rounds)), "unacknowledged": load.failed,
                "slowest_recovery_s": round(max(back), 2), "stored": stored.total(),
                "audit": "clean" if audit.returncode == 0 else "not clean",
            },
            intact=not faults,
        )  # fmt: skip


def strike(it: Instance, part: str) -> float:
    """Kill one process of a part with SIGKILL; return the seconds until all answers again."""
    begun = time.monotonic()
    if not it.pids(part):
        return 0.0
    it.kill(part)
    if part == "supervisor":
        it.start()
    else:
        time.sleep(0.2)
        it.await_ready()
    return time.monotonic() - begun
