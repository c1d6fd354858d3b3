"""Built-in functions: how they are declared, found by their arguments, and called by position or by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from onewindow.rules.feel.budget import charge
from onewindow.rules.feel.types import BUILT_IN
from onewindow.rules.feel.values import Function, Value

_PARAM = re.compile(r"\s*([^:,?*]+?)(\?|\*)?\s*:\s*([^,]+?)\s*(?:,|$)")
MISSING = object()
KINDS: dict[str, tuple[str, ...]] = {
    "duration": ("days and time duration", "years and months duration"),
    "temporal": ("date", "date and time"),
    "clock": ("time", "date and time"),
}


@dataclass(frozen=True)
class Parameter:
    """A parameter: its name, what it accepts, whether it may be left out, whether it takes all the rest."""

    name: str
    kinds: tuple[str, ...]
    optional: bool
    rest: bool
    nullable: bool

    def fit(self, value: Value) -> tuple[bool, Value]:
        """Return whether a value suits, and the value as the function takes it."""
        if value is MISSING:
            return self.optional, None
        if value is None:
            return self.nullable, None
        if "any" in self.kinds:
            return True, value
        for kind in self.kinds:
            fitted = BUILT_IN[kind].coerce(value)
            if fitted is not None:
                return True, fitted
        return False, None


@dataclass(frozen=True)
class Signature:
    """One way to call a built-in."""

    params: tuple[Parameter, ...]
    run: Callable[..., Value]

    def arrange(self, values: list[Value], names: tuple[str, ...]) -> list[Value] | None:
        """Return the arguments in order and fitted; None when they do not suit this signature."""
        if names:
            given = dict(zip(names, values, strict=True))
            if not set(given) <= {p.name for p in self.params}:
                return None
            if any(p.name not in given and not p.optional for p in self.params):
                return None
            values = [given.get(p.name, MISSING) for p in self.params]
        return self._fitted(values)

    def _fitted(self, values: list[Value]) -> list[Value] | None:
        params = list(self.params)
        if params and params[-1].rest:
            params += [params[-1]] * (len(values) - len(params))
        if len(values) > len(params) or any(not p.optional and not p.rest for p in params[len(values) :]):
            return None
        fitted = []
        for param, value in zip(params, values, strict=False):
            suits, taken = param.fit(value)
            if not suits:
                return None
            fitted.append(taken)
        return fitted


class BuiltIn(Function):
    """A built-in function with its signatures, tried in order."""

    __slots__ = ("signatures",)

    def __init__(self, name: str) -> None:
        super().__init__(name, (), self.positional)
        self.signatures: list[Signature] = []

    def positional(self, *values: Value) -> Value:
        """Call by position."""
        return self.invoke(list(values))

    def invoke(self, values: list[Value], names: tuple[str, ...] = ()) -> Value:
        """Call by position or by name; null when no signature suits."""
        charge(sum(_weight(v) for v in values))
        for signature in self.signatures:
            fitted = signature.arrange(values, names)
            if fitted is not None:
                return signature.run(*fitted)
        return None


def _weight(value: Value) -> int:
    if type(value) is str:
        return len(value) // 8
    return len(value) if type(value) in (list, dict) else 0


FUNCTIONS: dict[str, Function] = {}


def builtin(declaration: str) -> Callable[[Callable[..., Value]], Callable[..., Value]]:
    """Declare a function: `name(param: kind, optional?: kind|null, rest*: any)`; kinds as in FEEL."""
    name, _, inside = declaration.partition("(")
    params = tuple(_parameter(*found) for found in _PARAM.findall(inside[:-1]))

    def add(run: Callable[..., Value]) -> Callable[..., Value]:
        known = FUNCTIONS.setdefault(name, BuiltIn(name))
        assert isinstance(known, BuiltIn)
        known.signatures.append(Signature(params, run))
        if len(known.signatures) == 1:
            known.params = tuple(p.name for p in params)
        return run

    return add


def _parameter(name: str, mark: str, kinds: str) -> Parameter:
    wanted: list[str] = []
    for kind in kinds.split("|"):
        wanted += KINDS.get(kind, (kind,))
    nullable = "any" in wanted or "null" in wanted
    return Parameter(name, tuple(k for k in wanted if k != "null"), mark == "?", mark == "*", nullable)


def whole(value: Any) -> int | None:
    """Return a number as an int when it is whole."""
    return int(value) if type(value) is Decimal and value == value.to_integral_value() else None


def position(value: Decimal) -> int | None:
    """Return a position or length with its fraction cut off; None when absurdly large."""
    return int(value) if abs(value) < 10**12 else None
