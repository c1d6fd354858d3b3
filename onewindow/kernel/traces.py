"""Keeps the SM2 library's trace lines off standard error, and nothing else.

GmSSL prints its call stack to file descriptor 2 whenever a signature does not fit, which is an everyday
answer here. For the length of one call the descriptor points to a memory file; what other threads wrote
meanwhile is passed on afterwards.
"""

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import Lock

_TRACE = re.compile(rb"^[^\n]*/GmSSL/[^\n]*\.c:\d+:[^\n]*\n?", re.MULTILINE)
_LONG = 1 << 20
_one_at_a_time = Lock()


class _Memory:
    """A file without a name; what is in it from `passed` on has still to be passed on."""

    def __init__(self) -> None:
        self.descriptor, path = tempfile.mkstemp()
        os.unlink(path)  # noqa: PTH108
        self.passed = 0

    def empty_when_long(self) -> None:
        if self.passed > _LONG:
            os.ftruncate(self.descriptor, 0)
            os.lseek(self.descriptor, 0, os.SEEK_SET)
            self.passed = 0

    def pass_on(self) -> None:
        held = os.pread(self.descriptor, _LONG, self.passed)
        self.passed += len(held)
        rest = _TRACE.sub(b"", held)
        if rest:
            os.write(2, rest)


@contextmanager
def silenced() -> Iterator[None]:
    """Hold back the library's traces for the block; keep it short, standard error waits for it."""
    with _one_at_a_time:
        try:
            outside = os.dup(2)
        except OSError:
            yield
            return
        memory = _memory(os.getpid())
        memory.empty_when_long()
        os.dup2(memory.descriptor, 2)
        try:
            yield
        finally:
            os.dup2(outside, 2)
            os.close(outside)
            memory.pass_on()


@cache
def _memory(_process: int) -> _Memory:
    return _Memory()
