"""Password strength: nothing guessable, nothing about its owner."""

import re
from functools import lru_cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from pypinyin import lazy_pinyin

_FILE = Path(__file__).resolve().parents[1] / "data" / "guessable.txt"
_RUNS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb",
)
_LEET = str.maketrans("@$0134", "asoiea")


class GuessableValidator:
    """Refuses passwords made of a few characters, of keyboard runs, or of a well-known word and an ending."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for a password that programs try first."""
        if guessable(password):
            raise ValidationError(
                _("这个密码太容易猜到，请换一个，例如几个不相干的词连在一起。"), code="guessable"
            )

    def get_help_text(self) -> str:
        """Say what is asked for."""
        return _("不要用常见的词、生日、连续的字母或数字。")


def guessable(password: str) -> bool:
    """Tell whether programs that guess try this early."""
    plain = _bare(password.lower())
    rest = _bare(_without_words(password.lower()))
    few = len(set(plain)) < 5 or len(rest) < 4 or rest.isdigit()
    return few or _without_runs(plain) <= 3


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def _without_words(text: str) -> str:
    """Return the text without well-known words, also where signs stand for letters."""
    for word in _words():
        while (at := max(text.find(word), text.translate(_LEET).find(word))) >= 0:
            text = text[:at] + text[at + len(word) :]
    return text


def about_name(name: str) -> tuple[str, ...]:
    """Return the forms of a name that its owner's password must not hold: as written, and in pinyin."""
    if not name:
        return ()
    syllables = lazy_pinyin(name, errors="ignore")
    family, given = "".join(syllables[:1]), "".join(syllables[1:])
    return tuple(form for form in (name, family + given, given + family) if len(form) > 1)


def _without_runs(text: str) -> int:
    """Return how many characters stand outside runs of four or more along the alphabet or the keyboard."""
    left, at = 0, 0
    while at < len(text):
        length = _run_at(text, at)
        if length < 4:
            left, length = left + 1, 1
        at += length
    return left


def _run_at(text: str, start: int) -> int:
    best = 1
    for run in (*_RUNS, *(row[::-1] for row in _RUNS)):
        place = run.find(text[start])
        length = 0
        while place >= 0 and start + length < len(text) and text[start + length] == run[place : place + 1]:
            length, place = length + 1, place + 1
        best = max(best, length)
    return best


@lru_cache(maxsize=1)
def _words() -> tuple[str, ...]:
    lines = _FILE.read_text(encoding="utf-8").split()
    return tuple(sorted((word for word in lines if word[0] != "#"), key=len, reverse=True))
