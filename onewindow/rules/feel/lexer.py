"""Cuts FEEL text into tokens; names with spaces are put together by the parser, which knows them."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from onewindow.rules.errors import SyntaxFault
from onewindow.rules.feel.values import NUMBERS

Kind = Literal["word", "number", "string", "at", "mark", "end"]
LENGTH = 100_000
_START = (
    "?A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f"
    "\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_TOKEN = re.compile(
    rf"""
    (?P<space>(?:[\s\u0085\u180e\u200b\u2060\ufeff]|//[^\n]*|/\*.*?\*/)+)
    |(?P<number>(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<at>@\s*"(?:[^"\\]|\\.)*")
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<word>[{_START}][{_START}0-9\u00b7\u0300-\u036f\u203f-\u2040]*)
    |(?P<mark>\.\.|\*\*|<=|>=|!=|->|==|[-+*/=<>()\[\]{{}},:.'’@])
    """,
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{6}|.)", re.DOTALL)
_SIMPLE = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\", "'": "'", "/": "/", "b": "\b", "f": "\f"}


@dataclass(frozen=True, slots=True)
class Token:
    """One token with where it starts and ends."""

    kind: Kind
    text: str
    position: int
    end: int
    value: str | Decimal | None = None


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of an expression, ending with one of kind `end`."""
    if len(text) > LENGTH:
        raise SyntaxFault("the expression is too long", position=LENGTH)
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            raise SyntaxFault(f"unexpected character {text[at]!r}", position=at)
        kind = found.lastgroup
        if kind != "space":
            tokens.append(_token(kind or "mark", found.group(), at))
        at = found.end()
    tokens.append(Token("end", "", at, at))
    return tokens


def _token(kind: str, text: str, at: int) -> Token:
    end = at + len(text)
    if kind == "number":
        return Token("number", text, at, end, _number(text, at))
    if kind == "string":
        return Token("string", text, at, end, unescape(text[1:-1]))
    if kind == "at":
        return Token("at", text, at, end, unescape(text[text.index('"') + 1 : -1]))
    return Token("word" if kind == "word" else "mark", text, at, end)


def _number(text: str, at: int) -> Decimal:
    try:
        return NUMBERS.create_decimal(text)
    except ArithmeticError:
        raise SyntaxFault("a number is too large", position=at) from None


def unescape(text: str) -> str:
    r"""Resolve \n, \", \\, \uXXXX and \UXXXXXX; surrogate pairs become one character."""
    if "\\" not in text:
        return text
    plain = _ESCAPE.sub(_unescaped, text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _unescaped(found: re.Match[str]) -> str:
    body = found.group(1)
    if len(body) > 1:
        number = int(body[1:], 16)
        return chr(number) if number <= 0x10FFFF else "\ufffd"
    return _SIMPLE.get(body, found.group())
