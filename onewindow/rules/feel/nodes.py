"""The syntax tree of FEEL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class Node:
    """A piece of an expression."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A value written out."""

    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable; `?` is the value under test."""

    name: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Path(Node):
    """A property: `base.name`."""

    base: Node
    name: str


@dataclass(frozen=True, slots=True)
class Filter(Node):
    """`base[condition]`, which also picks by number."""

    base: Node
    condition: Node


@dataclass(frozen=True, slots=True)
class Call(Node):
    """An invocation, by position or by name."""

    function: Node
    arguments: tuple[Node, ...]
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Negate(Node):
    """Arithmetic minus."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """Arithmetic, comparison, `and` or `or`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Between(Node):
    """`value between low and high`."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True, slots=True)
class In(Node):
    """`value in tests`."""

    value: Node
    tests: Tests


@dataclass(frozen=True, slots=True)
class InstanceOf(Node):
    """`value instance of type`."""

    value: Node
    type: TypeName


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type as written: a name, its arguments, the fields of a context, the result of a function."""

    name: str
    arguments: tuple[TypeName, ...] = ()
    fields: tuple[tuple[str, TypeName], ...] = ()


@dataclass(frozen=True, slots=True)
class If(Node):
    """`if condition then yes else no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Loop(Node):
    """`name in source`; with `to`, a run of numbers or days."""

    name: str
    source: Node
    to: Node | None = None


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for loops return body`."""

    loops: tuple[Loop, ...]
    body: Node


@dataclass(frozen=True, slots=True)
class Quantified(Node):
    """`some` or `every` loops satisfies condition."""

    every: bool
    loops: tuple[Loop, ...]
    condition: Node


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Node):
    """`function(params) body`; external bodies are not run."""

    params: tuple[tuple[str, TypeName | None], ...]
    body: Node
    external: bool = False


@dataclass(frozen=True, slots=True)
class ContextNode(Node):
    """`{key: value}`."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True, slots=True)
class ListNode(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class RangeNode(Node):
    """`[low..high]`, or `(< high)` with one end missing."""

    low: Node | None
    high: Node | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Comparison(Node):
    """A unary test: an operator and an end."""

    operator: str
    end: Node


@dataclass(frozen=True, slots=True)
class Tests(Node):
    """Unary tests: any of them, none of them (`not`), or `-`."""

    tests: tuple[Node, ...]
    negated: bool = False

    @property
    def is_any(self) -> bool:
        """Whether this is the dash, which every value passes."""
        return not self.tests


def mentions_input(node: object) -> bool:
    """Tell whether an expression uses `?`."""
    if isinstance(node, Name):
        return node.name == "?"
    if isinstance(node, tuple):
        return any(mentions_input(part) for part in node)
    if isinstance(node, Node):
        return any(mentions_input(getattr(node, slot)) for slot in node.__dataclass_fields__)  # type: ignore[attr-defined]
    return False


def paths_of(node: object) -> list[tuple[str, ...]]:
    """Return the variables an expression mentions, each with the properties read from it."""
    if isinstance(node, Path):
        path, base = [node.name], node.base
        while isinstance(base, Path):
            path.append(base.name)
            base = base.base
        if isinstance(base, Name):
            return [(base.name, *reversed(path))]
        return paths_of(base)
    if isinstance(node, Name):
        return [(node.name,)]
    if isinstance(node, tuple):
        return [path for part in node for path in paths_of(part)]
    if isinstance(node, Node):
        return [path for slot in node.__dataclass_fields__ for path in paths_of(getattr(node, slot))]  # type: ignore[attr-defined]
    return []


def free_names(node: object, bound: frozenset[str] = frozenset()) -> set[str]:
    """Return the variables an expression takes from around it: no functions it calls, none it binds itself.

    Inside a filter a bare name may be a property of the item, so nothing is told about those.
    """
    if isinstance(node, Name):
        return {node.name} - bound
    if isinstance(node, Filter):
        return free_names(node.base, bound)
    if isinstance(node, Call):
        called = set() if isinstance(node.function, Name) else free_names(node.function, bound)
        return called | free_names(node.arguments, bound)
    if isinstance(node, For | Quantified):
        found: set[str] = set()
        for loop in node.loops:
            found |= free_names((loop.source, loop.to), bound)
            bound |= {loop.name}
        last = node.body if isinstance(node, For) else node.condition
        return found | free_names(last, bound | {"partial"})
    if isinstance(node, FunctionDefinition):
        return free_names(node.body, bound | {name for name, _ in node.params})
    if isinstance(node, ContextNode):
        found = set()
        for key, value in node.entries:
            found |= free_names(value, bound)
            bound |= {key}
        return found
    if isinstance(node, tuple):
        return {name for part in node for name in free_names(part, bound)}
    if isinstance(node, Node):
        slots = node.__dataclass_fields__  # type: ignore[attr-defined]
        return {name for slot in slots for name in free_names(getattr(node, slot), bound)}
    return set()
