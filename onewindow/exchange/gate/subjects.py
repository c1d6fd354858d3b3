"""Whose data a call reads, so that the person or firm can see it."""

from collections.abc import Mapping

from onewindow.exchange.models import Resource

Subject = tuple[str, str]
_KEYS = {"person": "resident_id", "organisation": "uscc"}


def subject_of(resource: Resource, keys: Mapping[str, str]) -> Subject | None:
    """Return kind and number of whom a question is about, where its keys name somebody."""
    number = keys.get(_KEYS.get(resource.about, ""), "")
    return (resource.about, number) if number else None
