"""Words to search by: two-character pieces of Chinese text, pinyin, initials, as exact tsvector literals."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from pypinyin import Style, lazy_pinyin

HAN = r"\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{HAN}]+|[a-z0-9]+")
_HAN = re.compile(rf"[{HAN}]")
_ONE_RUN = re.compile(rf"[{HAN}]{{1,40}}")
LONGEST = 24
APART = 5  # characters between two pieces of a long text that the index is asked for
MOST_POSITIONS = 16_000


def clean(text: str) -> str:
    """Return the text as it is compared: NFKC, lower case, without control characters, blanks single."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in plain).split())


def runs(text: str) -> list[str]:
    """Return the unbroken runs of Chinese characters, and of letters and digits."""
    return _RUN.findall(clean(text))


@lru_cache(maxsize=10_000)
def syllables(text: str) -> tuple[str, ...]:
    """Return the toneless pinyin of each Chinese character; letters and digits stand for themselves."""
    spelled: list[str] = []
    for run in runs(text):
        spelled += lazy_pinyin(run, style=Style.NORMAL) if _HAN.match(run) else [run]
    return tuple(s.lower().replace("ü", "v") for s in spelled if s)


def pinyin(text: str) -> str:
    """Return the whole pinyin in one word."""
    return "".join(syllables(text))


def initials(text: str) -> str:
    """Return the first letter of each syllable."""
    return "".join(s[0] for s in syllables(text))


def _pieces(run: str) -> list[str]:
    if not _HAN.match(run):
        return [run[:LONGEST]]
    return [a + b for a, b in pairwise(run)] + [run[-1]]


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _spellings(text: str) -> Iterable[str]:
    parts = syllables(text)
    for start in range(len(parts)):
        yield "^" + "".join(parts[start:])[:LONGEST]
        yield "~" + "".join(s[0] for s in parts[start:])[:LONGEST]


def vector(*fields: tuple[str, str], spelled: Iterable[str] = ()) -> str:
    """Return a tsvector literal for (weight, text) fields; phrases never run from one field into another.

    `spelled` are the texts that can also be found by pinyin and initials from any syllable on.
    """
    places: dict[str, list[str]] = {}
    position = 1
    for weight, text in fields:
        for run in runs(text):
            for piece in _pieces(run):
                if position < MOST_POSITIONS:
                    places.setdefault(piece, []).append(f"{position}{weight}")
                position += 1
            position += 2
    plain = {s for text in spelled for s in _spellings(text)}
    found = [f"{_quoted(piece)}:{','.join(at[:200])}" for piece, at in places.items()]
    return " ".join(found + [_quoted(s) for s in sorted(plain)])


def query(text: str, weight: str = "") -> str:
    """Return a tsquery literal that asks for every run of the text as a phrase; empty for no words.

    One Chinese character matches any word that begins with it; letters also match pinyin and initials.
    """
    return " & ".join(_asked(run, weight) for run in runs(text)[:12])


def _asked(run: str, weight: str = "") -> str:
    if not _HAN.match(run):
        key = run[:LONGEST]
        return "(" + " | ".join(f"{_quoted(p + key)}:*{weight}" for p in ("", "^", "~")) + ")"
    if len(run) == 1:
        return f"{_quoted(run)}:*{weight}"
    return f"({_phrase(run[:40], f':{weight}' if weight else '')})"


def _phrase(run: str, tail: str) -> str:
    """Return the pieces that must follow each other; every second one is enough, and half the work."""
    last = len(run) - 2
    starts = [*range(0, last, 2), last]
    steps = [f" <{after - before}> " for before, after in pairwise(starts)]
    pieces = [_quoted(run[at : at + 2]) + tail for at in starts]
    return pieces[0] + "".join(step + piece for step, piece in zip(steps, pieces[1:], strict=True))


def is_one_run(plain: str) -> bool:
    """Tell whether cleaned text is one unbroken run of Chinese characters, short enough to be asked whole."""
    return _ONE_RUN.fullmatch(plain) is not None


def all_pieces(run: str) -> str:
    """Return a tsquery literal that asks for all two-character pieces of a run, wherever they stand."""
    return " & ".join(dict.fromkeys(_quoted(a + b) for a, b in pairwise(run)))


def some_pieces(text: str) -> str:
    """Return a tsquery literal that asks for a handful of pieces of each run, from its first to its last.

    What holds the whole text holds them; what holds them is to be compared with the whole text.
    """
    asked = []
    for run in runs(text)[:12]:
        last = len(run[:40]) - 2
        if _HAN.match(run) and last >= 0:
            steps = max(1, -(-last // APART))
            starts = [round(step * last / steps) for step in range(steps + 1)]
            asked += [_quoted(run[at : at + 2]) for at in starts]
        else:
            asked.append(_asked(run))
    return " & ".join(dict.fromkeys(asked))


def pieces(text: str) -> int:
    """Return how many two-character pieces a text asks for."""
    return sum(len(run) - 1 for run in runs(text)[:12] if _HAN.match(run))


def loose_query(text: str) -> str:
    """Return a tsquery literal that asks for any two-character piece of the text; empty for no words."""
    asked = [a + b for run in runs(text)[:12] if _HAN.match(run) for a, b in pairwise(run[:40])]
    return " | ".join(dict.fromkeys(_quoted(p) for p in asked))
