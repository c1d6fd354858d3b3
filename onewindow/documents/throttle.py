"""A polite brake on guessing: so many failed and file checks a minute from one address, per process."""

from django.core.cache import cache

from onewindow.documents.errors import TooManyTries

TRIES = 30
SECONDS = 60


def check(address: str) -> None:
    """Raise TooManyTries when the address has used up its tries of this minute."""
    if cache.get(_key(address), 0) >= TRIES:
        raise TooManyTries(seconds=SECONDS)


def count(address: str) -> None:
    """Note one try of the address."""
    cache.add(_key(address), 0, SECONDS)
    try:
        cache.incr(_key(address))
    except ValueError:
        cache.set(_key(address), 1, SECONDS)


def _key(address: str) -> str:
    return f"documents-tries-{address}"
