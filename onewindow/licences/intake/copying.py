"""Rows into the main library past the ORM: many at once by COPY, one after its predecessor has lapsed."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connection, models

from onewindow.kernel.public import inserting, prepared
from onewindow.licences.models import Licence


def copy_rows(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Store new rows by one COPY, each value as a save would send it."""
    fields = model._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f'COPY "{model._meta.db_table}" ({names}) FROM STDIN') as copy,
    ):
        for row in rows:
            copy.write_row(
                [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
            )


_LAPSE = """
WITH lapsed AS (
    UPDATE licences_licence SET status = $1, status_note = $2, status_at = $3, status_by = $4, mac = $5
    WHERE id = $6 AND mac = $7 RETURNING 1
)"""


def insert_after(licence: Licence, previous: Licence | None, mac: bytes) -> bool:
    """Store a new licence and the lapse of its predecessor in one statement; tell whether both were done.

    Nothing is done where the predecessor is no longer as it was read (`mac`), or there is one already.
    """
    before: list[Any] = []
    if previous is not None:
        before = [previous.status, previous.status_note, previous.status_at, previous.status_by]
        before += [bytes(previous.mac), previous.pk, mac]
    with prepared.cursor() as cursor:
        cursor.execute(_insert(len(before)), [*before, *inserting.values_of(licence)])
        return bool(cursor.rowcount == 1)


@lru_cache(maxsize=2)
def _insert(before: int) -> str:
    """Return the statement for a licence, after so many values of the lapse of its predecessor."""
    fields = Licence._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    kinds = [str(field.db_type(connection)).partition("(")[0] for field in fields]
    marks = ", ".join(f"${number}::{kind}" for number, kind in enumerate(kinds, before + 1))
    sql = f"INSERT INTO licences_licence ({names}) SELECT {marks}"
    after = f"{_LAPSE} {sql} WHERE EXISTS (SELECT FROM lapsed)" if before else sql
    return f"{after} ON CONFLICT DO NOTHING"
