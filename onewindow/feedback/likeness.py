"""Telling that two texts are about one matter: shared pieces, and a few marks to find candidates by."""

import re
from collections.abc import Iterable
from zlib import crc32

MARKS = 16
_WORDS = re.compile(r"[\u4e00-\u9fff]+|[A-Za-z0-9]+")


def pieces(text: str) -> set[str]:
    """Return the two-character pieces of Chinese runs, and words and numbers whole."""
    found: set[str] = set()
    for run in _WORDS.findall(text.lower()):
        if run[0] < "\u4e00" or len(run) == 1:
            found.add(run)
        else:
            found.update(run[n : n + 2] for n in range(len(run) - 1))
    return found


def likeness(one: Iterable[str], other: Iterable[str]) -> float:
    """Return the share of pieces two texts have in common (Jaccard), 0 to 1."""
    mine, theirs = set(one), set(other)
    return len(mine & theirs) / len(mine | theirs) if mine and theirs else 0.0


def marks(text: str) -> list[int]:
    """Return up to sixteen numbers of a text: two texts that share most pieces share some of them.

    They are the lowest hash of the pieces under sixteen keys (minwise hashing), each with its key.
    """
    codes = [crc32(one.encode()) for one in pieces(text)]
    if not codes:
        return []
    found = []
    for key in range(MARKS):
        odd = (0x9E3779B1 * (2 * key + 1)) & 0xFFFFFFFF
        low = min((code ^ odd) * 0x85EBCA6B & 0xFFFFFFFF for code in codes)
        found.append((low >> 5 << 4 | key) - (1 << 30))
    return found
