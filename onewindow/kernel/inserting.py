"""Rows of many tables in one INSERT statement, at the end of the unit of work that made them."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import count, islice
from typing import Any

import orjson
import psycopg
from django.db import connection, models

from onewindow.kernel import prepared, unit

FEW = 3  # more rows of one table than this go as one JSON text: the same statement for any number
_Shape = tuple[tuple[type[models.Model], int], ...]  # 0 rows stand for JSON
_Prepare = Callable[[Any], object]


def insert(*rows: models.Model) -> None:
    """Insert rows when the running unit ends, with all others given to it, in one statement.

    Foreign keys between them hold, for they are checked at the commit. Queries of the same unit do not see
    the rows yet. Outside a unit they are inserted at once. Keys that the database numbers are not read back.
    """
    unit.later(_write, list(rows))


def _write(rows: list[object]) -> None:
    tables: dict[type[models.Model], list[models.Model]] = {}
    for row in rows:
        assert isinstance(row, models.Model)
        tables.setdefault(type(row), []).append(row)
    shape: list[tuple[type[models.Model], int]] = []
    values: list[object] = []
    for model, mine in tables.items():
        if len(mine) > FEW and _types(model):
            shape.append((model, 0))
            values.append(_json(model, mine))
        else:
            shape.append((model, len(mine)))
            values += [value for row in mine for value in _values(model, row)]
    if not shape:
        return
    with prepared.cursor() as cursor:
        cursor.execute(_statement(tuple(shape)), values)
    for mine in tables.values():
        for row in mine:
            row._state.adding, row._state.db = False, connection.alias


def _values(model: type[models.Model], row: models.Model) -> list[object]:
    return [
        getattr(row, name) if prepare is None else prepare(getattr(row, name))
        for name, prepare in _columns(model)
    ]


def _json(model: type[models.Model], rows: list[models.Model]) -> str:
    """Return rows as JSON objects: the driver spells an array an element at a time, in Python."""
    columns = _told_columns(model)
    told = [
        {
            column: getattr(row, name) if tell is None else tell(getattr(row, name))
            for column, name, tell in columns
        }
        for row in rows
    ]
    return orjson.dumps(told).decode()


@lru_cache(maxsize=512)
def _told_columns(model: type[models.Model]) -> list[tuple[str, str, _Prepare | None]]:
    return [(field.column, field.attname, _teller(field)) for field in _fields(model)]


def _teller(field: "models.Field[Any, Any]") -> _Prepare | None:
    """Return how a value becomes JSON that the column's type reads back; None where it is told as it is."""
    prepare = _preparer(field)
    if prepare is None:
        return None
    if isinstance(field, models.JSONField):
        return lambda value: None if value is None else _fragment(value, field.encoder)
    return lambda value: _spelt(prepare(value))


def _fragment(value: object, encoder: type[json.JSONEncoder] | None) -> orjson.Fragment:
    return orjson.Fragment(json.dumps(value, cls=encoder))


def _spelt(value: object) -> object:
    """Return what the driver takes as JSON takes it: bytes as bytea spells them, decimals as text."""
    inside = getattr(value, "obj", value) if isinstance(value, psycopg.Binary) else value
    if isinstance(inside, (bytes, bytearray, memoryview)):
        return "\\x" + bytes(inside).hex()
    return str(inside) if isinstance(inside, (Decimal, timedelta)) else inside


@lru_cache(maxsize=512)
def _columns(model: type[models.Model]) -> list[tuple[str, _Prepare | None]]:
    return [(field.attname, _preparer(field)) for field in _fields(model)]


def _fields(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    numbered = (models.AutoField, models.BigAutoField)
    return [field for field in model._meta.concrete_fields if not isinstance(field, numbered)]


def _preparer(field: "models.Field[Any, Any]") -> _Prepare | None:
    """Return how a value becomes what the driver takes; None where it is taken as it is."""
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        raise TypeError(f"{field} sets itself at saving: save the row instead")
    if type(field) in _PLAIN or isinstance(field, models.ForeignKey):
        return None
    return lambda value: field.get_db_prep_save(value, connection)


_PLAIN = frozenset(
    {
        models.CharField, models.TextField, models.IntegerField, models.BigIntegerField, models.BooleanField,
        models.PositiveIntegerField, models.PositiveSmallIntegerField, models.UUIDField, models.DateField,
        models.DateTimeField,
    }
)  # fmt: skip


@lru_cache(maxsize=256)
def _statement(shape: _Shape) -> str:
    """Return one statement that inserts so many rows into each table; the last is its main part."""
    places = (f"${number}" for number in count(1))
    inserts = [_into(model, many, places) for model, many in shape]
    parts = ", ".join(f"t{number} AS ({sql})" for number, sql in enumerate(inserts[:-1]))
    return f"WITH {parts} {inserts[-1]}" if parts else inserts[-1]


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
    kinds = [str(field.db_type(connection)) for field in _fields(model)]
    return () if any("[" in kind for kind in kinds) else tuple(_LENGTH.sub("", kind) for kind in kinds)


_LENGTH = re.compile(r"\(.*?\)")
