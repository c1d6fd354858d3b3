"""String functions; positions count characters, not code units."""

from __future__ import annotations

from decimal import Decimal

from onewindow.rules.feel.budget import charge
from onewindow.rules.feel.builtin.registry import builtin, position, whole
from onewindow.rules.feel.values import Value


@builtin("substring(string: string, start position: number, length?: number)")
def substring(text: str, start: Decimal, length: Decimal | None = None) -> Value:
    """Return a part of a text."""
    first = position(start)
    if not first or abs(first) > len(text):
        return None
    begin = first - 1 if first > 0 else len(text) + first
    if length is None:
        return text[begin:]
    wanted = position(length)
    return None if wanted is None or wanted < 1 else text[begin : begin + wanted]


@builtin("string length(string: string)")
def string_length(text: str) -> Decimal:
    """Return the number of characters."""
    return Decimal(len(text))


@builtin("upper case(string: string)")
def upper_case(text: str) -> str:
    """Return the text in upper case."""
    return text.upper()


@builtin("lower case(string: string)")
def lower_case(text: str) -> str:
    """Return the text in lower case."""
    return text.lower()


@builtin("trim(string: string)")
def trim(text: str) -> str:
    """Return the text without space around it."""
    return text.strip()


@builtin("substring before(string: string, match: string)")
def substring_before(text: str, match: str) -> str:
    """Return what stands before the match; empty without one."""
    return text.partition(match)[0] if match and match in text else ""


@builtin("substring after(string: string, match: string)")
def substring_after(text: str, match: str) -> str:
    """Return what stands after the match; empty without one."""
    return text.partition(match)[2] if match else text


@builtin("contains(string: string, match: string)")
def contains(text: str, match: str) -> bool:
    """Tell whether the text holds the match."""
    return match in text


@builtin("starts with(string: string, match: string)")
def starts_with(text: str, match: str) -> bool:
    """Tell whether the text starts with the match."""
    return text.startswith(match)


@builtin("ends with(string: string, match: string)")
def ends_with(text: str, match: str) -> bool:
    """Tell whether the text ends with the match."""
    return text.endswith(match)


@builtin("repeat(string: string, count: number)")
def repeat(text: str, count: Decimal) -> Value:
    """Return the text several times over."""
    times = whole(count)
    if times is None or times < 0:
        return None
    charge(len(text) * min(times, 10**9) // 8)
    return text * times
