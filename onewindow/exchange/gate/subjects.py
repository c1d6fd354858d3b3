"""Whose data a call reads, so that the person or firm can see it: many numbers, two statements."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection

from onewindow.exchange.models import Resource
from onewindow.identity.public import Level, Organisation, Person, number_key
from onewindow.kernel.public import prepared

Subject = tuple[str, str]
_KEYS = {"person": "resident_id", "organisation": "uscc"}


def subject_of(resource: Resource, keys: Mapping[str, str]) -> Subject | None:
    """Return kind and number of whom a question is about, where its keys name somebody."""
    number = keys.get(_KEYS.get(resource.about, ""), "")
    return (resource.about, number) if number else None


def known(subjects: Iterable[Subject]) -> dict[Subject, int]:
    """Return the keys of those who confirmed their number here; others have nobody to be told."""
    wanted = set(subjects)
    people = {number_key(number): (kind, number) for kind, number in wanted if kind == "person"}
    firms = {number for kind, number in wanted if kind == "organisation"}
    found: dict[Subject, int] = {}
    if people:
        for key, digest in _confirmed(Person, "resident_id_hash", list(people)):
            found[people[bytes(digest)]] = key
    if firms:
        found |= {("organisation", uscc): key for key, uscc in _confirmed(Organisation, "uscc", list(firms))}
    return found


def _confirmed(
    model: type[Person] | type[Organisation], name: str, values: Sequence[object]
) -> Sequence[tuple[int, Any]]:
    """Return key and number of those who confirmed it; asked once a batch, so the ORM writes nothing."""
    with prepared.cursor() as cursor:
        cursor.execute(_statement(model, name), [values, Level.REAL_NAME])
        rows: Sequence[tuple[int, Any]] = cursor.fetchall()
    return rows


@lru_cache(maxsize=4)
def _statement(model: type[Person] | type[Organisation], name: str) -> str:
    meta, columns = model._meta, {one.name: one for one in model._meta.concrete_fields}
    field, level, key = columns[name], columns["level"], columns["id"]
    kind = str(field.db_type(connection)).partition("(")[0]
    return (
        f'SELECT "{key.column}", "{field.column}" FROM "{meta.db_table}"'  # noqa: S608 our names
        f' WHERE "{field.column}" = ANY($1::{kind}[]) AND "{level.column}" >= $2'
    )
