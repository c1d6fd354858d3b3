"""A whole scratch OneWindow on a free port and a home of its own, for benchmarks, drills and journeys."""

import contextlib
import hashlib
import json
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onewindow.config.postgres.cluster import Cluster
from onewindow.config.postgres.layout import layout

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS, STOP_SECONDS = 300.0, 8.0
KEPT_TEMPLATES = 2


@dataclass
class Instance:
    """One scratch product: where it answers, where it lives, how to break it."""

    home: Path
    port: int
    environment: dict[str, str]
    process: "subprocess.Popen[bytes] | None" = None
    output: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return the address without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def password(self) -> str:
        """Return the password of every demonstration account."""
        return (self.home / "demo-password").read_text().strip()

    def otp(self, username: str) -> str:
        """Return the one-time code a demonstration account would read now, from its app or as a message."""
        done = self.run("demo", "otp", username)
        if done.returncode:
            raise RuntimeError(f"no code for {username}: {done.stdout}{done.stderr}")
        return done.stdout.split()[-1]

    @property
    def cluster(self) -> Cluster:
        """Return the database server of this instance."""
        return Cluster.under(self.home)

    @property
    def database_url(self) -> str:
        """Return the DATABASE_URL of this instance."""
        return self.environment.get("DATABASE_URL") or self.cluster.url

    def start(self) -> None:
        """Start the product and return when it answers and its worker runs."""
        with (self.home / "serve.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "onewindow", "serve"], cwd=ROOT, env=self.environment, stdout=log,
                stderr=log, stdin=subprocess.DEVNULL, start_new_session=True,
            )  # fmt: skip
        self.await_ready()

    def await_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until /healthz says ok, worker included; raise with the log when it does not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if self.process is not None and self.process.poll() is not None:
                raise RuntimeError(f"the instance ended: {self.log()}")
            answer = self.health()
            if answer.get("status") == "ok" and (answer.get("worker") == "ok" or not self._has_worker()):
                return
            time.sleep(0.05)
        raise RuntimeError(f"the instance is not ready: {self.log()}")

    def health(self) -> dict[str, str]:
        """Return what /healthz answers, or nothing when it does not answer."""
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=3) as answer:
                return json.load(answer)
        except (urllib.error.URLError, OSError, ValueError):
            return {}

    def _has_worker(self) -> bool:
        prepared = self.home / "log" / "prepared.json"
        return prepared.exists() and "worker" in json.loads(prepared.read_text())["run"]

    def log(self) -> str:
        """Return the end of the supervisor's output."""
        return (self.home / "serve.log").read_text()[-3000:]

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Run one `onewindow` command on this instance."""
        return subprocess.run(
            [sys.executable, "-m", "onewindow", *words], cwd=ROOT, env=self.environment, capture_output=True,
            text=True, check=False,
        )  # fmt: skip

    def pids(self, part: str) -> list[int]:
        """Return the process ids of web (main and workers), worker, simulate, postgres or supervisor."""
        if part == "postgres":
            pid = self.cluster.pid()
            return [pid] if pid else []
        if self.process is None or self.process.poll() is not None:
            return []
        if part == "supervisor":
            return [self.process.pid]
        words = {"web": "onewindow.config.wsgi:application"}.get(part, f"-m onewindow {part}")
        mains = [p for p in children(self.process.pid) if words in _command(p)]
        return [pid for main in mains for pid in (main, *children(main))]

    def kill(self, part: str) -> int:
        """End one process of a part with SIGKILL, chosen by chance; return its id."""
        found = self.pids(part)
        if not found:
            raise RuntimeError(f"no {part} runs")
        chosen = random.choice(found)
        os.kill(chosen, signal.SIGKILL)
        if part == "supervisor" and self.process is not None:
            self.process.wait()
        return chosen

    def stop(self) -> int | None:
        """Stop everything cleanly; return the supervisor's exit code."""
        if self.process is None:
            return None
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(STOP_SECONDS)
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
        self.cluster.stop()
        return self.process.returncode


