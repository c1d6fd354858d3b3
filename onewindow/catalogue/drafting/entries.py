"""An entry: the whole content of one item as plain data, from a version or a file and back to a content."""

from collections.abc import Iterable, Mapping
from typing import Any

from onewindow.catalogue.content import Content
from onewindow.catalogue.models import ItemVersion, LegalBasis, Material, Question

Entry = dict[str, Any]
_NOT_CONTENT = {
    "id", "item_id", "number", "state", "valid_from", "valid_to", "published_at", "digest", "source",
    "source_version", "words", "pinyin", "initials",
}  # fmt: skip
_NOT_ROW = {"id", "version_id", "seq"}


def columns(model: Any) -> list[str]:
    """Return the columns of a version or of its rows that are content."""
    skipped = _NOT_CONTENT if model is ItemVersion else _NOT_ROW
    return [f.attname for f in model._meta.concrete_fields if f.attname not in skipped]


FIELDS = columns(ItemVersion)
ROWS = {"materials": columns(Material), "bases": columns(LegalBasis), "questions": columns(Question)}
_DEFAULTS = {f.attname: f.get_default() for f in ItemVersion._meta.concrete_fields if f.attname in FIELDS}
_ROW_DEFAULTS = {
    name: {f.attname: f.get_default() for f in model._meta.concrete_fields if f.attname in ROWS[name]}
    for name, model in (("materials", Material), ("bases", LegalBasis), ("questions", Question))
}


def entry_of(version: ItemVersion, rows: Mapping[str, Iterable[Any]]) -> Entry:
    """Return what a stored version says; `rows` are its materials, bases and questions."""
    return entry_in(
        version, {name: [{c: getattr(row, c) for c in ROWS[name]} for row in rows[name]] for name in ROWS}
    )


def entry_in(version: ItemVersion, rows: Mapping[str, list[Entry]]) -> Entry:
    """Return what a stored version says; `rows` are those of its tables as plain data."""
    return {
        "task_code": version.item.task_code,
        "basic_code": version.item.basic_id or "",
        "agency_id": version.item.agency_id,
        "fields": {name: getattr(version, name) for name in FIELDS},
        **rows,
    }


def content_of(entry: Entry) -> Content:
    """Return the content an entry stands for; what it leaves out is as in an empty version.

    A row of its tables that leaves nothing out is taken as it is.
    """
    fields = _filled(entry["fields"], _DEFAULTS)

    def rows(name: str) -> tuple[Entry, ...]:
        wanted = _ROW_DEFAULTS[name]
        return tuple(row if row.keys() == wanted.keys() else _filled(row, wanted) for row in entry[name])

    return Content(
        task_code=entry["task_code"],
        basic_code=entry["basic_code"],
        basic_name=str(entry.get("basic_name") or fields["name"]),
        agency_id=entry["agency_id"],
        fields=fields,
        materials=rows("materials"),
        bases=rows("bases"),
        questions=rows("questions"),
    )


def _filled(given: Entry, defaults: Entry) -> Entry:
    """Return the columns there are, with what is given for them."""
    if given.keys() <= defaults.keys():
        return {**defaults, **given}
    return {name: given.get(name, value) for name, value in defaults.items()}


def blank(agency: Any, level: str, basic_code: str, name: str) -> Entry:
    """Return an entry with nothing but identity filled in."""
    code = f"{agency.uscc}{level}{basic_code}"
    fields = _DEFAULTS | {
        "name": name,
        "item_type": basic_code[2:4],
        "level": level,
        "region_code": agency.region_code,
        "agency_name": agency.name,
        "agency_uscc": agency.uscc,
        "uscc_provisional": agency.uscc_provisional,
        "body_nature": str(agency.legal_status),
        "handle_code": f"{code}01",
        "statutory_unit": "1",
        "promised_unit": "1",
        "in_hall": True,
        "phone": "12345",
        "complaint_phone": "12345",
    }
    return {
        "task_code": code,
        "basic_code": basic_code,
        "agency_id": agency.pk,
        "fields": fields,
        **{row: [] for row in ROWS},
    }
