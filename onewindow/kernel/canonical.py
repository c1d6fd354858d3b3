"""Canonical bytes: one spelling of a value, so that a hash made today can be made again from the database."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
from cryptography.hazmat.primitives import hashes
from django.db import models

from onewindow.kernel import making

_WIDE = Context(prec=1000)
_UNSAID = (None, "")
_EMPTY = hashes.Hash(hashes.SM3())


def sm3(data: bytes) -> bytes:
    """Return the SM3 digest (GB/T 32905), 32 bytes."""
    digest = _EMPTY.copy()
    digest.update(data)
    return digest.finalize()


def canonical_json(value: object) -> bytes:
    """Return JSON with sorted keys and no spaces, UTF-8; dates ISO 8601, moments in UTC, decimals as text."""
    if _is_simple(value):
        try:
            return orjson.dumps(value, default=_plain, option=_AS_OURS)
        except TypeError:  # keys that are no texts, numbers too large: as the slower one has it
            pass
    return _encoder.encode(value).encode()


def _is_simple(value: object) -> bool:
    """Tell whether the quicker writer spells a value as ours does: without fractions and own classes."""
    kind = type(value)
    if kind is dict:
        inside: Collection[object] = value.values()  # type: ignore[attr-defined]  # of a dict
    elif kind is list or kind is tuple:
        inside = value  # type: ignore[assignment]  # a list
    else:
        return kind in _SIMPLE
    return _SIMPLE.issuperset(map(type, inside)) or all(map(_is_simple, inside))


def _plain(value: object) -> object:
    if type(value) is bytes:
        return value.hex()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, (Decimal, UUID)):
        return str(value)
    if isinstance(value, (bytes, bytearray, memoryview)):
        return bytes(value).hex()
    raise TypeError(f"no canonical form for {type(value).__name__}")


_SIMPLE = frozenset({str, int, bool, type(None), bytes, datetime, date, time, Decimal, UUID})
_AS_OURS = orjson.OPT_SORT_KEYS | orjson.OPT_PASSTHROUGH_DATETIME
_encoder = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def row_state(row: models.Model) -> bytes:
    """Return the SM3 of a row's columns, as the database holds them, without those in `audit_exclude`.

    Columns in `audit_grown` came after rows had been recorded: they count from the first value that is
    neither null nor empty, so that the digests of older rows stay true.

    It is the same right after a save and after a reload, whatever Python type a field was set with; a value
    still to be computed by the database (an expression) raises TypeError: reload the row first.
    """
    told: dict[str, object] = {}
    take, columns = _columns(type(row))
    for (column, as_is, spell, grown), value in zip(columns, take(row), strict=True):
        if not grown or value not in _UNSAID:
            told[column] = value if value is None or type(value) is as_is else spell(value)
    return sm3(canonical_json(told))


class Alike:
    """Canonical bytes of many values with parts in common: the very same object is spelt once.

    Sameness is identity: 1, 1.0 and True are equal and are spelt differently. What was given is kept, and
    must not change as long as this is used.
    """

    def __init__(self) -> None:
        """Know nothing yet."""
        self._known: _Known = {}
        self._orders: dict[tuple[str, ...], list[tuple[str, bytes]]] = {}
        self._cells: dict[type[models.Model], tuple[_Take, list[tuple[_Known, _Column]]]] = {}

    def json(self, value: object) -> bytes:
        """Return `canonical_json` of a value."""
        known = self._known.get(id(value))
        if known is None:
            known = self._known[id(value)] = value, canonical_json(value)
        return known[1]

    def json_array(self, values: Iterable[object]) -> bytes:
        """Return `canonical_json` of a list whose values others have too."""
        return b"[" + b",".join(map(self.json, values)) + b"]"

    def json_object(self, told: Mapping[str, object]) -> bytes:
        """Return `canonical_json` of a mapping whose values others have too."""
        names = tuple(told)
        order = self._orders.get(names)
        if order is None:
            order = self._orders[names] = [(name, _name(name)) for name in sorted(names)]
        return b"{" + b",".join([name + self.json(told[key]) for key, name in order]) + b"}"

    def row_state(self, row: models.Model) -> bytes:
        """Return `row_state` of a row whose values others have too."""
        cells = self._cells.get(type(row))
        if cells is None:
            take, columns = _columns(type(row))
            cells = self._cells[type(row)] = take, [({}, column) for column in columns]
        pieces = []
        for (spelt, column), value in zip(cells[1], cells[0](row), strict=True):
            known = spelt.get(id(value))
            if known is None:
                known = spelt[id(value)] = value, _cell(column, value)
            if known[1]:
                pieces.append(known[1])
        return sm3(b"{" + b",".join(pieces) + b"}")


def _cell(of: "_Column", value: Any) -> bytes:
    """Return name and value of a column as they stand in a row's state; nothing where it does not count."""
    column, as_is, spell, grown = of
    if grown and value in _UNSAID:
        return b""
    return _name(column) + canonical_json(value if value is None or type(value) is as_is else spell(value))


