"""Hot reads: a query the ORM writes once a process, run by the server as a prepared statement.

What the ORM costs besides the database, for one row, is mostly writing the same SQL again. A `Kept` query is
written once, with places for what changes from call to call, and gives the same objects.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.backends.postgresql.base import CursorMixin
from django.db.models.query import RelatedPopulator, get_related_populators
from psycopg import sql

from onewindow.kernel import making

if TYPE_CHECKING:
    _Lookup = models.Lookup[bool]
else:
    _Lookup = models.Lookup

M = TypeVar("M", bound=models.Model)
_Convert = tuple[int, list[Callable[..., Any]], Any]

UNASKED = 2**31  # how often a statement has to come before it is prepared unasked: never


class _Prepared(CursorMixin, psycopg.RawCursor[Any]):
    """A cursor whose statements, with $1 for a value, are parsed once per connection, by the server alone."""

    def execute(self, query: Any, params: Any = None) -> Any:  # type: ignore[override]  # Django gives no more
        return super().execute(encoded(query), params, prepare=True)

    def _send_query_prepared(self, name: bytes, pgq: Any, **given: Any) -> None:
        self._query = pgq  # the driver leaves it out here, and Django tells by it what was executed
        super()._send_query_prepared(name, pgq, **given)


def link() -> Any:
    """Return this thread's connection, the driver's: what is kept with it ends with it."""
    mine = connections[DEFAULT_DB_ALIAS]
    mine.ensure_connection()
    return mine.connection


@lru_cache(maxsize=512)
def encoded(query: str) -> bytes:
    """Return the bytes of a statement, the same object each time: the driver looks it up by their hash."""
    return query.encode()


def cursor() -> Any:
    """Return a cursor of this thread's connection that prepares what it runs; values are $1, $2 …

    Shapes must be few: a connection keeps a hundred. One plan serves all values (config/env.py says so to the
    server), so the best way must not hang on them: keys, places in an order, inserts.
    """
    mine = connections[DEFAULT_DB_ALIAS]  # looked up once: each look through `connection` is another
    mine.ensure_connection()
    link: Any = mine.connection
    if link.prepare_threshold is None:  # Django's own, with which the driver prepares nothing, even if told
        link.prepare_threshold = UNASKED
    bare: Any = _Prepared(link)
    return mine.make_debug_cursor(bare) if mine.queries_logged else mine.make_cursor(bare)


def numbered(sql: str) -> str:
    """Return a statement with $1, $2 … in place of each %s."""
    first, *others = sql.split("%s")
    return first + "".join(f"${place}{part}" for place, part in enumerate(others, 1))


class Place(models.Expression):
    """Where the nth value of a call goes, counted from 1: `filter(pk=Place(1))`."""

    def __init__(self, number: int) -> None:
        """Stand for the value of that number, as the database knows it from what it is compared with."""
        super().__init__(output_field=models.TextField())
        self.number = number

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Give a parameter that is not yet known."""
        return "%s", (self,)


