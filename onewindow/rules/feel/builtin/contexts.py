"""Context functions."""

from __future__ import annotations

from onewindow.rules.feel.builtin.registry import builtin
from onewindow.rules.feel.values import Value, equals, kind_of

Context = dict[str, Value]


@builtin("get value(m: context, key: string)")
def get_value(context: Context, key: str) -> Value:
    """Return an entry."""
    return context.get(key)


@builtin("get value(context: context, keys: list)")
def get_value_at(context: Context, keys: list[Value]) -> Value:
    """Return an entry of nested contexts."""
    found: Value = context
    for key in keys:
        found = found.get(key) if isinstance(found, dict) and isinstance(key, str) else None
    return found if keys else None


@builtin("get entries(m: context)")
def get_entries(context: Context) -> list[Context]:
    """Return the entries as a list of key and value."""
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context(entries: list)")
def context_of(entries: list[Value]) -> Value:
    """Return a context from a list of key and value."""
    found: Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry or not isinstance(entry.get("key"), str):
            return None
        if entry["key"] in found:
            return None
        found[entry["key"]] = entry["value"]
    return found


@builtin("context put(context: context, key: string, value: any)")
def context_put(context: Context, key: str, value: Value) -> Context:
    """Return a context with an entry put in."""
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: any)")
def context_put_at(context: Context, keys: list[Value], value: Value) -> Value:
    """Return a context with an entry put in at a path."""
    if not keys or not isinstance(keys[0], str):
        return None
    if len(keys) == 1:
        return {**context, keys[0]: value}
    inner = context.get(keys[0])
    if not isinstance(inner, dict):
        return None
    put = context_put_at(inner, keys[1:], value)
    return None if put is None else {**context, keys[0]: put}


@builtin("context merge(contexts: list)")
def context_merge(contexts: list[Value]) -> Value:
    """Merge contexts; later entries win."""
    merged: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            return None
        merged.update(context)
    return merged


@builtin("is(value1?: any, value2?: any)")
def is_same(a: Value = None, b: Value = None) -> bool:
    """Tell whether two values are the same element of the same domain, zone and all."""
    if kind_of(a) != kind_of(b):
        return False
    if kind_of(a) in ("time", "date and time"):
        return bool(a == b)
    return equals(a, b) is True
