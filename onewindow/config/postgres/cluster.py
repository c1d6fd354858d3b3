"""One embedded server: created, started, adopted when it already runs, stopped fast, never left half-way."""

import contextlib
import fcntl
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from onewindow.config.postgres import binaries, creation, parameters
from onewindow.config.postgres.account import Account, account_for
from onewindow.config.postgres.layout import DATABASE, PORT, ROLE, SUPERUSER, Layout, layout
from onewindow.config.trouble import Trouble, disk_full

RECOVERY_SECONDS = 300.0
RETRY_SECONDS = 15.0
FAST_STOP_SECONDS = 3.0


@dataclass(frozen=True)
class Cluster:
    """The embedded server of one home."""

    home: Path
    at: Layout

    @classmethod
    def under(cls, home: Path) -> "Cluster":
        """Return the server that belongs to a home; nothing is created or started yet."""
        return cls(home, layout(home))

    @property
    def url(self) -> str:
        """Return the DATABASE_URL of this server; the password stays in the file it names."""
        return self._url(ROLE)

    @property
    def administrator_url(self) -> str:
        """Return the URL as the server's administrator: for tests that alter what the product never may."""
        return self._url(SUPERUSER)

    def _url(self, role: str) -> str:
        return f"postgres://{role}@/{DATABASE}?host={self.at.socket}&port={PORT}&passfile={self.at.passfile}"

    def pid(self) -> int | None:
        """Return the process id of our running postmaster, or None."""
        try:
            pid = int((self.at.data / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None
        return pid if is_ours(pid, self.at.data) else None

    def start(self) -> int:
        """Return the pid of a server that answers: adopted, restarted after a crash, or newly created."""
        with self._exclusive("start"):
            account = account_for(self.at.data)
            found = creation.ensure(self.home, self.at, account)
            deadline = time.monotonic() + RETRY_SECONDS
            while True:
                pid = self.pid() or self._launch(found, account)
                failure = self._await(pid)
                if failure is None:
                    creation.ensure_database(self.at)
                    return pid
                if "No space left on device" in failure:
                    raise Trouble(disk_full(str(self.at.base)))
                if not _passing(failure) or time.monotonic() > deadline:
                    raise Trouble(_no_start(failure, self.at.log))
                time.sleep(0.3)

    def stop(self, seconds: float = FAST_STOP_SECONDS) -> None:
        """Stop the server: fast, and at once (recovery at the next start) when that takes too long."""
        for sign, patience in ((signal.SIGINT, seconds), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 1.0)):
            pid = self.pid()
            if pid is None:
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
            _wait_gone(pid, patience)

    @contextlib.contextmanager
    def for_the_duration(self) -> Iterator[None]:
        """Hold the server up for the block; the last of several users stops it."""
        (self.home / "log").mkdir(mode=0o711, parents=True, exist_ok=True)
        with (self.home / "log" / "postgres.users").open("a") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            self.start()
            try:
                yield
            finally:
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()

    @contextlib.contextmanager
    def _exclusive(self, name: str) -> Iterator[None]:
        (self.home / "log").mkdir(mode=0o711, parents=True, exist_ok=True)
        with (self.home / "log" / f"postgres.{name}").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _launch(self, found: binaries.Binaries, account: Account) -> int:
        if (self.at.data / "postmaster.pid").exists() and self.pid() is None:
            (self.at.data / "postmaster.pid").unlink()
        if self.at.log.exists() and self.at.log.stat().st_size > 10_000_000:
            self.at.log.replace(self.at.log.with_suffix(".log.1"))
        with self.at.log.open("ab") as log:
            process = subprocess.Popen(
                [found.program("postgres"), "-D", str(self.at.data), *parameters.of(self.at)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.at.base, start_new_session=True,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "TZ": "UTC"}, **account.switch,
            )  # fmt: skip
        reaped.append(process)
        return process.pid

    def _await(self, pid: int) -> str | None:
        """Wait until the server answers; return None, or its last words when it has ended."""
        deadline = time.monotonic() + RECOVERY_SECONDS
        while time.monotonic() < deadline:
            try:
                with creation.superuser(self.at):
                    return None
            except psycopg.OperationalError as error:
                if not alive(pid):
                    return _last_words(self.at.log) or str(error)
                if "password authentication failed" in str(error):
                    return str(error)
            time.sleep(0.03)
        return "it did not answer in time"


reaped: list["subprocess.Popen[bytes]"] = []


def alive(pid: int) -> bool:
    """Say whether a process runs; reap it first if it was our own child."""
    for child in [each for each in reaped if each.poll() is not None]:
        reaped.remove(child)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def is_ours(pid: int, data: Path) -> bool:
    """Say whether this process is the postmaster of this data folder, not a stranger with its old number."""
    if not alive(pid):
        return False
    if not Path("/proc/self").exists():
        return True
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    except OSError:
        return False


def _wait_gone(pid: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)


def _passing(words: str) -> bool:
    return "shared memory block" in words or "lock file" in words or "ended" in words


def _last_words(log: Path) -> str:
    """Return the last FATAL or PANIC line of the log's tail."""
    try:
        lines = log.read_bytes()[-4000:].decode(errors="replace").splitlines()
    except OSError:
        return ""
    loud = [line for line in lines if "FATAL" in line or "PANIC" in line]
    return " ".join(loud[-1:]) or " ".join(lines[-1:])


def _no_start(words: str, log: Path) -> str:
    return (
        f"内置数据库没有启动，详见 {log}。"
        f"The embedded database did not start, see {log} ({words.strip().splitlines()[-1].strip()})."
    )
