"""A polite brake on guessing codes and on flooding: so many a while from one place, per process."""

from django.core.cache import cache

from onewindow.feedback.errors import TooOften
from onewindow.kernel.public import hashing

SECONDS = 600
MOST = {"ask": 20, "look": 30, "rate": 60}


def note(act: str, place: str) -> None:
    """Count one act from a place; raise TooOften when there were too many of it in ten minutes."""
    key = f"feedback-{act}-{hashing.keyed_hash('feedback-place', place).hex()[:16]}"
    cache.add(key, 0, SECONDS)
    try:
        count = cache.incr(key)
    except ValueError:
        cache.set(key, 1, SECONDS)
        count = 1
    if count > MOST[act]:
        raise TooOften
