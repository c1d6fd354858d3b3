"""Systems that are not ours, joined only by declaration: PostgreSQL, MariaDB, an SFTP folder."""

import asyncio
import select
import shutil
import socket
import socketserver
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import asyncssh
import psycopg
import pymysql
import pytest
from django.db import connection

from onewindow.exchange.feeds.models import Feed
from onewindow.exchange.feeds.running import declare_feed, run_feed
from onewindow.exchange.feeds.tests.conftest import REST
from onewindow.exchange.gate.models import Delivery
from onewindow.exchange.tests.factories import free_port
from onewindow.kernel.public import SYSTEM

HEAD = REST.partition("source:")[0]
MAP = """
map:
  case_number: row.bh
  accepted: row.zt = 1
  accept_time: row.sj + "+08:00"
  handler: if row.ry = "" then null else row.ry
  promise_day: "null"
codes: {}
"""
TABLE = (
    "bh varchar(20) PRIMARY KEY, zt int, sj {moment} NOT NULL, ry varchar(20) NOT NULL, secret varchar(20)"
)
ROWS = [
    (f"B{n}", 1 if n % 2 else 0, f"2026-03-02 09:00:0{n // 2}", "张𰻞" if n == 1 else "", "x")
    for n in range(5)
]
INSERT = "INSERT INTO slsj VALUES (%s, %s, %s, %s, %s)"


def walk_it_through(kind: str, source: dict[str, object], settings: Any, secret: str) -> None:
    """Declare the feed, read all in batches of two, read again, and see what arrived."""
    settings.EXCHANGE_HOSTS = f"127.0.0.1:{source['port']}"
    declare_feed(by=SYSTEM, text=f"{HEAD}source: { ({'type': kind} | source)!r}\n{MAP}", secret=secret)
    told = [run_feed("nn-accept") for _ in range(4)]
    assert [(run and (run.read, run.new)) for run in told] == [(2, 2), (2, 2), (1, 1), (0, 0)], (
        Feed.objects.get().cause
    )
    rows = Delivery.objects.order_by("ident")
    assert [row.ident for row in rows] == ["B0", "B1", "B2", "B3", "B4"]
    assert {row.state for row in rows} == {"pending"}
    assert '"张𰻞"' in rows[1].body
    assert '"2026-03-02T09:00:02+08:00"' in rows[4].body
    assert "secret" not in rows[0].body


DATABASE = {"table": "slsj", "columns": ["bh", "zt", "sj", "ry"], "cursor": "sj", "key": "bh"}


class _Forward(socketserver.BaseRequestHandler):
    """Hands bytes on to the socket of a PostgreSQL that listens on no network address."""

    server: "_Door"

    def handle(self) -> None:
        with socket.socket(socket.AF_UNIX) as inner:
            inner.connect(self.server.place)
            ends = {self.request: inner, inner: self.request}
            while True:
                for one in select.select(list(ends), [], [])[0]:
                    data = one.recv(65536)
                    if not data:
                        return
                    ends[one].sendall(data)


class _Door(socketserver.ThreadingTCPServer):
    daemon_threads = True
    place = ""


@pytest.fixture
def postgres() -> Iterator[dict[str, object]]:
    """A database of somebody else on a PostgreSQL server, with an account that may only read."""
    told = connection.get_connection_params()
    where = {name: told[name] for name in ("host", "port", "user", "password") if told.get(name)}
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS outside_party")
        server.execute("DROP ROLE IF EXISTS outside_reader")
        server.execute("CREATE ROLE outside_reader LOGIN PASSWORD 'secret'")
        server.execute("CREATE DATABASE outside_party")
    with psycopg.connect(**where, dbname="outside_party") as database:
        database.execute(f"CREATE TABLE slsj ({TABLE.format(moment='timestamp')})")
        database.cursor().executemany(INSERT, ROWS)
        database.execute("GRANT SELECT ON slsj TO outside_reader")
    with _Door(("127.0.0.1", 0), _Forward) as door:
        door.place = f"{where['host']}/.s.PGSQL.{where.get('port', 5432)}"
        threading.Thread(target=door.serve_forever, daemon=True).start()
        port = door.server_address[1]
        if not str(where["host"]).startswith("/"):
            port = int(where.get("port", 5432))
        yield {"host": "127.0.0.1", "port": port, "database": "outside_party", "user": "outside_reader"}
        door.shutdown()
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as server:
        server.execute("DROP DATABASE outside_party WITH (FORCE)")
        server.execute("DROP ROLE outside_reader")


