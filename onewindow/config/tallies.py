"""Counts of answered requests, shared by the web processes of a node through one small file each.

A process adds only to its own mapped file, so no lock between processes is needed; a reader sums all files.
The files of ended processes stay until the next start, so that a counter never falls while the node runs.
"""

import mmap
import os
import struct
import threading
import time
from pathlib import Path

from django.conf import settings

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
FIRST, LAST = 100, 600
STATUSES = LAST - FIRST
SIZE = (STATUSES + len(BUCKETS) + 2) * 8
_lock = threading.Lock()
_mine: dict[int, mmap.mmap] = {}


def folder() -> Path:
    """Return where the files of this node's processes are."""
    return Path(settings.HOME) / "metrics"


def count(status: int, seconds: float) -> None:
    """Count one answered request."""
    with _lock:
        page = _mine.get(os.getpid()) or _open()
        _add(page, min(max(status, FIRST), LAST - 1) - FIRST, 1)
        for place, bound in enumerate(BUCKETS):
            if seconds <= bound:
                _add(page, STATUSES + place, 1)
        _add(page, STATUSES + len(BUCKETS), 1)
        _add(page, STATUSES + len(BUCKETS) + 1, int(seconds * 1_000_000))


def _open() -> mmap.mmap:
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder() / f"{os.getpid()}-{time.time_ns()}"
    path.write_bytes(bytes(SIZE))
    with path.open("r+b") as file:
        _mine[os.getpid()] = mmap.mmap(file.fileno(), SIZE)
    return _mine[os.getpid()]


def _add(page: mmap.mmap, place: int, amount: int) -> None:
    (value,) = struct.unpack_from("<Q", page, place * 8)
    struct.pack_into("<Q", page, place * 8, value + amount)


def totals() -> list[int]:
    """Return the sums over all processes of this node: statuses, buckets, number, microseconds."""
    sums = [0] * (SIZE // 8)
    for path in folder().glob("*"):
        data = path.read_bytes()
        if len(data) == SIZE:
            sums = [a + b for a, b in zip(sums, struct.unpack(f"<{SIZE // 8}Q", data), strict=True)]
    return sums


def exposition() -> list[str]:
    """Return the counts as lines of the Prometheus text format."""
    sums = totals()
    number, micros = sums[STATUSES + len(BUCKETS) :]
    name = "onewindow_request_seconds"
    return [
        "# TYPE onewindow_requests_total counter",
        *(
            f'onewindow_requests_total{{status="{FIRST + i}"}} {n}'
            for i, n in enumerate(sums[:STATUSES])
            if n
        ),
        f"# TYPE {name} histogram",
        *(f'{name}_bucket{{le="{bound}"}} {sums[STATUSES + i]}' for i, bound in enumerate(BUCKETS)),
        f'{name}_bucket{{le="+Inf"}} {number}',
        f"{name}_sum {micros / 1_000_000:.6f}",
        f"{name}_count {number}",
    ]
