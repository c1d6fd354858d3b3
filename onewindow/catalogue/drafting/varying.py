"""Where implementations of one basic item say different things: element by element, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from onewindow.catalogue.content import TABLES
from onewindow.catalogue.drafting.sections import element_words, label, sections, words

Entry = Mapping[str, Any]
ROW_NAMES = {"materials": "name", "bases": "law", "questions": "question"}
OF_ITSELF = {"name", "handling_unit", "handle_code", "options", "aliases", "synonyms", "level"}
"""Elements in which implementations differ by what they are, not by what they say."""


@dataclass(frozen=True)
class Saying:
    """What some implementations say of an element, and which ones."""

    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Varying:
    """An element that not all say alike; what most say stands first."""

    section: str
    label: str
    sayings: tuple[Saying, ...]


def varying(entries: Sequence[Entry]) -> list[Varying]:
    """Return the elements in which entries differ, in the order of the editor."""
    found = []
    for section in sections():
        for given in section.inputs:
            if given.name not in OF_ITSELF:
                said = [(e["task_code"], words(given, e["fields"].get(given.name))) for e in entries]
                found += _different(section.title, given.label, said)
        if section.rows is not None and section.rows.name == "fees":
            said = [(e["task_code"], element_words("fees", e["fields"].get("fees"))) for e in entries]
            found += _different(section.title, label("fees"), said)
        if section.rows is not None and section.rows.name in TABLES:
            said = [(e["task_code"], _listed(section.rows.name, e)) for e in entries]
            found += _different(section.title, label(section.rows.name), said)
    return found


def _listed(table: str, entry: Entry) -> str:
    rows = entry[table]
    if table == "bases":
        return "\n".join(sorted(f"《{r.get('law', '')}》{r.get('article', '')}" for r in rows))
    return "\n".join(sorted(str(r.get(ROW_NAMES[table], "")) for r in rows))


def _different(section: str, label: str, said: Sequence[tuple[str, str]]) -> list[Varying]:
    groups: dict[str, list[str]] = {}
    for code, text in said:
        groups.setdefault(text, []).append(code)
    if len(groups) < 2:
        return []
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    return [Varying(section, label, tuple(Saying(text, tuple(codes)) for text, codes in ordered))]
