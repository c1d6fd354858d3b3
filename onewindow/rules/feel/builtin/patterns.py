"""String functions with regular expressions of XPath's flavour; a wrong pattern gives null."""

from __future__ import annotations

from onewindow.rules.feel.budget import charge
from onewindow.rules.feel.builtin.registry import builtin
from onewindow.rules.feel.regex import Match, Pattern, PatternFault, compiled
from onewindow.rules.feel.values import Value


def _pattern(text: str, flags: str | None) -> Pattern | None:
    charge(len(text))
    try:
        return compiled(text, flags or "")
    except PatternFault:
        return None


@builtin("matches(input: string, pattern: string, flags?: string|null)")
def matches(text: str, pattern: str, flags: str | None = None) -> Value:
    """Tell whether a pattern occurs in a text."""
    wanted = _pattern(pattern, flags)
    return None if wanted is None else wanted.first(text) is not None


@builtin("replace(input: string, pattern: string, replacement: string, flags?: string|null)")
def replace(text: str, pattern: str, replacement: str, flags: str | None = None) -> Value:
    """Replace every occurrence of a pattern; null when it matches an empty text (F&O 5.6.3)."""
    wanted = _pattern(pattern, flags)
    if wanted is None or wanted.first("") is not None:
        return None
    parts: list[str | int] | None = [replacement] if wanted.literal else _template(replacement, wanted.groups)
    if parts is None:
        return None
    found: list[str] = []
    at = 0
    for match in wanted.all(text):
        filled = _filled(parts, match)
        charge(len(filled) // 8 + len(parts))
        found += [text[at : match.start], filled]
        at = match.end
    return "".join([*found, text[at:]])


@builtin("split(string: string, delimiter: string)")
def split(text: str, delimiter: str) -> Value:
    """Cut a text at every occurrence of a pattern; null when it matches an empty text."""
    wanted = _pattern(delimiter, None)
    if wanted is None or wanted.first("") is not None:
        return None
    found: list[str] = []
    at = 0
    for match in wanted.all(text):
        charge()
        found.append(text[at : match.start])
        at = match.end
    return [*found, text[at:]]


def _template(text: str, groups: int) -> list[str | int] | None:
    parts: list[str | int] = []
    at = 0
    while at < len(text):
        char, after = text[at], text[at + 1 : at + 2]
        at += 1
        if char == "\\":
            if after not in ("\\", "$"):
                return None
            parts.append(after)
            at += 1
        elif char == "$":
            digits = after if after.isascii() and after.isdigit() else ""
            if not digits:
                return None
            at += 1
            while (more := text[at : at + 1]).isascii() and more.isdigit() and int(digits + more) <= groups:
                digits, at = digits + more, at + 1
            parts.append(int(digits))
        else:
            parts.append(char)
    return parts


def _filled(parts: list[str | int], match: Match) -> str:
    return "".join(
        part if isinstance(part, str) else (match.groups[part] or "") if part < len(match.groups) else ""
        for part in parts
    )
