"""Keeps children running: respawn with a growing pause, a guarded database, a clean and quick stop of all."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from onewindow.config import processes
from onewindow.config.postgres.cluster import Cluster
from onewindow.config.trouble import Trouble

TICK_SECONDS = 0.1
FIRST_PAUSE, LONGEST_PAUSE, STEADY_SECONDS = 0.2, 10.0, 30.0
STOP_SECONDS = 2.5
LARGEST_LOG = 50_000_000
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(Exception):
    """A signal asked for the end before the children were up."""


@dataclass
class Child:
    """One program to keep running, and what is known of its present process."""

    name: str
    command: list[str]
    environment: dict[str, str]
    log: Path
    process: "subprocess.Popen[bytes] | None" = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    again: float = field(default=0.0)

    def spawn(self) -> None:
        """Start the process in a session of its own; it dies when we die."""
        me = os.getpid()
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command, env=self.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                start_new_session=True, preexec_fn=lambda: processes.die_with(me),  # noqa: PLW1509  there is one thread
            )  # fmt: skip
        self.started, self.again = time.monotonic(), 0.0

    def signal(self, sign: signal.Signals) -> None:
        """Send a signal to the process and what it started."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, sign)

    def ended(self) -> bool:
        """Say whether the process has ended."""
        return self.process is None or self.process.poll() is not None


class Supervisor:
    """Runs children until told to stop."""

    def __init__(self) -> None:
        self.children: list[Child] = []
        self.cluster: Cluster | None = None
        self.asked = 0
        self._database_pause = FIRST_PAUSE
        self._looked = 0.0

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        """Take the stop signals for the block, and stop all children at its end."""
        before = {sign: signal.signal(sign, self._ask) for sign in SIGNALS}
        try:
            yield
        finally:
            self.stop()
            for sign, handler in before.items():
                signal.signal(sign, handler)

    def guard(self, cluster: Cluster) -> None:
        """Restart this database server whenever it ends."""
        self.cluster = cluster

    def start(self, child: Child) -> None:
        """Start a child and keep it running from now on."""
        child.spawn()
        self.children.append(child)

    def check(self) -> None:
        """Raise `Stopped` when a signal asked for the end."""
        if self.asked:
            raise Stopped

    def watch(self) -> int:
        """Keep everything running until a signal; then stop the children and return 0."""
        while not self.asked:
            self.once()
            time.sleep(TICK_SECONDS)
        print("\n正在停止…… Stopping …", flush=True)
        self.stop()
        return 0

    def once(self) -> None:
        """Look once at everything; respawn what has ended and whose pause is over."""
        self.check()
        now = time.monotonic()
        if self.cluster is not None and now >= self._looked:
            self._looked = now + 2 * TICK_SECONDS
            self._tend_database(self.cluster)
        for child in self.children:
            if child.ended():
                self._tend(child, now)
            elif child.log.stat().st_size > LARGEST_LOG:
                shutil.copyfile(child.log, child.log.with_suffix(".log.1"))
                os.truncate(child.log, 0)

    def _tend(self, child: Child, now: float) -> None:
        if not child.again:
            child.signal(signal.SIGKILL)
            child.pause = FIRST_PAUSE if now - child.started > STEADY_SECONDS else child.pause
            code = child.process.returncode if child.process else None
            child.again = now + child.pause
            self.say(
                f"{child.name} 已退出（{code}），{child.pause:.1f} 秒后重启。"
                f"{child.name} ended ({code}); again in {child.pause:.1f} s, see {child.log}"
            )
            child.pause = min(child.pause * 2, LONGEST_PAUSE)
        elif now >= child.again:
            child.spawn()

    def _tend_database(self, cluster: Cluster) -> None:
        if cluster.pid() is not None:
            return
        self.say("数据库已退出，正在重启。The database ended; starting it again.")
        try:
            cluster.start()
            self._database_pause = FIRST_PAUSE
        except Trouble as trouble:
            self.say(str(trouble))
            self._looked = time.monotonic() + self._database_pause
            self._database_pause = min(self._database_pause * 2, LONGEST_PAUSE)

    def stop(self) -> None:
        """Ask all children to end, and end those that do not within the limit."""
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.signal(signal.SIGTERM)
        while time.monotonic() < deadline and not all(child.ended() for child in self.children):
            time.sleep(0.02)
        for child in self.children:
            child.signal(signal.SIGKILL)
            if child.process is not None:
                child.process.wait()
        self.children.clear()

    def say(self, text: str) -> None:
        """Print one line about what happened, with the time."""
        print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)

    def _ask(self, number: int, frame: object) -> None:
        self.asked += 1
