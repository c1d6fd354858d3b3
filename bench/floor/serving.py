"""Runs the two floors: the bare view under granian, and pgbench; every row they answer for is counted."""

import contextlib
import itertools
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.client import Answer, load
from bench.floor import sample
from bench.instance import ROOT, Instance, free_port
from bench.ledger import connected
from onewindow.config.postgres import binaries
from onewindow.config.postgres.account import account_for
from onewindow.config.postgres.layout import DATABASE, PORT, ROLE

THREADS = 3


BARE = b"POST /submit/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True)
class Floor:
    """The rows of one submit, ready to be written by a bare view and by pgbench."""

    it: Instance
    tables: list[sample.Table]
    port: int
    script: Path

    def view(self, *, clients: int, seconds: float) -> float:
        """Return the answers a second of the bare view."""
        done = load(self.port, itertools.repeat(BARE), clients=clients, seconds=seconds, good=_is_done)
        self._check(len(done.answers))
        return done.rate

    def pgbench(self, *, clients: int, seconds: float) -> float:
        """Return the transactions a second of the script, statements prepared."""
        at = self.it.cluster.at
        program = binaries.find(at.base, account_for(at.data)).program("pgbench")
        done = subprocess.run(
            [
                program, "-n", "-M", "prepared", "-c", str(clients), "-j", "2", "-T", str(round(seconds)),
                "-f", str(self.script), "-h", str(at.socket), "-p", str(PORT), "-U", ROLE, DATABASE,
            ],
            env={"PGPASSFILE": str(at.passfile)}, capture_output=True, text=True, check=False,
        )  # fmt: skip
        rate = re.search(r"tps = ([\d.]+)", done.stdout)
        count = re.search(r"actually processed: (\d+)", done.stdout)
        if done.returncode or rate is None or count is None:
            raise RuntimeError(f"pgbench: {done.stdout[-500:]}{done.stderr[-1500:]}")
        self._check(int(count[1]))
        return float(rate[1])

    def _check(self, times: int) -> None:
        """Raise unless each table holds its rows as often as was answered; then empty the tables."""
        with connected(self.it) as connection:
            found = sample.counts(connection)
            sample.empty(connection)
        if not times or found != {table.name: times * len(table.rows) for table in self.tables}:
            raise RuntimeError(f"the floor answered {times} times and holds {found}")


@contextlib.contextmanager
def floor(it: Instance, number: str, workers: int) -> Iterator[Floor]:
    """Lay the tables out, take the rows of one case, serve the bare view as `onewindow serve` would."""
    with connected(it) as connection:
        tables = sample.take(connection, number)
        sample.plant(connection)
    rows, script = it.home / "floor.json", it.home / "floor.sql"
    told = [(t.name, [c.name for c in t.columns], t.rows) for t in tables]
    rows.write_text(json.dumps({"keys": sample.keys(tables), "tables": told}))
    script.write_text(script_of(tables))
    with served(it, "view", workers, FLOOR_SAMPLE=str(rows)) as port:
        yield Floor(it, tables, port, script)


@contextlib.contextmanager
def served(it: Instance, view: str, workers: int, **settings: str) -> Iterator[int]:
    """Serve a module of this package on the instance's database as `onewindow serve` would; give its port."""
    port = free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(THREADS), "--no-ws", "--log-level", "warning",
        f"bench.floor.{view}:application",
    ]  # fmt: skip
    environment = it.environment | {"DATABASE_URL": it.database_url} | settings
    with (it.home / "floor.log").open("ab") as log:
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log)
    try:
        _await(port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _is_done(answer: Answer) -> bool:
    return answer.status == 302


def script_of(tables: list[sample.Table]) -> str:
    """Return a pgbench script: the same inserts in one transaction, keys made from a random number."""
    keys = {old: (at, kind) for at, (old, kind) in enumerate(sample.keys(tables).items())}
    lines = [r"\set k random(1, 9000000000000000000)", "BEGIN;"]
    for table in tables:
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        rows = ",\n".join(
            "(" + ", ".join(_cell(text, c, keys) for c, text in zip(table.columns, row, strict=True)) + ")"
            for row in table.rows
        )
        lines.append(f"INSERT INTO {sample.SCHEMA}.{table.name} ({names}) VALUES {rows};")
    return "\n".join([*lines, "COMMIT;\n"])


def _cell(text: str | None, column: sample.Column, keys: dict[str, tuple[int, str]]) -> str:
    if text is None:
        return "NULL"
    if text not in keys:
        return f"{_quoted(text)}::{column.type}"
    at, kind = keys[text]
    made = f"md5((:k)::text || '-{at}')"
    made = f"{made}::uuid" if kind == "uuid" else f"left(repeat({made}, 3), {len(text)})"
    return f"({made})::{column.type}"


def _quoted(text: str) -> str:
    """Return a literal without a colon, which pgbench would take for a variable."""
    return "E'" + text.replace("\\", "\\\\").replace("'", "''").replace(":", "\\072") + "'"


def _await(port: int, seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
