"""Finds names an expression uses that nothing declares, and fields that a declared type has not."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from onewindow.rules.feel import nodes as n
from onewindow.rules.feel.types import Type

Known = Callable[[str], bool]


def unknown_names(node: object, known: Known, fields: Known) -> Iterator[n.Name]:
    """Yield the names that are neither in reach nor, inside a filter, a field of anything."""
    if isinstance(node, n.Name):
        if not known(node.name):
            yield node
    elif isinstance(node, n.For | n.Quantified):
        for loop in node.loops:
            yield from unknown_names((loop.source, loop.to), known, fields)
            known = _with(known, loop.name, "partial")
        yield from unknown_names(node.body if isinstance(node, n.For) else node.condition, known, fields)
    elif isinstance(node, n.FunctionDefinition):
        if not node.external:
            yield from unknown_names(node.body, _with(known, *(name for name, _ in node.params)), fields)
    elif isinstance(node, n.ContextNode):
        for key, value in node.entries:
            yield from unknown_names(value, known, fields)
            known = _with(known, key)
    elif isinstance(node, n.Filter):
        yield from unknown_names(node.base, known, fields)
        outer = known
        yield from unknown_names(
            node.condition, lambda name: name == "item" or outer(name) or fields(name), fields
        )
    else:
        for part in _parts(node):
            yield from unknown_names(part, known, fields)


def _with(known: Known, *names: str) -> Known:
    return lambda name: name in names or known(name)


def _parts(node: object) -> Iterator[object]:
    if isinstance(node, tuple):
        yield from node
    elif isinstance(node, n.Node) and not isinstance(node, n.TypeName):
        for slot in node.__dataclass_fields__:  # type: ignore[attr-defined]
            yield getattr(node, slot)


def unknown_fields(node: object, variables: Mapping[str, Type]) -> Iterator[tuple[str, str]]:
    """Yield (path, field) for each property read that the declared type of its variable has not."""
    if isinstance(node, n.Path):
        base = type_of(node.base, variables)
        base = base.element if base and base.kind == "list" else base
        if base and base.kind == "context" and base.fields and node.name not in base.fields:
            yield ".".join((*_written(node.base), node.name)), node.name
    if isinstance(node, n.For | n.Quantified | n.FunctionDefinition | n.ContextNode | n.Filter):
        bound = _bound(node)
        variables = {name: type_ for name, type_ in variables.items() if name not in bound}
    for part in _parts(node):
        yield from unknown_fields(part, variables)


def _bound(node: n.Node) -> set[str]:
    if isinstance(node, n.For | n.Quantified):
        return {loop.name for loop in node.loops}
    if isinstance(node, n.FunctionDefinition):
        return {name for name, _ in node.params}
    return {key for key, _ in node.entries} if isinstance(node, n.ContextNode) else set()


def type_of(node: n.Node, variables: Mapping[str, Type]) -> Type | None:
    """Return the declared type of a variable or of a property of one."""
    if isinstance(node, n.Name):
        return variables.get(node.name)
    if isinstance(node, n.Path):
        base = type_of(node.base, variables)
        return base.fields.get(node.name) if base and base.kind == "context" else None
    return None


def _written(node: n.Node) -> tuple[str, ...]:
    if isinstance(node, n.Path):
        return (*_written(node.base), node.name)
    return (node.name,) if isinstance(node, n.Name) else ("…",)
