"""CPU seconds by part of an instance, so that a rate can be taken apart."""

import contextlib
import os
from pathlib import Path

from bench.instance import Instance, children

PARTS = ("web", "simulate", "worker", "postgres")
_TICKS = os.sysconf("SC_CLK_TCK")


def seconds(it: Instance) -> dict[str, float]:
    """Return the CPU seconds each part has used so far, its ended children included."""
    return {part: sum(map(_of_process, _family(it, part))) for part in PARTS}


def per_operation(before: dict[str, float], after: dict[str, float], operations: int) -> dict[str, float]:
    """Return milliseconds of CPU per operation by part."""
    return {part: (after[part] - before[part]) * 1000 / operations for part in before}


def _family(it: Instance, part: str) -> list[int]:
    found = it.pids(part)
    return [*found, *(child for pid in found for child in children(pid))] if part == "postgres" else found


def _of_process(pid: int) -> float:
    with contextlib.suppress(OSError):
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(ticks) for ticks in told[11:15]) / _TICKS
    return 0.0
