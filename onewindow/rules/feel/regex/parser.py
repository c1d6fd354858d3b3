"""Reads a pattern of XPath's flavour into a tree; whatever that flavour has not is a fault."""

from __future__ import annotations

from dataclasses import dataclass

from onewindow.rules.feel.regex.classes import ESCAPES, Chars, category, negated, variants

DEPTH, REPEATS = 60, 1000
SINGLE = {"n": "\n", "r": "\r", "t": "\t", **{c: c for c in "\\|.?*+(){}-[]^$"}}
SPECIAL = set("\\|.?*+(){}[]^$")


class PatternFault(Exception):
    """A pattern, flag or replacement that is not XPath's."""


@dataclass(frozen=True, slots=True)
class One:
    """One character of a class."""

    chars: Chars


@dataclass(frozen=True, slots=True)
class Edge:
    """`^` or `$`."""

    end: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives, captured under a number or (None) not captured."""

    number: int | None
    branches: tuple[tuple[Item, ...], ...]


@dataclass(frozen=True, slots=True)
class Back:
    """A reference back to a captured group."""

    number: int


@dataclass(frozen=True, slots=True)
class Repeat:
    """An item several times; `high` None is without end; `lazy` takes as few as possible."""

    item: Item
    low: int
    high: int | None
    lazy: bool


Item = One | Edge | Group | Back | Repeat


class Parser:
    """Parses one pattern."""

    def __init__(self, text: str, flags: str) -> None:
        if set(flags) - set("smixq"):
            raise PatternFault("an unknown flag")
        loose = "x" in flags and "q" not in flags
        self.text, self.at, self.depth = _without_space(text) if loose else text, 0, 0
        self.fold, self.dot_all = "i" in flags, "s" in flags
        self.groups = 0
        self.open: set[int] = set()
        self.references = False
        self.literal = "q" in flags

    def pattern(self) -> Group:
        """Parse the whole pattern."""
        if self.literal:
            return Group(None, (tuple(One(self.char(c)) for c in self.text),))
        found = Group(None, self.branches())
        if self.at < len(self.text):
            raise PatternFault("an unmatched )")
        return found

    def peek(self) -> str:
        """Return the next character; empty at the end."""
        return self.text[self.at : self.at + 1]

    def next(self) -> str:
        """Take the next character."""
        char = self.peek()
        if not char:
            raise PatternFault("the pattern ends too early")
        self.at += 1
        return char

    def branches(self) -> tuple[tuple[Item, ...], ...]:
        """Parse alternatives up to `)` or the end."""
        self.depth += 1
        if self.depth > DEPTH:
            raise PatternFault("nested too deep")
        found: list[tuple[Item, ...]] = []
        pieces: list[Item] = []
        while (char := self.peek()) and char != ")":
            if char == "|":
                self.at += 1
                found.append(tuple(pieces))
                pieces = []
            else:
                pieces.append(self.quantified(self.atom()))
        self.depth -= 1
        return (*found, tuple(pieces))

    def atom(self) -> Item:
        """Parse one item."""
        char = self.next()
        if char == "(":
            return self.group()
        if char == "[":
            return One(self.char_class())
        if char == ".":
            return One((lambda c: True) if self.dot_all else (lambda c: c not in "\n\r"))
        if char in "^$":
            return Edge(char == "$")
        if char == "\\":
            return self.escape()
        if char in SPECIAL:
            raise PatternFault(f"a stray {char}")
        return One(self.char(char))

    def char(self, char: str) -> Chars:
        """Return the class of one character."""
        if self.fold and len(same := variants(char)) > 1:
            return same.__contains__
        return char.__eq__

    def group(self) -> Group:
        """Parse what follows `(`."""
        number = None
        if self.text.startswith("?:", self.at):
            self.at += 2
        else:
            self.groups += 1
            number = self.groups
            self.open.add(number)
        found = Group(number, self.branches())
        if self.next() != ")":
            raise PatternFault("a ) is missing")
        self.open.discard(number or 0)
        return found

    def escape(self) -> Item:
        """Parse what follows a backslash outside a class."""
        char = self.text[self.at : self.at + 1]
        if char in "123456789" and char:
            self.at += 1
            number = int(char)
            while (digit := self.text[self.at : self.at + 1]).isascii() and digit.isdigit():
                if number * 10 + int(digit) > self.groups:
                    break
                number, self.at = number * 10 + int(digit), self.at + 1
            if number > self.groups or number in self.open:
                raise PatternFault("a reference to a group that is not there yet")
            self.references = True
            return Back(number)
        chars = self.class_escape()
        return One(self.char(chars) if isinstance(chars, str) else chars)

    def class_escape(self) -> str | Chars:
        """Parse an escape that a class may hold too: a character, or a class."""
        char = self.text[self.at : self.at + 1]
        self.at += 1
        if char in SINGLE:
            return SINGLE[char]
        if char.lower() in ESCAPES:
            chars = ESCAPES[char.lower()]
            return chars if char.islower() else negated(chars)
        if char and char in "pP" and self.text[self.at : self.at + 1] == "{":
            end = self.text.find("}", self.at)
            name = self.text[self.at + 1 : max(end, 0)]
            known = category(name)
            if known is None:
                raise PatternFault("an unknown category or block")
            self.at = end + 1
            return known if char == "p" else negated(known)
        raise PatternFault("an unknown escape")

    def char_class(self) -> Chars:
        """Parse what follows `[`, with subtraction."""
        self.depth += 1
        if self.depth > DEPTH:
            raise PatternFault("nested too deep")
        opposite = self.text.startswith("^", self.at)
        self.at += opposite
        parts: list[Chars] = []
        minus: Chars | None = None
        while True:
            char = self.text[self.at : self.at + 1]
            if char == "]" and parts:
                break
            if char == "-" and parts and self.text.startswith("-[", self.at):
                self.at += 2
                minus = self.char_class()
                if self.text[self.at : self.at + 1] != "]":
                    raise PatternFault("a subtraction must end its class")
                break
            parts.append(self.class_part())
        self.at += 1
        self.depth -= 1
        return _class(parts, opposite, minus)

    def class_part(self) -> Chars:
        """Parse a character, a range or an escape inside a class."""
        first = self.class_char()
        after = self.text[self.at + 1 : self.at + 2]
        if not isinstance(first, str):
            return first
        if self.text[self.at : self.at + 1] != "-" or after in ("]", "[", ""):
            return self.char(first)
        self.at += 1
        last = self.class_char()
        if not isinstance(last, str) or last < first:
            raise PatternFault("a range that runs backwards")
        if self.fold:
            return lambda c: any(first <= v <= last for v in variants(c))
        return lambda c: first <= c <= last

    def class_char(self) -> str | Chars:
        """Parse one character or escape inside a class."""
        char = self.text[self.at : self.at + 1]
        self.at += 1
        if char == "\\":
            return self.class_escape()
        if not char or char in "[]":
            raise PatternFault("a class that does not end")
        return char

    def quantified(self, item: Item) -> Item:
        """Parse a quantifier, if one follows."""
        char = self.peek()
        if not char or char not in "?*+{":
            return item
        self.at += 1
        low, high = {"?": (0, 1), "*": (0, None), "+": (1, None)}.get(char) or self.braces()
        lazy = self.peek() == "?"
        self.at += lazy
        if (after := self.peek()) and after in "?*+{":
            raise PatternFault("two quantifiers")
        return Repeat(item, low, high, lazy)

    def braces(self) -> tuple[int, int | None]:
        """Parse `n}`, `n,}` or `n,m}`."""
        end = self.text.find("}", self.at)
        inside = self.text[self.at : max(end, 0)]
        self.at = end + 1
        low, comma, high = inside.partition(",")
        if not low.isascii() or not low.isdigit() or (high and not (high.isascii() and high.isdigit())):
            raise PatternFault("a quantifier that is none")
        if len(low) > 4 or len(high) > 4 or int(low) > REPEATS or int(high or 0) > REPEATS:
            raise PatternFault("too many repetitions")
        if high and int(high) < int(low):
            raise PatternFault("a quantifier that runs backwards")
        return int(low), (int(high) if high else None) if comma else int(low)


def _class(parts: list[Chars], opposite: bool, minus: Chars | None) -> Chars:
    def inside(char: str) -> bool:
        return any(part(char) for part in parts)

    chars = parts[0] if len(parts) == 1 else inside
    if opposite:
        chars = negated(chars)
    if minus is None:
        return chars
    without, kept = minus, chars
    return lambda c: kept(c) and not without(c)


def _without_space(text: str) -> str:
    """Take out the space that flag x ignores: everywhere but in classes."""
    kept, inside, escaped = [], 0, False
    for char in text:
        if char in " \t\n\r" and not inside:
            continue
        kept.append(char)
        if not escaped:
            inside += (char == "[") - (char == "]")
        escaped = char == "\\" and not escaped
    return "".join(kept)
