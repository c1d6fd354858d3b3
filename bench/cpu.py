"""CPU seconds: of an instance by its parts, or of this process and the server process that works for it."""

import contextlib
import os
import time
from collections.abc import Iterable
from pathlib import Path

from bench.instance import Instance, children

PARTS = ("web", "simulate", "worker", "postgres")
TICKS = os.sysconf("SC_CLK_TCK")


def seconds(it: Instance, parts: Iterable[str] = PARTS) -> dict[str, float]:
    """Return the CPU seconds each part has used so far, its ended children included."""
    return {part: sum(map(of_process, _family(it, part))) for part in parts}


def per_operation(before: dict[str, float], after: dict[str, float], operations: int) -> dict[str, float]:
    """Return milliseconds of CPU per operation by part."""
    return {part: (after[part] - before[part]) * 1000 / operations for part in before}


def _family(it: Instance, part: str) -> list[int]:
    found = it.pids(part)
    return [*found, *(child for pid in found for child in children(pid))] if part == "postgres" else found


def of_process(pid: int) -> float:
    """Return the CPU seconds of a process and its ended children; 0 when it is gone."""
    with contextlib.suppress(OSError):
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(int(ticks) for ticks in told[11:15]) / TICKS
    return 0.0


def spent() -> tuple[float, float]:
    """Return the CPU seconds of this process and of its server process on this machine, so far."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time(), sum(int(ticks) for ticks in told[11:13]) / TICKS
