"""kill -9 of any part heals by itself, and what was there is there."""

import time
from pathlib import Path

import psycopg
import pytest

from bench.drills.crash import strike
from bench.instance import Instance, instance


def regions(it: Instance) -> int:
    with psycopg.connect(it.database_url.replace("postgres://", "postgresql://")) as connection:
        row = connection.execute("SELECT count(*) FROM government_region").fetchone()
    assert row is not None
    return row[0]


def alive(pid: int) -> bool:
    """Say whether a process runs; one that ended and waits to be reaped does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def settled(it: Instance, part: str, number: int) -> list[int]:
    """Return a part's processes once there are as many as before, or after ten seconds."""
    deadline = time.monotonic() + 10
    while len(it.pids(part)) != number and time.monotonic() < deadline:
        time.sleep(0.05)
    return it.pids(part)


def said(it: Instance, text: str) -> bool:
    """Tell whether the supervisor says something within ten seconds: it answers a moment before it speaks."""
    deadline = time.monotonic() + 10
    while text not in it.log() and time.monotonic() < deadline:
        time.sleep(0.05)
    return text in it.log()


@pytest.mark.parametrize("part", ["web", "worker", "simulate", "postgres", "supervisor"])
def test_a_killed_part_comes_back(running: Instance, part: str) -> None:
    before = running.pids(part)
    if not before:
        pytest.skip(f"no {part} in this product yet")
    assert strike(running, part) < 60  # tells a hang from a slow machine
    after = settled(running, part, len(before))
    assert len(after) == len(before)
    assert set(after) != set(before)
    assert regions(running) == 18091


def test_children_die_with_the_supervisor_and_the_database_is_adopted(running: Instance) -> None:
    web, postgres = running.pids("web"), running.pids("postgres")
    family = [*web, *running.pids("worker"), *running.pids("simulate")]
    running.kill("supervisor")
    deadline = time.monotonic() + 3
    while any(map(alive, family)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in family if alive(pid)] == []
    running.start()
    assert running.pids("postgres") == postgres
    assert not set(running.pids("web")) & set(web)


def test_stop_is_clean_and_quick_and_the_second_start_finds_its_data() -> None:
    with instance() as it:
        began = time.monotonic()
        assert it.stop() == 0
        assert time.monotonic() - began < 5
        assert it.pids("postgres") == []
        began = time.monotonic()
        it.start()
        assert time.monotonic() - began < 60  # a hang, not a slow machine
        assert regions(it) == 18091
        assert "changed" not in it.log().rpartition("正在停止")[2]


def test_a_cold_start_prepares_everything_and_answers() -> None:
    with instance(ready_made=False) as it:
        assert it.health()["status"] == "ok"
        assert regions(it) == 18091
        assert said(it, f"demo password   {it.password}")
        assert (it.home / "demo-password").stat().st_mode & 0o777 == 0o600
        assert (it.home / "keys" / "pgpass").stat().st_mode & 0o777 == 0o600
