"""`onewindow serve`: checks, database, preparation, then the web server, the worker and the simulation."""

import argparse
import contextlib
import fcntl
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg

from onewindow import __version__
from onewindow.config import env, home
from onewindow.config.postgres.cluster import Cluster
from onewindow.config.supervisor import Child, Stopped, Supervisor
from onewindow.config.trouble import Trouble, unreachable

COMMAND = [sys.executable, "-m", "onewindow"]
PORT_SECONDS = 3.0


def main(words: list[str]) -> int:
    """Run everything until Ctrl-C or SIGTERM; return 0 when all was stopped cleanly."""
    arguments = _parser().parse_args(words)
    try:
        arguments.port = arguments.port or env.number("PORT", 8000, low=1, high=65535)
    except ValueError as error:
        raise Trouble(f"配置有误：{error} / A setting is wrong: {error}") from error
    place = home.make_ready()
    supervisor = Supervisor()
    with _only_one(place), supervisor.listening():
        _free(arguments.host, arguments.port)
        begun = time.monotonic()
        try:
            with _database(place, supervisor) as url:
                return _run(supervisor, place, url, arguments, begun)
        except Stopped:
            return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="onewindow serve", description="run everything under one command")
    parser.add_argument("--port", type=int, help="instead of PORT, by default 8000")
    parser.add_argument("--host", default=os.environ.get("ONEWINDOW_HOST", "127.0.0.1"), help="address")
    parser.add_argument("--workers", type=int, default=min(os.cpu_count() or 1, 16), help="web processes")
    parser.add_argument("--threads", type=int, default=3, help="threads in each web process")
    return parser


def _run(supervisor: Supervisor, place: Path, url: str, arguments: argparse.Namespace, begun: float) -> int:
    host, port = arguments.host, arguments.port
    environment = os.environ | {
        "DATABASE_URL": url,
        "ONEWINDOW_HOME": str(place),
        "ONEWINDOW_SUPERVISED": "1",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    environment.pop("DATABASE_URL_FILE", None)
    prepared = subprocess.run([*COMMAND, "prepare"], env=environment, check=False)
    supervisor.check()
    if prepared.returncode:
        return 1
    for old in (place / "metrics").glob("*"):
        old.unlink()
    for child in _children(environment, place, arguments):
        supervisor.start(child)
    _await_first_answer(supervisor, host, port)
    _announce(place, host, port, time.monotonic() - begun)
    return supervisor.watch()


def _children(environment: dict[str, str], place: Path, arguments: argparse.Namespace) -> Iterator[Child]:
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi",
        "--host", arguments.host, "--port", str(arguments.port),
        "--workers", str(arguments.workers), "--blocking-threads", str(arguments.threads),
        "--respawn-failed-workers", "--workers-kill-timeout", "2", "--no-ws", "--log-level", "warning",
        "onewindow.config.wsgi:application",
    ]  # fmt: skip
    yield Child("web", web, environment, place / "log" / "web.log")
    for name in json.loads((place / "log" / "prepared.json").read_text())["run"]:
        yield Child(name, [*COMMAND, name], environment, place / "log" / f"{name}.log")


@contextlib.contextmanager
def _only_one(place: Path) -> Iterator[None]:
    """Refuse a second start on the same home."""
    with (place / "log" / "serve.lock").open("a+") as lock:
        deadline = time.monotonic() + PORT_SECONDS
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > deadline:
                    raise Trouble(
                        f"一窗已在运行（{place}）。OneWindow already runs on {place}: stop it first."
                    ) from error
                time.sleep(0.1)
        yield


@contextlib.contextmanager
def _database(place: Path, supervisor: Supervisor) -> Iterator[str]:
    """Give the URL of an answering database: the outside one, or our embedded server, stopped at the end."""
    url = env.text("DATABASE_URL")
    if url:
        _reach(url)
        yield url
        return
    cluster = Cluster.under(place)
    with cluster.for_the_duration():
        supervisor.guard(cluster)
        yield cluster.url


def _reach(url: str) -> None:
    try:
        settings = env.database(url, home.folder())
        options = settings["OPTIONS"]
        assert isinstance(options, dict)
        names = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
        given = {name: str(settings[key]) for name, key in names.items() if settings[key]}
        psycopg.connect(psycopg.conninfo.make_conninfo("", **given, **options)).close()
    except ValueError as error:
        raise Trouble(f"配置有误：{error} / A setting is wrong: {error}") from error
    except psycopg.Error as error:
        raise Trouble(unreachable(str(error))) from error


def _free(host: str, port: int) -> None:
    """Raise Trouble when the port is taken; wait a moment for a server that was just killed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    deadline = time.monotonic() + PORT_SECONDS
    while True:
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return
            except PermissionError as error:
                raise Trouble(f"没有权限使用端口 {port}。No permission to use port {port}.") from error
            except OSError as error:
                if time.monotonic() > deadline:
                    raise Trouble(
                        f"端口 {port} 已被占用，请换一个，例如 PORT={port + 1} make run。"
                        f"Port {port} on {host} is taken: choose another, e.g. PORT={port + 1} make run."
                    ) from error
        time.sleep(0.1)


def _await_first_answer(supervisor: Supervisor, host: str, port: int, seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    address = f"http://{_name(host)}:{port}/healthz"
    while time.monotonic() < deadline:
        supervisor.once()
        with contextlib.suppress(urllib.error.URLError, OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.05)


def _name(host: str) -> str:
    return "127.0.0.1" if host == "0.0.0.0" else f"[{host}]" if ":" in host else host  # noqa: S104


def _gateway_port(port: int) -> int:
    """Return where the gateway listens: its own default, 400 above, unless told otherwise."""
    return env.number("ONEWINDOW_GATEWAY_PORT", min(port + 400, 65535), low=1, high=65535)


def _announce(place: Path, host: str, port: int, seconds: float) -> None:
    base = env.text("ONEWINDOW_URL") or f"http://{_name(host)}:{port}"
    accounts = json.loads((place / "log" / "prepared.json").read_text())["accounts"]
    print(
        f"\nOneWindow 一窗 {__version__} 已就绪 ready ({seconds:.1f} s)\n"
        f"  门户 portal   {base}/\n"
        f"  事项 items    {base}/items/\n"
        f"  工作台 desk   {base}/desk/\n"
        f"  核验 verify   {base}/verify/\n"
        f"  交换 exchange {base}/exchange/ (gateway on port {_gateway_port(port)})\n"
        f"  日志 logs     {place / 'log'}\n"
        f"{accounts}"
        "  Ctrl-C 停止全部。Ctrl-C stops everything.",
        flush=True,
    )
