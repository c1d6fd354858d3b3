"""Events as JSON and back: identifiers, dates and decimals keep their types by the event's annotations."""

import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any, Union, get_args, get_origin, get_type_hints
from uuid import UUID

_READERS: dict[Any, Callable[[Any], Any]] = {
    UUID: UUID,
    Decimal: Decimal,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    bytes: bytes.fromhex,
}


def encode(event: Any) -> dict[str, Any]:
    """Return an event's values as plain JSON data; raise TypeError for a type that has no spelling."""
    return {name: _plain(getattr(event, name)) for name in _names(event.__class__)}


def decode(kind: Any, payload: dict[str, Any]) -> Any:
    """Return the event; names it no longer has are left out, names it has gained take their defaults."""
    readers = _readers(kind)
    return kind(**{name: readers[name](value) for name, value in payload.items() if name in readers})


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(item) for item in value]
    if is_dataclass(value):
        return encode(value)
    raise TypeError(f"an event cannot carry a {type(value).__name__}")


@lru_cache(maxsize=512)
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


@lru_cache(maxsize=512)
def _readers(kind: Any) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(kind)
    return {f.name: _reader(hints[f.name]) for f in fields(kind)}


def _reader(hint: Any) -> Callable[[Any], Any]:
    if hint in _READERS:
        return _or_none(_READERS[hint])
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in {Union, types.UnionType}:
        return _or_none(_reader(next(a for a in arguments if a is not type(None))))
    if origin in {list, tuple, set, frozenset} and arguments:
        item = _reader(arguments[0])
        return _or_none(lambda values: origin(item(value) for value in values))
    if origin is dict:
        value_of = _reader(arguments[1])
        return _or_none(lambda values: {key: value_of(value) for key, value in values.items()})
    return lambda value: value


def _or_none(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else read(value)
