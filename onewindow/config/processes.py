"""A child that dies with its parent, however the parent dies (Linux; elsewhere it does nothing)."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
LIBRARY = ctypes.CDLL(None) if sys.platform.startswith("linux") else None


def die_with(parent: int) -> None:
    """Have the system kill this process when `parent` dies; leave at once if that has happened already."""
    if LIBRARY is None:
        return
    LIBRARY.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


def die_with_supervisor() -> None:
    """Tie a process below the supervisor, and what it forks, to its parent; runs when settings load."""
    if not os.environ.get("ONEWINDOW_SUPERVISED"):
        return
    die_with(os.getppid())
    forking: list[int] = []
    os.register_at_fork(
        before=lambda: forking.append(os.getpid()), after_in_child=lambda: die_with(forking[-1])
    )
