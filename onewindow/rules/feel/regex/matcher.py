"""Runs a pattern: each (instruction, position) once, so no pattern backtracks without end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from onewindow.rules.errors import LimitReached
from onewindow.rules.feel.budget import charge
from onewindow.rules.feel.regex.classes import variants
from onewindow.rules.feel.regex.parser import Back, Edge, Group, Item, One, Parser, Repeat

SIZE, BATCH = 20_000, 128
ONE, SPLIT, JUMP, SAVE, EDGE, BACK, MARK, MOVED, DONE = range(9)


@dataclass(frozen=True, slots=True)
class Match:
    """Where a pattern matched, and the text of each group (0 is the whole)."""

    start: int
    end: int
    groups: tuple[str | None, ...]


class Pattern:
    """A compiled pattern."""

    def __init__(self, text: str, flags: str) -> None:
        parser = Parser(text, flags)
        tree = parser.pattern()
        self.groups, self.fold, self.lines = parser.groups, parser.fold, "m" in flags
        self.literal, self.references = parser.literal, parser.references
        self.slots = 2 * (self.groups + 1)
        self.code: list[tuple[int, Any, Any]] = []
        self._group(tree)
        self._add(DONE)

    # -- compiling
    def _add(self, kind: int, a: Any = None, b: Any = None) -> int:
        if len(self.code) >= SIZE:
            raise LimitReached("the pattern is too large")
        self.code.append((kind, a, b))
        return len(self.code) - 1

    def _item(self, item: Item) -> None:
        if isinstance(item, One):
            self._add(ONE, item.chars)
        elif isinstance(item, Edge):
            self._add(EDGE, item.end)
        elif isinstance(item, Back):
            self._add(BACK, item.number)
        elif isinstance(item, Group):
            self._group(item)
        else:
            self._repeat(item)

    def _group(self, group: Group) -> None:
        if group.number is not None:
            self._add(SAVE, 2 * group.number)
        ends = []
        for branch in group.branches[:-1]:
            split = self._add(SPLIT)
            self._branch(branch)
            ends.append(self._add(JUMP))
            self.code[split] = (SPLIT, split + 1, len(self.code))
        self._branch(group.branches[-1])
        for end in ends:
            self.code[end] = (JUMP, len(self.code), None)
        if group.number is not None:
            self._add(SAVE, 2 * group.number + 1)

    def _branch(self, branch: tuple[Item, ...]) -> None:
        for item in branch:
            self._item(item)

    def _repeat(self, repeat: Repeat) -> None:
        for _ in range(repeat.low):
            self._item(repeat.item)
        if repeat.high is None:
            split = self._add(SPLIT)
            self._loop_body(repeat.item)
            self._add(JUMP, split)
            self._choice(split, len(self.code), repeat.lazy)
            return
        splits = []
        for _ in range(repeat.high - repeat.low):
            splits.append(self._add(SPLIT))
            self._item(repeat.item)
        for split in splits:
            self._choice(split, len(self.code), repeat.lazy)

    def _loop_body(self, item: Item) -> None:
        if not self.references:
            self._item(item)
            return
        slot, self.slots = self.slots, self.slots + 1
        self._add(MARK, slot)
        self._item(item)
        self._add(MOVED, slot)

    def _choice(self, split: int, out: int, lazy: bool) -> None:
        self.code[split] = (SPLIT, out, split + 1) if lazy else (SPLIT, split + 1, out)

    # -- running
    def first(self, text: str, start: int = 0) -> Match | None:
        """Return the leftmost match from a position on."""
        charge(len(self.code) // 8)
        seen: set[int] | None = None if self.references else set()
        for at in range(start, len(text) + 1):
            found = self._run(text, at, seen)
            if found:
                return found
        return None

    def all(self, text: str) -> Iterator[Match]:
        """Return every match, one after the other, for a pattern that matches no empty text."""
        at = 0
        while found := self.first(text, at):
            yield found
            at = max(found.end, found.start + 1)

    def _run(self, text: str, start: int, seen: set[int] | None) -> Match | None:
        code, width = self.code, len(self.code)
        todo: list[tuple[int, int, tuple[int, ...]]] = [(0, start, (-1,) * self.slots)]
        steps = 0
        while todo:
            pc, at, saved = todo.pop()
            while True:
                steps += 1
                if steps == BATCH:
                    charge(BATCH)
                    steps = 0
                if seen is not None:
                    state = at * width + pc
                    if state in seen:
                        break
                    seen.add(state)
                kind, a, b = code[pc]
                if kind == ONE:
                    if at >= len(text) or not a(text[at]):
                        break
                    pc, at = pc + 1, at + 1
                elif kind == SPLIT:
                    todo.append((b, at, saved))
                    pc = a
                elif kind == JUMP:
                    pc = a
                elif kind == DONE:
                    charge(steps)
                    return self._match(text, start, at, saved)
                else:
                    step = self._other(kind, a, text, at, saved)
                    if step is None:
                        break
                    pc, (at, saved) = pc + 1, step
        charge(steps)
        return None

    def _other(
        self, kind: int, a: Any, text: str, at: int, saved: tuple[int, ...]
    ) -> tuple[int, tuple[int, ...]] | None:
        if kind in (SAVE, MARK):
            return at, (*saved[:a], at, *saved[a + 1 :])
        if kind == MOVED:
            return (at, saved) if saved[a] != at else None
        if kind == EDGE:
            return (at, saved) if (self._at_end(text, at) if a else self._at_start(text, at)) else None
        first, last = saved[2 * a], saved[2 * a + 1]
        if first < 0 or last < first:
            return at, saved
        charge((last - first) // 8)
        wanted, found = text[first:last], text[at : at + last - first]
        if wanted == found or (self.fold and len(wanted) == len(found) and _alike(wanted, found)):
            return at + last - first, saved
        return None

    def _at_start(self, text: str, at: int) -> bool:
        return at == 0 or (self.lines and text[at - 1] == "\n" and at < len(text))

    def _at_end(self, text: str, at: int) -> bool:
        if not self.lines:
            return at == len(text)
        return text[at] == "\n" if at < len(text) else not text.endswith("\n")

    def _match(self, text: str, start: int, end: int, saved: tuple[int, ...]) -> Match:
        groups: list[str | None] = [text[start:end]]
        for number in range(1, self.groups + 1):
            first, last = saved[2 * number], saved[2 * number + 1]
            groups.append(text[first:last] if 0 <= first <= last else None)
        return Match(start, end, tuple(groups))


def _alike(a: str, b: str) -> bool:
    return all(y in variants(x) for x, y in zip(a, b, strict=True))


@lru_cache(maxsize=512)
def compiled(text: str, flags: str = "") -> Pattern:
    """Return a pattern; raise PatternFault when it is none."""
    return Pattern(text, flags)
