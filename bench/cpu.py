"""CPU seconds spent by this process and by the server process that works for it."""

import os
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def spent() -> tuple[float, float]:
    """Return the CPU seconds of this process and of its server process on this machine, so far."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return time.process_time(), sum(int(ticks) for ticks in told[11:13]) / TICKS