@pytest.fixture(scope="module")
def mariadb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, object]]:
    """A MariaDB server of its own process, with a table and an account that may only read."""
    server, install = shutil.which("mariadbd"), shutil.which("mariadb-install-db")
    if server is None or install is None:
        pytest.skip("MariaDB is not installed")
    home, port = tmp_path_factory.mktemp("mariadb"), free_port()
    common = ["--no-defaults", f"--datadir={home}/data", "--user=root"]
    subprocess.run(
        [install, *common, "--auth-root-authentication-method=normal", "--skip-test-db"],
        check=True, capture_output=True,
    )  # fmt: skip
    process = subprocess.Popen(
        [server, *common, "--bind-address=127.0.0.1", f"--port={port}", f"--socket={home}/s"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _plant(Path(home) / "s")
        yield {"host": "127.0.0.1", "port": port, "database": "outside_party", "user": "reader"}
    finally:
        process.terminate()
        process.wait(30)


def _plant(place: Path) -> None:
    end = time.monotonic() + 60
    while True:
        with socket.socket(socket.AF_UNIX) as probe:
            if not probe.connect_ex(str(place)):
                break
        assert time.monotonic() < end, "MariaDB does not answer"
        time.sleep(0.2)
    root = pymysql.connect(unix_socket=str(place), user="root", charset="utf8mb4", autocommit=True)
    with root, root.cursor() as cursor:
        cursor.execute("CREATE DATABASE outside_party CHARACTER SET utf8mb4")
        cursor.execute("USE outside_party")
        cursor.execute(f"CREATE TABLE slsj ({TABLE.format(moment='datetime')})")
        cursor.executemany(INSERT, ROWS)
        cursor.execute("CREATE USER reader IDENTIFIED BY 'secret'")
        cursor.execute("GRANT SELECT ON outside_party.* TO reader")


class _Folder(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("reader", "secret")


@pytest.fixture
def sftp(tmp_path: Path) -> Iterator[tuple[dict[str, object], Path]]:
    """An SFTP server on a real socket that serves one folder."""
    key, port, loop = asyncssh.generate_private_key("ssh-ed25519"), free_port(), asyncio.new_event_loop()

    def root(channel: Any) -> Any:
        return asyncssh.SFTPServer(channel, chroot=str(tmp_path))

    beside = threading.Thread(target=loop.run_forever, daemon=True)
    beside.start()
    opening = asyncssh.listen(
        "127.0.0.1", port, server_host_keys=[key], server_factory=_Folder, sftp_factory=root
    )
    listening = asyncio.run_coroutine_threadsafe(_opened(opening), loop).result(20)
    yield {
        "host": "127.0.0.1", "port": port, "user": "reader", "folder": "/out", "format": "csv",
        "host_key": key.export_public_key().decode().strip(),
    }, tmp_path  # fmt: skip
    loop.call_soon_threadsafe(listening.close)
    loop.call_soon_threadsafe(loop.stop)
    beside.join(20)
    loop.close()


async def _opened(opening: Any) -> Any:
    return await opening


def test_a_postgresql_table(system, postgres, settings):
    walk_it_through("postgres", postgres | DATABASE, settings, "secret")


def test_a_mariadb_table(system, mariadb, settings):
    walk_it_through("mysql", mariadb | DATABASE, settings, "secret")


def test_a_mariadb_that_refuses_the_password_is_told(system, mariadb, settings):
    settings.EXCHANGE_HOSTS = f"127.0.0.1:{mariadb['port']}"
    source = {"type": "mysql"} | mariadb | DATABASE
    declare_feed(by=SYSTEM, text=f"{HEAD}source: {source!r}\n{MAP}", secret="wrong")
    assert run_feed("nn-accept") is None
    assert "denied" in Feed.objects.get().cause


def test_an_sftp_folder(system, sftp, settings):
    source, place = sftp
    (place / "out").mkdir()
    lines = [f"B{n},{n % 2},2026-03-02T09:00:0{n // 2},{'张𰻞' if n == 1 else ''}" for n in range(5)]
    (place / "out" / "a.csv").write_text("bh,zt,sj,ry\n" + "\n".join(lines[:4]) + "\n")
    (place / "out" / "b.csv").write_text("bh,zt,sj,ry\n" + lines[4] + "\n")
    settings.EXCHANGE_HOSTS = f"127.0.0.1:{source['port']}"
    text = MAP.replace("row.zt = 1", '"row.zt = \\"1\\""')
    declare_feed(by=SYSTEM, text=f"{HEAD}source: { ({'type': 'sftp'} | source)!r}\n{text}", secret="secret")
    told = [run_feed("nn-accept") for _ in range(4)]
    assert [(run and (run.read, run.new)) for run in told] == [(2, 2), (2, 2), (1, 1), (0, 0)], (
        Feed.objects.get().cause
    )
    assert list(Delivery.objects.order_by("ident").values_list("ident", flat=True)) == [
        f"B{n}" for n in range(5)
    ]


def test_an_sftp_server_with_another_key_is_not_believed(system, sftp, settings):
    source, place = sftp
    (place / "out").mkdir()
    settings.EXCHANGE_HOSTS = f"127.0.0.1:{source['port']}"
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    text = f"{HEAD}source: { ({'type': 'sftp'} | source | {'host_key': other})!r}\n{MAP}"
    declare_feed(by=SYSTEM, text=text, secret="secret")
    assert run_feed("nn-accept") is None
    assert "HostKey" in Feed.objects.get().cause
