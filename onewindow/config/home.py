"""The folder ONEWINDOW_HOME: where it is, that it exists, how much room it has, its secrets."""

import os
import secrets
import shutil
from pathlib import Path

from onewindow.config import env
from onewindow.config.trouble import Trouble, disk_full

ROOT = Path(__file__).resolve().parents[2]
LEAST_FREE_BYTES = 200 * 1024 * 1024


def folder() -> Path:
    """Return ONEWINDOW_HOME, by default `var` beside the package."""
    return Path(env.text("ONEWINDOW_HOME", str(ROOT / "var"))).resolve()


def make_ready() -> Path:
    """Create the home and its secret; raise Trouble where it cannot be written or the disk is full."""
    home = folder()
    try:
        home.mkdir(mode=0o711, parents=True, exist_ok=True)
        (home / "log").mkdir(mode=0o700, exist_ok=True)
    except FileExistsError as error:
        raise Trouble(f"{home} 不是文件夹。{home} is not a folder.") from error
    if shutil.disk_usage(home).free < LEAST_FREE_BYTES:
        raise Trouble(disk_full(str(home)))
    adopt_secret(make=True)
    return home


def adopt_secret(*, make: bool = False) -> None:
    """Make Django's secret (mode 600) where it is missing and `make` is set; do nothing otherwise."""
    path = folder() / "keys" / "django-secret"
    if env.text("ONEWINDOW_SECRET") or path.exists() or not (make or folder().exists()):
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(path, secrets.token_urlsafe(48) + "\n")


def write_private(path: Path, content: str) -> None:
    """Write a file of mode 600 at once: a reader sees the old content or all of the new."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
