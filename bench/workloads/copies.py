"""A real row again and again, by INSERT … SELECT past the product: no checks, triggers, indexes meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg

from bench.client import load
from bench.crowd import prepare
from bench.instance import Instance

Connection = psycopg.Connection[Any]
STEP = 100_000
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index i
    WHERE indrelid = ANY(%s::regclass[]) AND NOT indisunique
    AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.indexrelid)
"""


def one_case(it: Instance) -> str:
    """Submit one real application; return its number."""
    from bench.submit import number_of

    (ready,) = prepare(it, 1)
    done = load(it.port, [ready.request(it.port)], clients=1, good=lambda answer: answer.status == 302)
    return number_of(done.answers[0])


@contextmanager
def in_bulk(it: Instance, *tables: str) -> Iterator[Connection]:
    """Give a connection as the server's administrator; the tables' plain indexes are made anew at the end.

    Foreign keys and triggers do not fire on it, and its commits do not wait for the disk.
    """
    with psycopg.connect(it.cluster.administrator_url, autocommit=True) as connection:
        for setting in ("session_replication_role = replica", "synchronous_commit = off",
                        "maintenance_work_mem = '512MB'"):  # fmt: skip
            connection.execute(f"SET {setting}")
        indexes = connection.execute(_INDEXES, [list(tables)]).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        yield connection
        for _, definition in indexes:
            connection.execute(definition)
        connection.execute(f"VACUUM ANALYZE {', '.join(tables)}")


def insert(
    connection: Connection, table: str, made: Mapping[str, str], source: str, values: Mapping[str, object],
    *, first: int, last: int,
) -> None:  # fmt: skip
    """Insert into a table for each n from `first` to `last` what `source` gives, some at a time.

    `source` is a FROM list with the copied row as c; the columns `made` are expressions, the others c's own.
    """
    names = _columns(connection, table)
    told = ", ".join(made.get(name, f'c."{name}"') for name in names)
    into = ", ".join(f'"{name}"' for name in names)
    sql = (
        f"INSERT INTO {table} ({into}) SELECT {told}"
        f" FROM generate_series(%(first)s::bigint, %(last)s::bigint) n {source}"
    )
    for begin in range(first, last + 1, STEP):
        connection.execute(sql, {**values, "first": begin, "last": min(begin + STEP - 1, last)})


def _columns(connection: Connection, table: str) -> list[str]:
    """Return the columns that an INSERT gives: not those the database makes itself."""
    rows = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND table_schema = 'public'"
        " AND is_generated = 'NEVER' AND is_identity = 'NO' ORDER BY ordinal_position",
        [table],
    )
    return [str(name) for (name,) in rows.fetchall()]
