"""Which tables are protected: every row of theirs must have an audit entry with its present state."""

from django.db import models

protected: dict[str, type[models.Model]] = {}


def protect(*tables: type[models.Model]) -> None:
    """Put models under `audit verify`; call it in the owner's `apps.ready`.

    From then on every row must be recorded whenever it is written or removed. A model lists in
    `audit_exclude` the attributes that change without a record (a search vector, a counter).
    """
    for model in tables:
        protected[model._meta.db_table] = model
