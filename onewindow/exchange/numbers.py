"""Numbers of demands, doubts and batches: a letter, the date in China, random characters."""

import secrets
from datetime import datetime

from onewindow.kernel.public import clock

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_number(letter: str, at: datetime, length: int = 8) -> str:
    """Return a new number: the letter, the date in China, as many random characters."""
    tail = "".join(secrets.choice(ALPHABET) for _ in range(length))
    return f"{letter}{clock.local(at):%y%m%d}{tail}"