def _name(name: str) -> bytes:
    return canonical_json(name) + b":"


_Speller = Callable[[Any], object]
_Take = Callable[[Any], tuple[Any, ...]]
_Column = tuple[str, type | None, _Speller, bool]
_Known = dict[int, tuple[object, bytes]]


@lru_cache(maxsize=512)
def _columns(model: type[models.Model]) -> tuple[_Take, list[_Column]]:
    """Return what takes the values, and of each column its name, the type taken as it is, its spelling,
    whether grown."""
    left_out, grown = getattr(model, "audit_exclude", ()), getattr(model, "audit_grown", ())
    fields = [
        field
        for field in sorted(model._meta.concrete_fields, key=lambda field: str(field.column))
        if field.attname not in left_out
    ]
    return making.getter([field.attname for field in fields]), [
        (str(field.column), _as_is(field), _speller(field), field.attname in grown) for field in fields
    ]


def _speller(field: Any) -> Callable[[Any], object]:
    """Return how a field's value is spelt; a field may bring its own `audit_value`."""
    own = getattr(field, "audit_value", None)
    if own is not None:
        return _or_none(own)
    if isinstance(field, models.JSONField):
        return lambda value: _json_of(field, value)
    if isinstance(field, models.DecimalField):
        return _or_none(lambda value: _decimal(field, value))
    if isinstance(field, models.FloatField):
        return _or_none(lambda value: float(value) + 0.0)  # the driver's literal -0.0 arrives as 0
    if isinstance(field, models.ForeignKey):
        return _speller(field.target_field)
    if (element := getattr(field, "base_field", None)) is not None:
        spell = _speller(element)
        return _or_none(lambda value: [spell(item) for item in value])
    if isinstance(field, models.BinaryField):
        return _or_none(lambda value: bytes(value).hex())
    return _or_none(lambda value: _prepared(field, value), _as_is(field))


def _prepared(field: Any, value: Any) -> object:
    """Return a value as the ORM prepares it, which leaves a moment with its zone as it is."""
    if type(value) is datetime and value.utcoffset() is not None and isinstance(field, models.DateTimeField):
        return value
    return field.get_prep_value(field.to_python(value))


def _as_is(field: Any) -> type | None:
    """Return the type a field's values are spelt as they are with, where there is one."""
    if hasattr(field, "audit_value"):
        return None
    if isinstance(field, models.ForeignKey):
        return _as_is(field.target_field)
    return next((kind for known, kind in _AS_IS if isinstance(field, known)), None)


_AS_IS: list[tuple[type, type | None]] = [
    (models.CharField, str),
    (models.TextField, str),
    (models.IntegerField, int),
    (models.BooleanField, bool),
    (models.UUIDField, UUID),
    (models.BinaryField, bytes),
    (models.DateTimeField, None),  # a date field too
    (models.DateField, date),
]


def _or_none(spell: Callable[[Any], object], as_is: type | None = None) -> Callable[[Any], object]:
    def spelt(value: Any) -> object:
        if value is None or type(value) is as_is:
            return value
        return spell(_settled(value))

    return spelt


def _settled(value: object) -> object:
    if hasattr(value, "resolve_expression"):
        raise TypeError("the database has yet to compute this value: reload the row before recording it")
    return value


def _decimal(field: Any, value: object) -> str:
    """Return the number with the column's places, rounded half away from zero as PostgreSQL does."""
    places = Decimal(1).scaleb(-field.decimal_places)
    exact = field.to_python(value).quantize(places, rounding=ROUND_HALF_UP, context=_WIDE)
    return f"{exact if exact else abs(exact):f}"


class _NotPlain(Exception):
    pass


def _json_of(field: Any, value: object) -> object:
    try:
        return _json(value)
    except _NotPlain:
        return _json(json.loads(json.dumps(value, cls=field.encoder)))


def _json(value: object) -> object:
    """Return JSON as jsonb gives it back: 1e2, 100 and 100.0 are one number, -0 is 0.

    Raises _NotPlain for what JSON would not give back as it is.
    """
    kind = type(value)
    if kind is str or value is None or kind is int or kind is bool:
        return value
    if isinstance(value, list) and kind is list:
        return [_json(item) for item in value]
    if isinstance(value, dict) and kind is dict:
        if any(type(key) is not str for key in value):
            raise _NotPlain
        return {key: _json(item) for key, item in value.items()}
    if isinstance(value, float) and kind is float:
        return int(Decimal(repr(value))) if value.is_integer() else value
    raise _NotPlain
