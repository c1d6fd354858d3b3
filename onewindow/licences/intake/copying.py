"""Many rows into a table at once, by COPY."""

from collections.abc import Iterable

from django.db import connection, models


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
