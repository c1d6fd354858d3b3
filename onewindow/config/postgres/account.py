"""Runs the server as ourselves, or under root (which PostgreSQL refuses) as an unprivileged account."""

import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from onewindow.config import env
from onewindow.config.trouble import Trouble


@dataclass(frozen=True)
class Account:
    """Who runs the server; `switch` is what subprocess needs to become that account."""

    uid: int
    gid: int
    switch: dict[str, Any]

    def own(self, folder: Path, mode: int = 0o700) -> None:
        """Create a folder that belongs to this account with this mode; raise Trouble when another owns it."""
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
        state = folder.lstat()
        if state.st_uid != self.uid:
            if os.geteuid() != 0 or state.st_uid != 0:
                raise Trouble(
                    f"{folder} 属于另一个账户，请用原来的账户启动。"
                    f"{folder} belongs to another account: start with the account used before."
                )
            os.chown(folder, self.uid, self.gid, follow_symlinks=False)
        folder.chmod(mode)

    def give(self, file: Path) -> None:
        """Make a file belong to this account."""
        if os.geteuid() == 0:
            os.chown(file, self.uid, self.gid)


def account_for(data: Path) -> Account:
    """Return the account for a data folder: its owner where it exists, else ONEWINDOW_PG_USER or `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), {})
    owner = data.stat().st_uid if data.exists() else 0
    name = env.text("ONEWINDOW_PG_USER", "nobody")
    try:
        entry = pwd.getpwuid(owner) if owner else pwd.getpwnam(name)
    except KeyError as error:
        raise Trouble(
            f"没有账户 {name}，请设置 ONEWINDOW_PG_USER。"
            f"PostgreSQL does not run as root and there is no account {name!r}: set ONEWINDOW_PG_USER."
        ) from error
    switch = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    return Account(entry.pw_uid, entry.pw_gid, switch)
