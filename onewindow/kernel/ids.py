"""Identifiers made in Python, so a verb knows its keys before the first statement."""

import secrets
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last = (0, 0)  # the millisecond and the 12-bit counter of the newest id of this process


def new_id() -> UUID:
    """Return a UUID version 7 (RFC 9562 §6.2, method 1): ids of one process rise strictly."""
    global _last  # noqa: PLW0603
    with _lock:
        millis, count = time.time_ns() // 1_000_000, secrets.randbits(8)
        if millis <= _last[0]:
            millis, count = _last[0], _last[1] + 1
            if count > 0xFFF:
                millis, count = millis + 1, 0
        _last = (millis, count)
    value = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | count << 64 | 0b10 << 62 | secrets.randbits(62)
    return UUID(int=value)
