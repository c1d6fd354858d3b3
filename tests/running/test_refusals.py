"""What is wrong is said in one sentence, with an exit code that is not 0 and no traceback."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.instance import ROOT, Instance, free_port, instance, remove, scratch_environment


@pytest.fixture
def cold() -> Iterator[Instance]:
    """A scratch home that was not started."""
    with instance(ready_made=False, start=False) as it:
        yield it


def said(it: Instance, *words: str) -> str:
    done = it.run(*(words or ("serve",)))
    assert done.returncode not in {0, None}
    assert "Traceback" not in done.stderr + done.stdout
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr


def test_port_taken(cold: Instance) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", cold.port))
        other.listen()
        assert f"Port {cold.port} on 127.0.0.1 is taken" in said(cold)


def test_database_not_reachable(cold: Instance) -> None:
    cold.environment["DATABASE_URL"] = f"postgres://nobody@127.0.0.1:{free_port()}/none"
    assert "The database cannot be reached" in said(cold)
    assert "The database cannot be reached" in said(cold, "migrate")


def test_database_url_of_another_kind(cold: Instance) -> None:
    cold.environment["DATABASE_URL"] = "mysql://root@localhost/x"
    assert "DATABASE_URL must begin with postgres://" in said(cold)
    assert "DATABASE_URL must begin with postgres://" in said(cold, "migrate")


def test_port_that_is_no_number(cold: Instance) -> None:
    cold.environment["PORT"] = "eighty"
    assert "PORT must be a whole number" in said(cold)


def test_home_is_a_file(cold: Instance) -> None:
    (cold.home / "file").touch()
    cold.environment["ONEWINDOW_HOME"] = str(cold.home / "file")
    assert "is not a folder" in said(cold)


def test_no_postgresql_programs(cold: Instance) -> None:
    cold.environment["ONEWINDOW_PG_BIN"] = "/nowhere"
    assert "No working PostgreSQL 15+ was found" in said(cold)


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of 8 MB."""
    place = Path("/tmp") / f"ow-small-{os.getpid()}"
    place.mkdir()
    mounted = os.geteuid() == 0 and shutil.which("mount") is not None
    mounted = (
        mounted
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=8m,mode=755", "tmpfs", str(place)],
            capture_output=True,
            check=False,
        ).returncode
    )
    try:
        if not mounted:
            pytest.skip("a small file system can be mounted by root only")
        yield place
    finally:
        if mounted:
            subprocess.run(["umount", "-l", str(place)], check=False)
        place.rmdir()


def test_disk_full_before_the_start(small_disk: Path) -> None:
    it = Instance(small_disk, port := free_port(), scratch_environment(small_disk, port))
    assert "is full" in said(it)


def test_disk_full_while_the_database_is_made(small_disk: Path) -> None:
    it = Instance(small_disk, port := free_port(), scratch_environment(small_disk, port))
    try:
        assert "is full" in said(it, "migrate")
    finally:
        it.cluster.stop()
        remove(small_disk / "postgres")


def old_python() -> str | None:
    names = [
        *Path.home().glob(".pyenv/versions/3.[6-9].*/bin/python3"),
        *Path("/usr/bin").glob("python3.[6-9]"),
    ]
    return next((str(p) for p in names if p.exists()), None)


def test_python_too_old() -> None:
    old = old_python()
    if old is None:
        pytest.skip("no Python older than 3.11 is installed here")
    done = subprocess.run(
        [old, "tools/setup.py"], cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"ONEWINDOW_ONLY_THIS_PYTHON": "1", "PYTHONPATH": "", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 1
    assert "OneWindow needs Python 3.11 or newer; this is 3." in done.stderr
    assert "Traceback" not in done.stderr


def test_a_second_start_on_the_same_home_is_refused(running: Instance) -> None:
    again = Instance(running.home, free_port(), running.environment | {"PORT": str(free_port())})
    assert "already runs" in said(again)


def test_help_of_every_command_needs_nothing() -> None:
    environment = os.environ | {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}
    for words in (
        ["--help"],
        ["serve", "--help"],
        ["migrate", "--help"],
        ["bench", "--help"],
        ["demo", "--help"],
    ):
        done = subprocess.run(
            [sys.executable, "-m", "onewindow", *words],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, (words, done.stderr)
