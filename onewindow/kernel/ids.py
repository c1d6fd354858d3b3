"""Identifiers made in Python, so a verb knows its keys before the first statement."""

import os
import secrets
import threading
import time
from datetime import UTC, datetime
from functools import lru_cache
from uuid import UUID

from onewindow.kernel import clock

_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_BY_BYTE = _LETTERS.encode() * 8  # one of the letters for each of 256 bytes, all equally often
# no 0/O, 1/I, 2/Z: the code is read aloud and typed at counters
_SPOKEN = "3456789ABCDEFGHJKLMNPQRSTUVWXY"
_STOCK = 1024
_HOUR = 3600
_lock = threading.Lock()
_last = (0, 0)  # the millisecond and the 12-bit counter of the newest id of this process
_stock = b""


def new_id() -> UUID:
    """Return a UUID version 7 (RFC 9562 §6.2, method 1): ids of one process rise strictly."""
    global _last  # noqa: PLW0603
    with _lock:
        drawn = _drawn(9)
        millis, count = time.time_ns() // 1_000_000, drawn[8]
        if millis <= _last[0]:
            millis, count = _last[0], _last[1] + 1
            if count > 0xFFF:
                millis, count = millis + 1, 0
        _last = (millis, count)
    low = int.from_bytes(drawn[:8], "big") & (1 << 62) - 1
    value = (millis & (1 << 48) - 1) << 80 | 0x7 << 76 | count << 64 | 0b10 << 62 | low
    return UUID(int=value)


def random_bytes(length: int) -> bytes:
    """Return bytes from the system's random source that nobody else is given."""
    with _lock:
        return _drawn(length)


def letters(length: int) -> str:
    """Return random letters and digits without I, L, O and U, five bits each."""
    return random_bytes(length).translate(_BY_BYTE).decode()


def new_number(letter: str, at: datetime, length: int = 8) -> str:
    """Return a new public number: the letter, the date in China, as many random characters."""
    return f"{letter}{_day(int(at.timestamp()) // _HOUR)}{letters(length)}"


@lru_cache(maxsize=8)
def _day(hour: int) -> str:
    """Return the date in China, YYMMDD, of an hour since 1970: the zone is whole hours ahead."""
    return f"{clock.local(datetime.fromtimestamp(hour * _HOUR, UTC)):%y%m%d}"


def _drawn(number: int) -> bytes:
    """Return bytes from the system's random source, each once; call it with the lock held.

    They are fetched many at a time: every call to the system lets another thread of the process go first.
    """
    global _stock  # noqa: PLW0603
    if len(_stock) < number:
        _stock = secrets.token_bytes(max(_STOCK, number))
    drawn, _stock = _stock[:number], _stock[number:]
    return drawn


def _begin_anew() -> None:
    """Let a forked process draw its own: what is in stock belongs to its parent."""
    global _lock, _stock
    _lock, _stock = threading.Lock(), b""


os.register_at_fork(after_in_child=_begin_anew)


def spoken_code(length: int) -> str:
    """Return random characters that are not mistaken for one another when read aloud."""
    number, code = secrets.randbelow(len(_SPOKEN) ** length), ""
    for _ in range(length):
        number, place = divmod(number, len(_SPOKEN))
        code += _SPOKEN[place]
    return code
