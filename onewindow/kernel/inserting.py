"""Rows of many tables in one statement: inserted at the end of the unit that made them, or at once."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache, partial
from itertools import count, islice
from types import MappingProxyType
from typing import Any

import orjson
import psycopg
from django.db import connection, models
from psycopg.types.json import Jsonb

from onewindow.kernel import making, prepared, unit
from onewindow.kernel.parts import Part

FEW = 3  # more rows of one table than this go as one JSON text: the same statement for any number
_Shape = tuple[tuple[type[models.Model], int], ...]  # 0 rows stand for JSON
_Update = tuple[type[models.Model], tuple[str, ...], bool]  # whether many rows: as one array a column
_Prepare = Callable[[Any], object]
Changed = Mapping[type[models.Model], tuple[str, ...]]
"""By model the fields of changed rows that are written."""


def insert(*rows: models.Model) -> None:
    """Insert rows when the running unit ends, with all others given to it, in one statement.

    Foreign keys between them hold, for they are checked at the commit. Queries of the same unit do not see
    the rows yet. Outside a unit they are inserted at once. Keys that the database numbers are not read back.
    """
    unit.later(_write, list(rows))


def claim(row: models.Model) -> bool:
    """Insert a row at once unless another holds one of its unique values; tell whether it was inserted.

    One statement and no savepoint; it waits for who is inserting the same at this moment.
    """
    shape, values = _shape_of([row])
    with prepared.cursor() as cursor:
        cursor.execute(f"{_statement(shape)} ON CONFLICT DO NOTHING", values)
        made = bool(cursor.rowcount)
    if made:
        _inserted([row])
    return made


def write(
    *new: models.Model, changed: Sequence[models.Model] = (), names: Changed = MappingProxyType({})
) -> None:
    """Insert new rows and update changed ones at once, all in one statement.

    `names` tells by model which columns of a changed row are written. The same row is never both; nothing
    tells whether a changed row was there. Call it in a transaction that holds what is changed.
    """
    shape, values = _shape_of(new)
    kinds: dict[type[models.Model], list[models.Model]] = {}
    for row in changed:
        kinds.setdefault(type(row), []).append(row)
    updates: list[_Update] = []
    for model, mine in kinds.items():
        updates.append((model, names[model], len(mine) > 1))
        told = _of_columns(model, mine, names[model])
        values += told if len(mine) > 1 else [column[0] for column in told]
    _run(shape, tuple(updates), values)
    _inserted(new)


def part(name: str, rows: Sequence[models.Model], *, when: str) -> Part:
    """Return what inserts rows of one model where a condition over other parts holds; none is an array's.

    The rows are not marked as stored: only the whole statement tells whether they were.
    """
    model = type(rows[0])
    return Part(name, _conditional(model, when), (as_json(rows),))


def columns(model: type[models.Model]) -> dict[str, str]:
    """Return the types of a table's columns, without those that the database numbers, by their names."""
    return {field.column: kind for field, kind in zip(_fields(model), _types(model), strict=True)}


def _write(rows: list[object]) -> None:
    new = [row for row in rows if isinstance(row, models.Model)]
    assert len(new) == len(rows)
    shape, values = _shape_of(new)
    _run(shape, (), values)
    _inserted(new)


def _shape_of(rows: Iterable[models.Model]) -> tuple[_Shape, list[object]]:
    """Return how many rows go into each table, and their values in the order of the statement."""
    tables: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        tables.setdefault(type(row), []).append(row)
    shape: list[tuple[type[models.Model], int]] = []
    values: list[object] = []
    for model, mine in tables.items():
        if len(mine) > FEW and _types(model):
            shape.append((model, 0))
            values.append(as_json(mine))
        else:
            shape.append((model, len(mine)))
            values += [value for row in mine for value in values_of(row)]
    return tuple(shape), values


