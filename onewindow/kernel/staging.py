"""Many rows merged into a table in two statements: copied to a temporary one, then taken from there."""

from collections.abc import Iterable, Sequence

from django.db import connection


def merge(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]], ending: str) -> int:
    """Insert rows of plain values into a table by COPY; `ending` says what happens to those that are there.

    JSON is given as text. Inside a transaction only. Returns how many rows were inserted or changed.
    """
    names = ", ".join(f'"{one}"' for one in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE staged_rows ON COMMIT DROP AS SELECT {names} FROM "{table}" WITH NO DATA'  # noqa: S608 our names
        )
        with cursor.copy(f"COPY staged_rows ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f'INSERT INTO "{table}" ({names}) SELECT {names} FROM staged_rows {ending}')  # noqa: S608 our names
        count: int = cursor.rowcount
        cursor.execute("DROP TABLE staged_rows")
    return count
