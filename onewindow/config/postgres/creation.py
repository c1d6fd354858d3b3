"""Creates the embedded server's data folder, its role and its database, each only when missing."""

import secrets
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from onewindow.config import home as homes
from onewindow.config.postgres import binaries
from onewindow.config.postgres.account import Account
from onewindow.config.postgres.layout import DATABASE, PORT, ROLE, SUPERUSER, Layout
from onewindow.config.trouble import Trouble, disk_full

INITDB_SECONDS = 120


def ensure(home: Path, at: Layout, account: Account) -> binaries.Binaries:
    """Make the folders and the data where missing; return the programs that fit the data."""
    home.mkdir(mode=0o711, parents=True, exist_ok=True)
    if account.switch and at.base.is_relative_to(home):
        home.chmod(home.stat().st_mode | 0o111)
    at.base.mkdir(mode=0o711, parents=True, exist_ok=True)
    version = at.data / "PG_VERSION"
    major = int(version.read_text()) if version.exists() else None
    found = binaries.find(at.base, account, major)
    account.own(at.socket)
    _passwords(at)
    if major is None:
        _initdb(at, account, found)
    return found


def superuser(at: Layout) -> psycopg.Connection:
    """Return a connection of the server's own administrator."""
    return psycopg.connect(
        dbname="postgres", user=SUPERUSER, host=str(at.socket), port=PORT, passfile=str(at.passfile),
        autocommit=True, connect_timeout=5,
    )  # fmt: skip


def ensure_database(at: Layout) -> None:
    """Create the product's role (no superuser) and database where missing."""
    with superuser(at) as connection:
        role = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone()
        if role is None:
            connection.execute(
                sql.SQL("CREATE ROLE {} LOGIN CREATEDB PASSWORD {}").format(
                    sql.Identifier(ROLE), sql.Literal(_password(at, ROLE))
                )
            )
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(DATABASE), sql.Identifier(ROLE))
            )


def _passwords(at: Layout) -> None:
    """Make the passwords of both roles, in libpq's own file format, mode 600."""
    if at.passfile.exists():
        return
    if (at.data / "PG_VERSION").exists():
        raise Trouble(f"密码文件 {at.passfile} 不见了。The password file {at.passfile} is gone: restore it.")
    at.passfile.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    lines = [f"*:*:*:{name}:{secrets.token_urlsafe(24)}" for name in (SUPERUSER, ROLE)]
    homes.write_private(at.passfile, "\n".join(lines) + "\n")


def _password(at: Layout, role: str) -> str:
    for line in at.passfile.read_text().splitlines():
        parts = line.split(":")
        if parts[3] == role:
            return parts[4]
    raise Trouble(f"{at.passfile} 不完整。{at.passfile} lacks the password of {role}.")


def _initdb(at: Layout, account: Account, found: binaries.Binaries) -> None:
    """Create the data in a draft folder, then move it into place: a killed start leaves nothing half."""
    draft = at.base / "data.draft"
    shutil.rmtree(draft, ignore_errors=True)
    shutil.rmtree(at.data, ignore_errors=True)
    account.own(draft)
    words = at.socket / "initdb-password"
    homes.write_private(words, _password(at, SUPERUSER))
    account.give(words)
    locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if found.major >= 17 else []
    try:
        made = subprocess.run(
            [
                found.program("initdb"), "-D", str(draft), "-U", SUPERUSER, f"--pwfile={words}", "-E", "UTF8",
                "--locale=C.UTF-8" if found.major < 17 else "--locale=C", *locale, "-A", "scram-sha-256",
                "--data-checksums",
            ],
            capture_output=True, text=True, timeout=INITDB_SECONDS, cwd=at.base, check=False,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}, **account.switch,
        )  # fmt: skip
    finally:
        words.unlink(missing_ok=True)
    if made.returncode:
        shutil.rmtree(draft, ignore_errors=True)
        if "No space left on device" in made.stderr:
            raise Trouble(disk_full(str(at.base)))
        last = made.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise Trouble(f"数据库不能创建。The database could not be created ({last[0].strip()}).")
    draft.rename(at.data)
