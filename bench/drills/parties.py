"""The processes outside the product that a drill kills with it, and the killing itself."""

import random
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from bench.drills.crash import strike
from bench.instance import Instance

Process = subprocess.Popen[bytes]
OUTSIDE = frozenset({"crowd", "hands"})
"""What drills call their parties among the parts."""


@dataclass
class Parties:
    """Processes by their share of the work; a killed one is started anew and goes on from its journals."""

    shares: int
    begin: Callable[[int], Process]
    running: dict[int, Process] = field(default_factory=dict)

    def tend(self) -> bool:
        """Start what is not running and has not finished; tell whether any still has something to do."""
        for share in range(self.shares):
            process = self.running.get(share)
            if process is None or process.poll() not in {None, 0}:
                self.running[share] = self.begin(share)
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


def work_and_break(
    it: Instance,
    parties: Parties,
    parts: Sequence[str],
    *,
    at_least: int,
    pause: tuple[float, float],
    rest: float,
    far: Callable[[], str] | None = None,
) -> list[str]:
    """Let the parties work to their end while parts are killed, each once, then at random; return which.

    `pause` is between kills, `rest` is added once `at_least` were made, in seconds; `far` tells how far the
    work is, printed with each kill.
    """
    kills: list[str] = []
    try:
        while parties.tend() or len(kills) < at_least:
            part = parts[len(kills)] if len(kills) < len(parts) else random.choice(parts)
            time.sleep(random.uniform(*pause))
            print(f"kill -9 {part}{f' · {far()}' if far else ''}", flush=True)
            parties.kill() if part in OUTSIDE else strike(it, part)
            kills.append(part)
            if len(kills) > at_least:
                time.sleep(rest)
    finally:
        parties.stop()
    return kills
