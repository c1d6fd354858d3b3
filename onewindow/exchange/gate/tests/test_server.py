"""The gateway as real processes: they answer, share a port, and go when the one that started them is killed."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.instance import free_port


def healthy(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/exchange/healthz", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, OSError):
        return False


def until(told: bool, port: int) -> bool:
    """Wait until the gateway answers, or no longer does."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if healthy(port) is told:
            return True
        time.sleep(0.2)
    return False


def test_processes_end_with_the_one_that_started_them(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "onewindow", "gateway", "--port", str(port), "--workers", "2"]
    told = {"ONEWINDOW_HOME": str(tmp_path), "DATABASE_URL": "postgres://none/none"}
    with subprocess.Popen(command, env={**os.environ, **told}, stdout=subprocess.DEVNULL) as first:
        try:
            assert until(True, port)
        finally:
            first.send_signal(signal.SIGKILL)
    assert until(False, port)