def _of_columns(
    model: type[models.Model], rows: Sequence[models.Model], names: tuple[str, ...]
) -> list[list[object]]:
    """Return the keys of rows and the named columns, an array each."""
    prepares = dict(_prepares(model))
    told: list[list[object]] = []
    for field in _keyed(model, names):
        prepare, given = prepares.get(field.attname), [getattr(row, field.attname) for row in rows]
        told.append(given if prepare is None else [prepare(value) for value in given])
    return told


def _keyed(model: type[models.Model], names: tuple[str, ...]) -> "list[models.Field[Any, Any]]":
    """Return the key of a table and the named columns."""
    by_name = {field.name: field for field in model._meta.concrete_fields}
    return [model._meta.pk, *(by_name[name] for name in names)]


def _run(shape: _Shape, updates: tuple[_Update, ...], values: list[object]) -> None:
    if shape or updates:
        with prepared.cursor() as cursor:
            cursor.execute(_statement(shape, updates), values)


def _inserted(rows: Iterable[models.Model]) -> None:
    alias = connection.alias  # each look through `connection` costs more than the rest
    for row in rows:
        row._state.adding, row._state.db = False, alias


def values_of(row: models.Model) -> list[object]:
    """Return a row's values as the driver takes them, in the order of columns, without what is numbered."""
    take, prepares = _columns(type(row))
    told: list[object] = [*take(row)]
    for at, prepare in prepares:
        told[at] = prepare(told[at])
    return told


@lru_cache(maxsize=512)
def _columns(
    model: type[models.Model],
) -> tuple[Callable[[models.Model], tuple[object, ...]], list[tuple[int, _Prepare]]]:
    """Return what takes the values of a row, and which of them are prepared, by their place."""
    names, prepares = [field.attname for field in _fields(model)], _prepares(model)
    return making.getter(names), [(names.index(name), prepare) for name, prepare in prepares]


@lru_cache(maxsize=512)
def _prepares(model: type[models.Model]) -> list[tuple[str, _Prepare]]:
    """Return how values become what the driver takes, by attribute, where they are not taken as they are."""
    told = ((field.attname, _preparer(field)) for field in _fields(model))
    return [(name, prepare) for name, prepare in told if prepare is not None]


def as_json(rows: Sequence[models.Model]) -> str:
    """Return rows of one model as JSON objects: the driver spells an array by the element, in Python."""
    take, columns, tellers = _told_columns(type(rows[0]))
    told = [dict(zip(columns, take(row), strict=True)) for row in rows]
    for column, tell in tellers:
        for one in told:
            one[column] = tell(one[column])
    return orjson.dumps(told).decode()


@lru_cache(maxsize=512)
def _told_columns(
    model: type[models.Model],
) -> tuple[Callable[[models.Model], tuple[object, ...]], list[str], list[tuple[str, _Prepare]]]:
    """Return what takes the values of a row, the columns' names, and which of them are told otherwise."""
    fields = _fields(model)
    tellers = ((field.column, _teller(field)) for field in fields)
    return (
        making.getter([field.attname for field in fields]),
        [field.column for field in fields],
        [(column, tell) for column, tell in tellers if tell is not None],
    )


def _teller(field: "models.Field[Any, Any]") -> _Prepare | None:
    """Return how a value becomes JSON that the column's type reads back; None where it is told as it is."""
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else _fragment(value, field.encoder)
    prepare = _preparer(field)
    if type(field) is models.BinaryField:
        return _spelt
    if prepare is None:
        return None
    return lambda value: _spelt(prepare(value))


def _fragment(value: object, encoder: type[json.JSONEncoder] | None) -> orjson.Fragment:
    return orjson.Fragment(json.dumps(value, cls=encoder))


def _spelt(value: object) -> object:
    """Return what the driver takes as JSON takes it: bytes as bytea spells them, decimals as text."""
    if value is None or type(value) is str:
        return value
    if type(value) is bytes:
        return "\\x" + value.hex()
    inside = getattr(value, "obj", value) if isinstance(value, psycopg.Binary) else value
    if isinstance(inside, (bytes, bytearray, memoryview)):
        return "\\x" + bytes(inside).hex()
    return str(inside) if isinstance(inside, (Decimal, timedelta)) else inside


