"""Statements the database parses once per connection: a cursor for them, and rows of models found so."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar

import psycopg
from django.db import connection, models
from django.db.backends.postgresql.base import CursorMixin
from django.db.models.query import get_related_populators

_Row = TypeVar("_Row", bound=models.Model)


class _Prepared(CursorMixin, psycopg.RawCursor[Any]):
    """A cursor whose statements, with $1 for a value, are parsed once per connection, by the server alone."""

    def execute(self, query: Any, params: Any = None) -> Any:  # type: ignore[override]  # Django gives no more
        return super().execute(query, params, prepare=True)


def cursor() -> Any:
    """Return a cursor of the current connection that prepares what it executes; values are $1, $2, …."""
    connection.ensure_connection()
    bare: Any = _Prepared(connection.connection)
    return connection.make_debug_cursor(bare) if connection.queries_logged else connection.make_cursor(bare)


class Lookup(Generic[_Row]):
    """Rows of a model by the values of some of its columns; the ORM writes the statement only once.

    `rows` gives the queryset to start from, maybe with `select_related`, without conditions of its own.
    """

    def __init__(self, rows: Callable[[], "models.QuerySet[_Row]"], *names: str) -> None:
        self._rows, self._names = rows, names

    def first(self, *values: object) -> _Row | None:
        """Return a row with these values, in the order of the names given at first, or nothing."""
        found = self.all(*values)
        return found[0] if found else None

    def all(self, *values: object) -> list[_Row]:
        """Return all rows with these values."""
        read = self._read
        given = [
            field.get_db_prep_value(value, connection)
            for field, value in zip(read.by, values, strict=True)
        ]  # fmt: skip
        with cursor() as at:
            at.execute(read.sql, given)
            return read.made(at.fetchall())

    @cached_property
    def _read(self) -> "_Read[_Row]":
        return _Read(self._rows(), self._names)


class _Read(Generic[_Row]):
    """One compiled statement and how its rows become objects, as the ORM itself would make them."""

    def __init__(self, rows: "models.QuerySet[_Row]", names: Sequence[str]) -> None:
        self.model: type[_Row] = rows.model
        fields: dict[str, models.Field[Any, Any]] = {
            one.name: one for one in self.model._meta.concrete_fields
        }
        self.by = [fields[name] for name in names]
        query = rows.order_by().query
        assert not query.where
        self._compiler = query.get_compiler(connection=connection)
        sql, values = self._compiler.as_sql()
        assert not values
        table = connection.ops.quote_name(self.model._meta.db_table)
        where = (f'{table}."{field.column}" = ${place}' for place, field in enumerate(self.by, 1))
        self.sql = f"{sql} WHERE {' AND '.join(where)}"
        select, info = self._compiler.select, self._compiler.klass_info
        assert info is not None
        mine: list[int] = info["select_fields"]
        self._from, self._to = mine[0], mine[-1] + 1
        self._names = [select[place][0].target.attname for place in mine]
        self._related = get_related_populators(  # type: ignore[call-arg]  # the stubs are of a later Django
            info, select, connection.alias
        )
        self._converters = self._compiler.get_converters([expression for expression, *_ in select])

    def made(self, told: list[Any]) -> list[_Row]:
        rows = self._compiler.apply_converters(told, self._converters) if self._converters else told
        found = []
        for row in rows:
            one = self.model.from_db(connection.alias, self._names, row[self._from : self._to])
            for populator in self._related:
                populator.populate(row, one)
            found.append(one)
        return found
