"""Finds every verb of the house from its source: what changes something in somebody's name."""

import ast
import importlib
import inspect
import types
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import onewindow

ROOT = Path(onewindow.__file__).parent
EDGES = {"tests", "migrations", "views", "gateways"}
"""Folders without verbs."""
BELOW = {"kernel"}
"""Contexts without people: their verbs are called by others."""


@dataclass(frozen=True)
class Found:
    """A verb where it lives."""

    context: str
    name: str
    module: str

    @property
    def call(self) -> Callable[..., object]:
        """The function itself."""
        return getattr(importlib.import_module(self.module), self.name)


def actions() -> Iterator[tuple[Found, bool]]:
    """Give each public function that takes the actor as `by=`, and whether it opens a unit of work itself."""
    for file in sorted(ROOT.rglob("*.py")):
        inside = file.relative_to(ROOT)
        if EDGES & set(inside.parts[:-1]) or inside.parts[0] in BELOW or len(inside.parts) < 2:
            continue
        functions = {n.name: n for n in ast.parse(file.read_text()).body if isinstance(n, ast.FunctionDef)}
        module = ".".join(["onewindow", *inside.with_suffix("").parts])
        for name, node in functions.items():
            named = any(argument.arg == "by" for argument in node.args.kwonlyargs)
            if named and not name.startswith("_"):
                yield Found(inside.parts[0], name, module), _writes(node, functions, {name})


def verbs() -> dict[tuple[str, str], Found]:
    """Return the functions that change something in somebody's name, by context and name."""
    return {(one.context, one.name): one for one, writes in actions() if writes}


def _writes(node: ast.FunctionDef, functions: dict[str, ast.FunctionDef], seen: set[str]) -> bool:
    for each in ast.walk(node):
        if isinstance(each, ast.Call):
            called = ast.unparse(each.func)
            if called in {"unit.work", "work"}:
                return True
            inner = functions.get(called)
            if inner is not None and called not in seen and _writes(inner, functions, seen | {called}):
                return True
    return False


def plain_arguments(call: Callable[..., object]) -> dict[str, Any]:
    """Return something of the right type for every argument without a default."""
    try:
        hints = typing.get_type_hints(call)
    except (NameError, TypeError):  # a type that only the checker sees
        hints = {}
    wanted = inspect.signature(call).parameters.values()
    return {one.name: _plain(hints.get(one.name, str)) for one in wanted if one.default is one.empty}


def _plain(kind: Any) -> Any:
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return None if type(None) in inside else _plain(inside[0])
    known: dict[Any, Any] = {
        str: "没有这一个", bytes: b"", int: 0, bool: False, date: date(2026, 3, 9), UUID: UUID(int=0),
        datetime: datetime(2026, 3, 9, 12),
    }  # fmt: skip
    if kind in known:
        return known[kind]
    name = getattr(origin or kind, "__name__", "")
    return {"Mapping": {}, "dict": {}}.get(
        name, () if name in {"Sequence", "Iterable", "list", "tuple"} else None
    )
