"""The gateway as real processes: they share a port, are replaced, and go with their parent."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from bench.instance import children, free_port


def gateway(home: Path, port: int) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "onewindow", "gateway", "--port", str(port), "--workers", "2"]
    told = {"ONEWINDOW_HOME": str(home), "DATABASE_URL": "postgres://none/none"}
    return subprocess.Popen(command, env={**os.environ, **told}, stdout=subprocess.DEVNULL)


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


def others(pid: int, than: set[int]) -> set[int]:
    """Wait until two processes serve that are not all the same as before; return them."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        found = set(children(pid))
        if len(found) == 2 and found != than:
            return found
        time.sleep(0.1)
    return set()


def test_a_killed_process_is_replaced_and_all_end_with_their_parent(tmp_path: Path) -> None:
    port = free_port()
    with gateway(tmp_path, port) as parent:
        try:
            assert until(True, port)
            before = others(parent.pid, set())
            killed = min(before)
            os.kill(killed, signal.SIGKILL)
            after = others(parent.pid, before)
            assert before - after == {killed}
            assert until(True, port)
        finally:
            parent.send_signal(signal.SIGKILL)
    assert until(False, port)


def test_a_stop_is_quick_and_clean(tmp_path: Path) -> None:
    port = free_port()
    with gateway(tmp_path, port) as parent:
        try:
            assert until(True, port)
            parent.terminate()
            assert parent.wait(20) == 0
        finally:
            parent.kill()
    assert not healthy(port)
