"""FEEL types: what `instance of` asks and what typed variables and parameters accept or coerce."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from onewindow.rules.feel import nodes as n
from onewindow.rules.feel.operators import midnight
from onewindow.rules.feel.temporal import Date, DateTime
from onewindow.rules.feel.values import KINDS, Function, Range, Value, kind_of

PLAIN = {
    name: kind for kind, name in KINDS.items() if name not in ("null", "list", "context", "range", "function")
}


@dataclass(frozen=True)
class Type:
    """A type; `kind` is its FEEL name, `Any` accepts everything."""

    kind: str = "Any"
    element: Type | None = None
    fields: Mapping[str, Type] = field(default_factory=dict)
    params: tuple[Type, ...] = ()
    allowed: Callable[[Value], bool | None] | None = None

    @cached_property
    def plain(self) -> type | None:
        """The Python type whose values are of this type as they are; None when each must be looked at."""
        return None if self.allowed else PLAIN.get(self.kind)

    def conforms(self, value: Value) -> bool:
        """Tell whether a value belongs to the type; null is judged by the place it stands in."""
        if self.kind == "Any":
            return self.allowed is None or self.allowed(value) is True
        return self._fits(value) and (self.allowed is None or self.allowed(value) is True)

    def is_kind_of(self, value: Value) -> bool:
        """Answer `instance of`: as `conforms`, whatever values are allowed."""
        return self.kind == "Any" or self._fits(value)

    def _fits(self, value: Value) -> bool:
        if self.kind == "list":
            return isinstance(value, list) and (
                self.element is None or all(v is None or self.element.conforms(v) for v in value)
            )
        if self.kind == "context":
            return isinstance(value, dict) and all(
                name in value and (value[name] is None or part.conforms(value[name]))
                for name, part in self.fields.items()
            )
        if self.kind == "range":
            return isinstance(value, Range) and (
                self.element is None
                or all(v is None or self.element.conforms(v) for v in (value.low, value.high))
            )
        if self.kind == "function":
            return isinstance(value, Function) and self._same_signature(value)
        return kind_of(value) == self.kind

    def _same_signature(self, value: Function) -> bool:
        if self.element is None:
            return True
        if len(value.params) != len(self.params):
            return False
        mine, theirs = (*self.params, self.element), (*value.types, value.result)
        if len(mine) != len(theirs):
            return all(part.kind == "Any" for part in mine)
        return all(
            m.kind == "Any" or (isinstance(t, Type) and t.kind == m.kind)
            for m, t in zip(mine, theirs, strict=True)
        )

    def coerce(self, value: Value) -> Value:
        """Return the value as this type: one for a list of one and back, a date as a moment, else null."""
        if type(value) is self.plain:
            return value
        if value is None or self.conforms(value):
            return value
        if isinstance(value, list) and len(value) == 1 and self.kind != "list":
            return self._single(value[0])
        if self.kind == "list" and not isinstance(value, list):
            one = [self.element.coerce(value) if self.element else value]
            return one if one[0] is not None and self.conforms(one) else None
        if self.kind == "date and time" and isinstance(value, Date):
            return midnight(value)
        return None

    def _single(self, value: Value) -> Value:
        return None if isinstance(value, list) else self.coerce(value)

    def admit(self, value: Value) -> Value:
        """Return an input from outside as this type: a missing or misfitting part is null, the rest stays."""
        if type(value) is self.plain:
            return value
        if self.kind == "context" and isinstance(value, dict):
            return self._whole(
                value | {name: part.admit(value.get(name)) for name, part in self.fields.items()}
            )
        if self.kind == "list" and self.element and isinstance(value, list):
            return self._whole([self.element.admit(v) for v in value])
        return self.coerce(value)

    def _whole(self, value: Value) -> Value:
        """Return what is made of admitted parts, each of its type or null; only `allowed` is left to ask."""
        return value if self.allowed is None else self.coerce(value)


ANY = Type()
SIMPLE = {
    name: Type(name)
    for name in (
        "number", "string", "boolean", "date", "time", "date and time", "days and time duration",
        "years and months duration", "list", "context", "range", "function", "null",
    )
}  # fmt: skip
ALIASES = {
    "Any": ANY,
    "any": ANY,
    "Null": SIMPLE["null"],
    "dateTime": SIMPLE["date and time"],
    "dayTimeDuration": SIMPLE["days and time duration"],
    "yearMonthDuration": SIMPLE["years and months duration"],
}
BUILT_IN: dict[str, Type] = {**SIMPLE, **ALIASES}


def resolve(name: n.TypeName, known: Mapping[str, Type]) -> Type | None:
    """Turn a written type into a type; None when its name is unknown."""
    if name.name in ("list", "range") and name.arguments:
        element = resolve(name.arguments[0], known)
        return element and Type(name.name, element)
    if name.name == "context" and name.fields:
        parts = {key: resolve(part, known) for key, part in name.fields}
        found = {key: part for key, part in parts.items() if part}
        return Type("context", fields=found) if len(found) == len(parts) else None
    if name.name == "function" and name.fields:
        params = [resolve(part, known) for part in name.arguments]
        result = resolve(name.fields[0][1], known)
        if result is None or None in params:
            return None
        return Type("function", result, params=tuple(p for p in params if p))
    return known.get(name.name) or BUILT_IN.get(name.name)


def as_moment(value: Value) -> Value:
    """Return a date as the start of its day in UTC."""
    return midnight(value) if isinstance(value, Date) else value


__all__ = ["ANY", "BUILT_IN", "DateTime", "Type", "as_moment", "resolve"]