class _Among(_Lookup):
    """Whether a column is one of the values of a list."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        left, told = self.process_lhs(compiler, connection)
        right, more = self.process_rhs(compiler, connection)
        return f"{left} = ANY({right})", (*told, *more)


def among(name: str, number: int) -> _Lookup:
    """Return the condition that a column is in a list, the nth value of a call: `filter(among("id", 1))`."""
    return _Among(models.F(name), Place(number))


@dataclass(frozen=True)
class _Written(Generic[M]):
    """What the ORM made of a query: the statement, and how a row of it becomes an object."""

    statement: str
    model: type[M]
    names: list[str]
    columns: slice
    converted: list[_Convert]
    related: list[RelatedPopulator]
    annotated: list[tuple[str, int]]

    def made(self, row: Sequence[Any]) -> M:
        """Return the object of a row, with all that hangs on it."""
        told = list(row)
        for at, converters, expression in self.converted:
            for convert in converters:
                told[at] = convert(told[at], expression, connection)
        found = making.read(self.model, self.names, told[self.columns], DEFAULT_DB_ALIAS)
        for one in self.related:
            one.populate(told, found)
        for name, at in self.annotated:
            setattr(found, name, told[at])
        return found


class Kept(Generic[M]):
    """A query over one model, with `Place`s; `select_related` and `annotate` are kept, prefetching is not."""

    def __init__(self, make: Callable[[], "models.QuerySet[M]"], statement: str = "") -> None:
        """Keep how the query is made; it is made at its first run, when all models are there.

        A `statement` of our own, with {columns} for what the query reads, is run in its place: UPDATE …
        RETURNING {columns}.
        """
        self._make, self._statement = make, statement
        self._written: _Written[M] | None = None

    def first(self, *values: object) -> M | None:
        """Return the first object for these values, or None, in one statement."""
        return next(self._rows(values), None)

    def all(self, *values: object) -> list[M]:
        """Return every object for these values, in one statement."""
        return list(self._rows(values))

    def _rows(self, values: Sequence[object]) -> Iterator[M]:
        written = self._written = self._written or _write(self._make(), self._statement)
        with cursor() as run:
            run.execute(written.statement, values)
            rows = run.fetchall()
        return map(written.made, rows)


class Lookup(Kept[M]):
    """Rows of a model by the values of some of its columns."""

    def __init__(self, rows: Callable[[], "models.QuerySet[M]"], *names: str) -> None:
        """Keep the query `rows` gives, maybe with `select_related`, with a place for each name in turn."""
        super().__init__(lambda: rows().order_by().filter(**{n: Place(at) for at, n in enumerate(names, 1)}))


class Column:
    """The only column of a query (`values_list`), kept as whole objects are: values instead of objects."""

    def __init__(self, make: Callable[[], "models.QuerySet[Any, Any]"]) -> None:
        """Keep how the query is made; it is made at its first run, when all models are there."""
        self._make, self._text = make, ""

    def all(self, *values: object) -> list[Any]:
        """Return what the column holds for these values, in one statement."""
        if not self._text:
            compiler = self._make().query.get_compiler(connection=connection)
            self._text = spelled(*compiler.as_sql())
        with cursor() as run:
            run.execute(self._text, values)
            return [row[0] for row in run.fetchall()]


def attach(owner: models.Model, name: str, rows: list[Any]) -> None:
    """Let a relation of an object be the rows that were read for it, as prefetching does."""
    relation = owner._meta.get_field(name)
    for row in rows:
        setattr(row, relation.remote_field.name, owner)  # type: ignore[union-attr]  # a reverse relation has one
    found = getattr(owner, name).all()
    found._result_cache, found._prefetch_done = rows, True
    vars(owner).setdefault("_prefetched_objects_cache", {})[name] = found


def _write(rows: "models.QuerySet[M]", statement: str) -> _Written[M]:
    """Let the ORM write a query; constants are spelled out, so that only the places remain."""
    compiler = rows.query.get_compiler(connection=connection)
    text, params = compiler.as_sql()
    told = compiler.klass_info
    assert told is not None, "a query of whole objects"
    selected, fields = compiler.select, told["select_fields"]
    columns = slice(fields[0], fields[-1] + 1)
    converters = compiler.get_converters([one[0] for one in selected])
    return _Written(
        statement=statement.format(columns=", ".join(one[1][0] for one in selected))
        if statement
        else spelled(text, params),
        model=told["model"],
        names=[one[0].target.attname for one in selected[columns]],
        columns=columns,
        converted=[(at, list(steps), expression) for at, (steps, expression) in converters.items()],
        related=get_related_populators(told, selected, connection.alias),  # type: ignore[call-arg]  # newer stubs
        annotated=list((compiler.annotation_col_map or {}).items()),
    )


def spelled(text: str, params: Sequence[Any]) -> str:
    """Return the statement with $n for places and every other value as a literal."""
    pieces = text.split("%s")
    assert len(pieces) == len(params) + 1
    made = [pieces[0]]
    for value, piece in zip(params, pieces[1:], strict=True):
        told = f"${value.number}" if isinstance(value, Place) else _literal(value)
        made += [told, piece]
    return "".join(piece if at % 2 else piece.replace("%%", "%") for at, piece in enumerate(made))


def _literal(value: object) -> str:
    connection.ensure_connection()
    return sql.Literal(value).as_string(connection.connection)