@contextlib.contextmanager
def instance(*, ready_made: bool = True, start: bool = True, **settings: str) -> Iterator[Instance]:
    """Give a running scratch instance with demonstration data, removed at the end.

    `ready_made` copies a prepared home, made once per state of migrations and data; `settings` are
    environment variables.
    """
    home = Path(tempfile.mkdtemp(prefix="ow-"))
    home.chmod(0o711)
    port = free_port()
    environment = scratch_environment(home, port) | settings
    made = Instance(home, port, environment)
    try:
        if ready_made:
            _copy(template(), home)
        if start:
            made.start()
        yield made
    finally:
        made.stop()
        remove(home)


def scratch_environment(home: Path, port: int) -> dict[str, str]:
    """Return an environment for a scratch product: its own home, port and database, nothing inherited."""
    gone = {"DATABASE_URL", "DATABASE_URL_FILE", "DJANGO_SETTINGS_MODULE", "ONEWINDOW_SUPERVISED"}
    kept = {key: value for key, value in os.environ.items() if key not in gone}
    path = os.pathsep.join([str(ROOT), *filter(None, [kept.get("PYTHONPATH")])])
    return kept | {"ONEWINDOW_HOME": str(home), "PORT": str(port), "PYTHONPATH": path}


def remove(home: Path) -> None:
    """Remove a scratch home, and its database where that lives elsewhere."""
    for folder in (layout(home).base, layout(home).socket, home):
        shutil.rmtree(folder, ignore_errors=True)


def template() -> Path:
    """Return a prepared home for the present migrations and data, made when it is missing."""
    shelf = Path(tempfile.gettempdir()) / f"onewindow-templates-{os.geteuid()}-{_mark()}"
    shelf.mkdir(mode=0o711, exist_ok=True)
    if shelf.stat().st_uid != os.geteuid():
        raise PermissionError(f"{shelf} belongs to another account")
    ready = shelf / _state()
    if ready.exists():
        os.utime(ready)
        return ready
    draft = Path(tempfile.mkdtemp(prefix=".draft-", dir=shelf))
    draft.chmod(0o711)
    made = Instance(draft, 0, scratch_environment(draft, 8000))
    done = made.run("prepare")
    if done.returncode:
        raise RuntimeError(f"a template could not be prepared: {done.stdout}{done.stderr}")
    with contextlib.suppress(OSError):
        draft.rename(ready)
    for old in sorted(shelf.glob("[!.]*"), key=lambda p: p.stat().st_mtime)[:-KEPT_TEMPLATES]:
        shutil.rmtree(old, ignore_errors=True)
    return ready


def _copy(source: Path, home: Path) -> None:
    if not layout(source).base.is_relative_to(source):
        return
    subprocess.run(["cp", "-a", f"{source}/.", str(home)], check=True)
    home.chmod(0o711)


def _mark() -> str:
    """Return what tells this checkout from others."""
    return hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]


def _state() -> str:
    """Return a digest over what a template depends on."""
    total = hashlib.sha256(sys.version.encode())
    package = ROOT / "onewindow"
    for file in sorted(p for p in package.rglob("*") if p.is_file() and p.suffix != ".pyc"):
        inside = str(file.relative_to(package))
        if "migrations" in inside or "/data/" in inside or "seed" in inside or "/config/postgres/" in inside:
            total.update(f"{inside} {file.stat().st_size} {file.stat().st_mtime_ns}\n".encode())
    return total.hexdigest()[:16]


def free_port() -> int:
    """Return a port that is free, as are those above it of the simulations and the gateway."""
    while True:
        port = random.randint(20000, 30000)
        if all(is_free(port + above) for above in (0, 100, 300, 400, 410, 420)):
            return port


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def children(pid: int) -> list[int]:
    """Return the processes a process started."""
    found = []
    for each in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError, ValueError):
            if int((each / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(each.name))
    return [p for p in found if "resource_tracker" not in _command(p)]


def _command(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    return ""
