"""Known names: FEEL names may hold spaces and operators, so the parser asks what is declared."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from onewindow.rules.errors import SyntaxFault
from onewindow.rules.feel.lexer import Token, tokens_of


@lru_cache(maxsize=4096)
def words_of(name: str) -> tuple[str, ...]:
    """Cut a declared name into the tokens it is written with."""
    try:
        return tuple(token.text for token in tokens_of(name) if token.kind != "end")
    except SyntaxFault:
        return (name,)


class Names:
    """A set of declared names, found by the longest run of tokens."""

    __slots__ = ("_by_first", "outer")

    def __init__(self, names: Iterable[str] = (), outer: Names | None = None) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        self.outer = outer
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Declare one more name."""
        words = words_of(name)
        if not words:
            return
        known = self._by_first.setdefault(words[0], [])
        if (words, name) not in known:
            known.append((words, name))
            known.sort(key=lambda entry: -len(entry[0]))

    def __contains__(self, name: object) -> bool:
        """Tell whether a name is declared."""
        words = words_of(str(name))
        known = self._by_first.get(words[0], ()) if words else ()
        return any(declared == name for _, declared in known) or (
            self.outer is not None and name in self.outer
        )

    def longest(self, tokens: list[Token], at: int) -> tuple[int, str]:
        """Return how many tokens the longest declared name takes here, and that name; (0, "") if none."""
        best, name = self.outer.longest(tokens, at) if self.outer else (0, "")
        for words, declared in self._by_first.get(tokens[at].text, ()):
            if len(words) < best:
                break
            if all(w == t.text for w, t in zip(words, tokens[at : at + len(words)], strict=False)):
                return (len(words), declared) if at + len(words) < len(tokens) else (best, name)
        return best, name


def written(tokens: list[Token]) -> str:
    """Join tokens to a name, keeping one space where there was any."""
    text = ""
    for before, token in zip([None, *tokens], tokens, strict=False):
        text += (" " if before and token.position > before.end else "") + token.text
    return text
