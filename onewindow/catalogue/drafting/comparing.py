"""Two entries side by side, element by element, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onewindow.catalogue.drafting.sections import Rows, sections, words


@dataclass(frozen=True)
class Difference:
    """One element that differs: where it is, what it was and what it will be."""

    section: str
    label: str
    was: str
    now: str


def differences(was: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[Difference]:
    """Return what differs, in the order of the editor; everything filled in when there was nothing."""
    found = []
    for section in sections():
        for given in section.inputs:
            before = words(given, was["fields"].get(given.name)) if was else ""
            after = words(given, now["fields"].get(given.name))
            if before != after:
                found.append(Difference(section.title, given.label, before, after))
        if section.rows is not None:
            found += _rows(section.title, section.rows, section.rows.of(was), section.rows.of(now))
    return found


def _rows(
    title: str, table: Rows, was: Sequence[Mapping[str, Any]], now: Sequence[Mapping[str, Any]]
) -> list[Difference]:
    """Compare rows that have the same name; what only one side has is new or gone."""
    first = table.inputs[0].name
    before = {str(row.get(first)): table.words(row) for row in was}
    after = {str(row.get(first)): table.words(row) for row in now}
    return [
        Difference(title, f"{table.label}：{name}"[:120], before.get(name, ""), after.get(name, ""))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name)
    ]
