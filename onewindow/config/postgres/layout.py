"""Where the embedded server keeps its data, its socket and, when they must be copied, its binaries."""

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

LONGEST_SOCKET_FOLDER = 107 - len("/.s.PGSQL.5432.lock")
SYSTEM_FOLDER = Path("/var/lib/onewindow")
PORT = "5432"
DATABASE = ROLE = "onewindow"
SUPERUSER = "postgres"


@dataclass(frozen=True)
class Layout:
    """The places of one embedded server."""

    base: Path
    data: Path
    socket: Path
    passfile: Path
    log: Path


def layout(home: Path) -> Layout:
    """Return the places for a home: inside it, but elsewhere where the server's account could not get in.

    PostgreSQL refuses root, so under root it runs as an unprivileged account, which must be able to walk
    down to its folder: with a home below a closed folder such as /root the data live in /var/lib/onewindow.
    """
    mark = hashlib.sha256(str(home).encode()).hexdigest()[:12]
    closed = os.geteuid() == 0 and not open_to_all(home.parent)
    base = SYSTEM_FOLDER / mark if closed else home / "postgres"
    socket = base / "run"
    if len(os.fsencode(socket)) > LONGEST_SOCKET_FOLDER:
        socket = Path("/tmp") / f"ow-{mark}"  # noqa: S108  created with mode 700, its owner is checked
    return Layout(base, base / "data", socket, home / "keys" / "pgpass", home / "log" / "postgres.log")


def open_to_all(folder: Path) -> bool:
    """Say whether every account can walk down to this folder (missing folders will be made so)."""
    return all(each.stat().st_mode & stat.S_IXOTH for each in (folder, *folder.parents) if each.exists())
