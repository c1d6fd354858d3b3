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
_one_at_a_time = Lock()


@contextmanager
def silenced() -> Iterator[None]:
    """Hold back the library's traces for the block; keep it short, standard error waits for it."""
    with _one_at_a_time:
        try:
            outside = os.dup(2)
        except OSError:
            yield
            return
        memory = _memory()
        os.dup2(memory, 2)
        try:
            yield
        finally:
            os.dup2(outside, 2)
            os.close(outside)
            _pass_on(memory)


def _pass_on(memory: int) -> None:
    size = os.fstat(memory).st_size
    if not size:
        return
    held = os.pread(memory, size, 0)
    os.ftruncate(memory, 0)
    os.lseek(memory, 0, os.SEEK_SET)
    rest = _TRACE.sub(b"", held)
    if rest:
        os.write(2, rest)


@cache
def _memory() -> int:
    descriptor, path = tempfile.mkstemp()
    os.unlink(path)  # noqa: PTH108
    return descriptor
