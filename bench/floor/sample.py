"""The rows one real submit inserted, as texts, with the places where each copy needs values of its own."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    import psycopg

SCHEMA = "floor"
Connection: TypeAlias = "psycopg.Connection[tuple[object, ...]]"
_OF_THE_CASE = {
    "cases_case": "number = %(number)s",
    "cases_casematerial": "case_id = (SELECT id FROM cases_case WHERE number = %(number)s)",
    "cases_caseevent": "case_id = (SELECT id FROM cases_case WHERE number = %(number)s)",
    "decisions_decisionrecord": "case_number = %(number)s",
    "documents_document": "case_number = %(number)s",
    "exchange_exchangerecord": '"case" = %(draft)s AND reason = %(reason)s',
    "identity_accessrecord": '"case" = %(draft)s AND reason = %(reason)s',
    "licences_licence": "case_number = %(number)s",
    "kernel_outboxevent": "subject = %(number)s"
    " OR subject IN (SELECT identifier FROM licences_licence WHERE case_number = %(number)s)",
    "kernel_auditentry": "key IN (SELECT id::text FROM cases_case WHERE number = %(number)s"
    " UNION SELECT id::text FROM decisions_decisionrecord WHERE case_number = %(number)s"
    " UNION SELECT id::text FROM documents_document WHERE case_number = %(number)s"
    " UNION SELECT id::text FROM licences_licence WHERE case_number = %(number)s"
    " UNION SELECT id::text FROM forms_draft WHERE case_number = %(number)s)"
    " AND action NOT IN ('draft.started', 'draft.saved')",
}
_ALSO_KEYS = {("licences_licence", "holder_key")}  # each copy is another holder's
REASON = "办理申请时核对，免提交材料"


@dataclass(frozen=True)
class Column:
    """A column of a table: its name, its type, and whether its values alone are unique."""

    name: str
    type: str
    key: bool


@dataclass(frozen=True)
class Table:
    """A table with the sample's rows; each cell is the text of a value, or None."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | None, ...], ...]


def take(connection: Connection, number: str) -> list[Table]:
    """Read what the submit of one case inserted; raise LookupError when a table has nothing."""
    draft = connection.execute(
        "SELECT draft_reference FROM cases_case WHERE number = %s", [number]
    ).fetchone()
    assert draft is not None
    known = {"number": number, "draft": str(draft[0]), "reason": REASON}
    return [_table(connection, name, where, known) for name, where in _OF_THE_CASE.items()]


def plant(connection: Connection) -> None:
    """Make empty tables of the same shape, indexes and checks included, foreign keys and triggers not."""
    connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
    connection.execute(f"CREATE SCHEMA {SCHEMA}")
    for name in _OF_THE_CASE:
        connection.execute(f"CREATE TABLE {SCHEMA}.{name} (LIKE public.{name} INCLUDING ALL)")


def counts(connection: Connection) -> dict[str, int]:
    """Return how many rows each table of the floor holds."""
    found = {}
    for name in _OF_THE_CASE:
        row = connection.execute(f"SELECT count(*) FROM {SCHEMA}.{name}").fetchone()
        assert row is not None and isinstance(row[0], int)
        found[name] = row[0]
    return found


def empty(connection: Connection) -> None:
    """Empty the tables of the floor."""
    connection.execute("TRUNCATE " + ", ".join(f"{SCHEMA}.{name}" for name in _OF_THE_CASE))


def keys(tables: list[Table]) -> dict[str, str]:
    """Return every value that must differ in each copy, with its type; first come, first listed."""
    return {
        text: column.type
        for table in tables
        for row in table.rows
        for column, text in zip(table.columns, row, strict=True)
        if column.key and text
    }


def fresh(found: Mapping[str, str]) -> dict[str, str]:
    """Return a new value of the same type and length for every key."""
    return {old: str(uuid.uuid4()) if kind == "uuid" else _text(len(old)) for old, kind in found.items()}


def _text(length: int) -> str:
    return (uuid.uuid4().hex * 3)[:length]


def _table(connection: Connection, name: str, where: str, known: Mapping[str, str]) -> Table:
    columns = tuple(_columns(connection, name))
    texts = ", ".join(f'"{column.name}"::text' for column in columns)
    rows = connection.execute(f"SELECT {texts} FROM {name} WHERE {where}", known).fetchall()
    if not rows:
        raise LookupError(f"the submit left nothing in {name}")
    return Table(name, columns, tuple(tuple(None if v is None else str(v) for v in row) for row in rows))


def _columns(connection: Connection, name: str) -> Iterator[Column]:
    """Yield the columns that an INSERT gives: not those the database numbers itself."""
    found = connection.execute(
        "SELECT a.attname, format_type(a.atttypid, a.atttypmod), EXISTS (SELECT 1 FROM pg_index i"
        "  WHERE i.indrelid = a.attrelid AND i.indisunique AND i.indnatts = 1 AND i.indkey[0] = a.attnum)"
        " FROM pg_attribute a WHERE a.attrelid = %s::regclass AND a.attnum > 0 AND NOT a.attisdropped"
        "  AND a.attidentity = '' AND a.attgenerated = '' ORDER BY a.attnum",
        [name],
    )
    for column, kind, unique in found:
        yield Column(str(column), str(kind), bool(unique) or (name, column) in _ALSO_KEYS)
