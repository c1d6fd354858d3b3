"""Between an answering database and serving: schema, seeds, static files, each only where changed."""

import hashlib
import importlib.util
import json
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from onewindow import __version__
from onewindow.config import home
from onewindow.kernel.public import commands, seeds

PACKAGE = Path(__file__).resolve().parents[1]
LOCK = 4_500_000_001


def everything() -> None:
    """Bring schema, reference data, demonstration data and static files to this version."""
    with _alone():
        migrate()
        for kind in ("reference", "demo") if settings.DEMO else ("reference",):
            seed(kind)
    collect_static()
    _tell_the_supervisor()


def migrate(*, always: bool = False) -> None:
    """Apply migrations, unless the database says that exactly these are applied."""
    stamp = _digest(sorted(PACKAGE.glob("*/migrations/*.py")))
    if not always and _stamp("schema") == stamp:
        return
    call_command("migrate", verbosity=0, interactive=False)
    _set_stamp("schema", stamp)
    say("数据库结构已就绪。Schema ready.")


def seed(kind: str, *, always: bool = False) -> None:
    """Plant the seeds of a kind in order, unless this version's are planted; print each report."""
    if kind == "demo":
        demo_password()
    files = [
        p
        for p in PACKAGE.rglob("*")
        if p.is_file() and ("data" in p.parts or "seed" in str(p.relative_to(PACKAGE)))
    ]
    stamp = _digest(sorted(p for p in files if p.suffix != ".pyc"))
    if not always and _stamp(kind) == stamp:
        return
    reports: dict[str, str] = {}
    for each in seeds.in_order("demo" if kind == "demo" else "reference"):
        begun = time.monotonic()
        report = each.plant()
        reports[each.name] = report
        say(f"{each.name}: {report.splitlines()[0] if report else ''} ({time.monotonic() - begun:.1f} s)")
    _set_stamp(f"{kind} reports", json.dumps(reports))
    _set_stamp(kind, stamp)


def collect_static() -> None:
    """Collect static files, unless the collected ones stem from the same sources."""
    root = Path(settings.STATIC_ROOT)
    sources = sorted(p for p in PACKAGE.glob("*/static/**/*") if p.is_file())
    stamp = _digest(sources)
    mark = root / ".sources"
    if mark.exists() and mark.read_text() == stamp:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    root.mkdir(parents=True, exist_ok=True)
    mark.write_text(stamp)


def demo_password() -> str:
    """Return the demonstration password, made at the first call and kept in a file of mode 600."""
    path = Path(settings.HOME) / "demo-password"
    if not path.exists():
        path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
        home.write_private(path, secrets.token_hex(4) + "\n")
    return path.read_text().strip()


def _tell_the_supervisor() -> None:
    """Leave what to run and what to print beside the logs: the supervisor itself never loads Django."""
    run = ["worker"] if importlib.util.find_spec("onewindow.kernel.worker") else []
    run += [name for name in ("gateway",) if name in commands.registered]
    accounts = ""
    if settings.DEMO:
        simulated = ("simulate", "simulate-identity", "simulate-cashier", "simulate-scanner")
        run += [name for name in simulated if name in commands.registered]
        reports = json.loads(_stamp("demo reports") or "{}")
        accounts = "".join(f"{text}\n" for text in reports.values() if "\n" in text)
        accounts += f"  演示密码 demo password   {demo_password()}\n"
    path = Path(settings.HOME) / "log" / "prepared.json"
    home.write_private(path, json.dumps({"run": run, "accounts": accounts}))


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(text, file=sys.stdout, flush=True)


@contextmanager
def _alone() -> Iterator[None]:
    """Hold a database-wide lock, so that two nodes starting together prepare once."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS running_state (name text PRIMARY KEY, value text NOT NULL)"
        )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _digest(files: list[Path]) -> str:
    total = hashlib.sha256(__version__.encode())
    for file in files:
        total.update(str(file.relative_to(PACKAGE)).encode() + b"\0")
        total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def _stamp(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('running_state') IS NOT NULL")
        if not cursor.fetchone()[0]:
            return ""
        cursor.execute("SELECT value FROM running_state WHERE name = %s", [name])
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _set_stamp(name: str, value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS running_state (name text PRIMARY KEY, value text NOT NULL)"
        )
        cursor.execute(
            "INSERT INTO running_state VALUES (%s, %s)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            [name, value],
        )
