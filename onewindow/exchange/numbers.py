"""Numbers of demands, doubts, batches and receipts: a letter, the date in China, random characters."""

import secrets
from datetime import datetime

from onewindow.kernel.public import clock

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_number(letter: str, at: datetime, length: int = 8) -> str:
    """Return a new number: the letter, the date in China, as many random characters."""
    tail = "".join(ALPHABET[byte % 32] for byte in secrets.token_bytes(length))
    return f"{letter}{clock.local(at):%y%m%d}{tail}"
