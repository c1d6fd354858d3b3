"""Whose data a call reads, so that the person or firm can see it: many numbers, two statements."""

from collections.abc import Iterable, Mapping

from onewindow.exchange.models import Resource
from onewindow.identity.public import Level, Organisation, Person, number_key

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
        rows = Person.objects.filter(resident_id_hash__in=list(people), level__gte=Level.REAL_NAME)
        for key, digest in rows.values_list("pk", "resident_id_hash"):
            found[people[bytes(digest)]] = key
    if firms:
        owners = Organisation.objects.filter(uscc__in=firms, level__gte=Level.REAL_NAME)
        found |= {("organisation", uscc): key for key, uscc in owners.values_list("pk", "uscc")}
    return found
