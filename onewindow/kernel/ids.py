"""Identifiers made in Python, so a verb knows its keys before the first statement."""

import os
import secrets
import threading
import time
from datetime import datetime
from uuid import UUID

from onewindow.kernel import clock

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# no 0/O, 1/I, 2/Z: the code is read aloud and typed at counters
_SPOKEN = "3456789ABCDEFGHJKLMNPQRSTUVWXY"
_lock = threading.Lock()
_last = (0, 0)  # the millisecond and the 12-bit counter of the newest id of this process
_drawn = bytearray()  # random bytes for ids to come: each call to the system lets other threads cut in
_ID_BYTES, _AT_ONCE = 9, 128


def new_id() -> UUID:
    """Return a UUID version 7 (RFC 9562 §6.2, method 1): ids of one process rise strictly."""
    global _last  # noqa: PLW0603
    with _lock:
        if not _drawn:
            _drawn.extend(secrets.token_bytes(_ID_BYTES * _AT_ONCE))
        drawn = int.from_bytes(_drawn[-_ID_BYTES:], "big")
        del _drawn[-_ID_BYTES:]
        millis, count = time.time_ns() // 1_000_000, drawn & 0xFF
        if millis <= _last[0]:
            millis, count = _last[0], _last[1] + 1
            if count > 0xFFF:
                millis, count = millis + 1, 0
        _last = (millis, count)
    value = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | count << 64 | 0b10 << 62 | drawn >> 10
    return UUID(int=value)


os.register_at_fork(after_in_child=_drawn.clear)  # no two processes draw the same


def letters(length: int) -> str:
    """Return random letters and digits without I, L, O and U, five bits each, in one call to the system."""
    return "".join(_LETTERS[byte % 32] for byte in secrets.token_bytes(length))


def new_number(letter: str, at: datetime, length: int = 8) -> str:
    """Return a new public number: the letter, the date in China, as many random characters."""
    return f"{letter}{clock.local(at):%y%m%d}{letters(length)}"


def spoken_code(length: int) -> str:
    """Return random characters that are not mistaken for one another when read aloud."""
    number, code = secrets.randbelow(len(_SPOKEN) ** length), ""
    for _ in range(length):
        number, place = divmod(number, len(_SPOKEN))
        code += _SPOKEN[place]
    return code
