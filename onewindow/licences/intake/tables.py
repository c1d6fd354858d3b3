"""Rows of a table in a sub-library's own PostgreSQL, read one after the other, never all in memory."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import orjson
import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from onewindow.licences.intake.reading import LONGEST, Raw, Unreadable

AT_ONCE, SECONDS = 1_000, 10


def table_rows(url: str, table: str) -> Iterator[Raw]:
    """Yield the rows of `schema.table`; columns are named as fields of a delivery. Raises Unreadable.

    The face is a JSON column `face` or columns `face.<field>`; the connection only reads.
    """
    named = sql.SQL("SELECT * FROM {}").format(sql.Identifier(*table.split(".")))
    try:
        with (
            psycopg.connect(
                url, connect_timeout=SECONDS, options="-c default_transaction_read_only=on"
            ) as db,
            db.cursor("licences", row_factory=dict_row) as cursor,
        ):
            cursor.itersize = AT_ONCE
            cursor.execute(named)
            for number, row in enumerate(cursor, 1):
                yield _raw(number, row)
    except psycopg.Error as error:
        raise Unreadable(f"{table}：读不出来（{str(error).splitlines()[0][:200]}）") from error


def _raw(number: int, row: dict[str, Any]) -> Raw:
    value = {name: _plain(found) for name, found in row.items() if found is not None}
    text = orjson.dumps(value, default=str).decode()
    if len(text) > LONGEST:
        return Raw(number, None, "row_too_long", text[:2000])
    return Raw(number, value, "", text)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    return float(value) if isinstance(value, Decimal) else value
