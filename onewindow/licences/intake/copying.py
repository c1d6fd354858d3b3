"""Rows into the main library past the ORM: many at once by COPY, one after its predecessor has lapsed."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, models

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


LAPSE = """
WITH lapsed AS (
    UPDATE licences_licence SET status = %s, status_note = %s, status_at = %s, status_by = %s, mac = %s
    WHERE id = %s AND mac = %s RETURNING 1
)"""


def insert_after(licence: Licence, previous: Licence | None, mac: bytes) -> bool:
    """Store a new licence and the lapse of its predecessor in one statement; tell whether both were done.

    Nothing is done where the predecessor is no longer as it was read (`mac`), or there is one already.
    """
    fields = licence._meta.concrete_fields
    names = ", ".join(f'"{field.column}"' for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [field.get_db_prep_save(getattr(licence, field.attname), connection) for field in fields]
    before: list[Any] = []
    if previous is not None:
        before = [previous.status, previous.status_note, previous.status_at, previous.status_by]
        before += [bytes(previous.mac), previous.pk, mac]
    sql = f"INSERT INTO licences_licence ({names}) SELECT {marks}"
    if previous is not None:
        sql = f"{LAPSE} {sql} WHERE EXISTS (SELECT FROM lapsed)"
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ON CONFLICT DO NOTHING", [*before, *values])
        return bool(cursor.rowcount == 1)