def _fields(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    numbered = (models.AutoField, models.BigAutoField)
    return [field for field in model._meta.concrete_fields if not isinstance(field, numbered)]


def _preparer(field: "models.Field[Any, Any]") -> _Prepare | None:
    """Return how a value becomes what the driver takes; None where it is taken as it is."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        raise TypeError(f"{field} sets itself at saving: save the row instead")
    if type(field) in _PLAIN or isinstance(field, models.ForeignKey):
        return None
    if type(field) is models.JSONField:
        spell = json.dumps if field.encoder is None else partial(json.dumps, cls=field.encoder)
        return lambda value: None if value is None else Jsonb(value, spell)
    return lambda value: field.get_db_prep_save(value, connection)


_PLAIN = frozenset(
    {
        models.CharField, models.TextField, models.IntegerField, models.BigIntegerField, models.BooleanField,
        models.PositiveIntegerField, models.PositiveSmallIntegerField, models.UUIDField, models.DateField,
        models.DateTimeField, models.BinaryField,
    }
)  # fmt: skip


@lru_cache(maxsize=256)
def _statement(shape: _Shape, updates: tuple[_Update, ...] = ()) -> str:
    """Return one statement that inserts so many rows into each table and updates others; the last part is
    its main one."""
    places = (f"${number}" for number in count(1))
    made = [_into(model, many, places) for model, many in shape]
    made += [_onto(model, names, places, many=many) for model, names, many in updates]
    parts = ", ".join(f"t{number} AS ({sql})" for number, sql in enumerate(made[:-1]))
    return f"WITH {parts} {made[-1]}" if parts else made[-1]


@lru_cache(maxsize=64)
def _conditional(model: type[models.Model], when: str) -> str:
    return f"{_into(model, 0, iter(['$1']))} WHERE {when}"


def _onto(model: type[models.Model], names: tuple[str, ...], places: Iterator[str], *, many: bool) -> str:
    """Return what updates a row of a table by its key, or many from an array a column."""
    fields = _keyed(model, names)
    if not many:
        key = next(places)
        said = ", ".join(f'"{field.column}" = {next(places)}' for field in fields[1:])
        return f'UPDATE "{model._meta.db_table}" SET {said} WHERE "{fields[0].column}" = {key}'  # noqa: S608
    arrays = ", ".join(f"{next(places)}::{_type_of(field)}[]" for field in fields)
    columns = [f'"{field.column}"' for field in fields]
    told = ", ".join(f"{column} = given.{column}" for column in columns[1:])
    return (
        f'UPDATE "{model._meta.db_table}" AS held SET {told} '  # noqa: S608 our names
        f"FROM unnest({arrays}) AS given ({', '.join(columns)}) WHERE held.{columns[0]} = given.{columns[0]}"
    )


def _into(model: type[models.Model], many: int, places: Iterator[str]) -> str:
    columns = [f'"{field.column}"' for field in _fields(model)]
    into = f'INSERT INTO "{model._meta.db_table}" ({", ".join(columns)})'
    if not many:
        typed = ", ".join(f"{column} {kind}" for column, kind in zip(columns, _types(model), strict=True))
        return f"{into} SELECT * FROM json_to_recordset({next(places)}::json) AS told({typed})"  # noqa: S608 our names
    rows = ", ".join(f"({', '.join(islice(places, len(columns)))})" for _ in range(many))
    return f"{into} VALUES {rows}"


@lru_cache(maxsize=512)
def _types(model: type[models.Model]) -> tuple[str, ...]:
    """Return the columns' types without lengths: the table itself refuses what is too long.

    None where a column is an array: its elements have their own spelling.
    """
    kinds = [_type_of(field) for field in _fields(model)]
    return () if any("[" in kind for kind in kinds) else tuple(kinds)


def _type_of(field: "models.Field[Any, Any]") -> str:
    return _LENGTH.sub("", str(field.db_type(connection)))


_LENGTH = re.compile(r"\(.*?\)")
