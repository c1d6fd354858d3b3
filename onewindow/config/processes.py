"""Small facts about our processes: dying with the parent, naming what ended."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(parent: int | None = None) -> None:
    """Ask the kernel to kill this process when its parent dies; leave at once when it is already dead."""
    if not sys.platform.startswith("linux") or not os.environ.get("ONEWINDOW_SUPERVISED"):
        return
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() == 1 or (parent is not None and os.getppid() != parent):
        os._exit(1)
