"""Whose data a call reads, so that the person or firm can see it: many numbers, two statements."""

from collections.abc import Callable, Iterable, Mapping, Sequence
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


def known(subjects: Iterable[Subject]) -> Callable[[], dict[Subject, int]]:
    """Ask for the keys of those who confirmed their number here, and return what tells them.

    Others have nobody to be told.
    """
    wanted = set(subjects)
    people = {number_key(number): (kind, number) for kind, number in wanted if kind == "person"}
    firms = {number for kind, number in wanted if kind == "organisation"}
    of_people = _confirmed(Person, "resident_id_hash", list(people))
    of_firms = _confirmed(Organisation, "uscc", list(firms))

    def told() -> dict[Subject, int]:
        found = {people[bytes(digest)]: key for key, digest in of_people()}
        return found | {("organisation", uscc): key for key, uscc in of_firms()}

    return told


def _confirmed(
    model: type[Person] | type[Organisation], name: str, values: Sequence[object]
) -> Callable[[], Sequence[tuple[int, Any]]]:
    """Ask for key and number of those who confirmed it; once a batch, so the ORM writes nothing."""
    if not values:
        return list
    return prepared.rows_of(_statement(model, name), [values, Level.REAL_NAME])


@lru_cache(maxsize=4)
def _statement(model: type[Person] | type[Organisation], name: str) -> str:
    meta, columns = model._meta, {one.name: one for one in model._meta.concrete_fields}
    field, level, key = columns[name], columns["level"], columns["id"]
    kind = str(field.db_type(connection)).partition("(")[0]
    return (
        f'SELECT "{key.column}", "{field.column}" FROM "{meta.db_table}"'  # noqa: S608 our names
        f' WHERE "{field.column}" = ANY($1::{kind}[]) AND "{level.column}" >= $2'
    )
