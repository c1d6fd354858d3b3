"""The merged form and list of materials of a procedure: each question once, each material once. Pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
SCHEMA = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True)
class Part:
    """What a member brings: its form, its materials in the order of its guide, its condition."""

    key: str
    schema: Row
    ui: Row
    materials: Sequence[Row]
    when: str = ""


@dataclass
class Merged:
    """The merged form; `names` gives by member and own field the merged field; counts before and after."""

    schema: dict[str, Any]
    ui: dict[str, Any]
    materials: list[dict[str, Any]]
    names: dict[str, dict[str, str]]
    questions_apart: int = 0
    questions: int = 0
    papers_apart: int = 0
    papers: int = 0


@dataclass
class _Ask:
    """A merged field: what it is, under which conditions it is asked ("" always), where it comes first."""

    told: dict[str, Any]
    kind: Any
    required: bool
    page: Row
    conditions: set[str] = field(default_factory=set)
    material: str = ""


def merge(parts: Sequence[Part], situations: Sequence[Row] = ()) -> Merged:
    """Return the merged form: fields of one name, label and kind are one; others of that name keep apart.

    Questions that decide who takes part (`situations`) come first. A field asked under two conditions is
    asked under either; who is asked anyway is asked once, without a condition.
    """
    asks: dict[str, _Ask] = {}
    names: dict[str, dict[str, str]] = {}
    apart, rules = 0, []
    for row in situations:
        page = {"key": row["name"], "title": row["title"], "hint": row.get("hint", "")}
        told = {"name": row["name"], "label": row["label"], "widget": "bool", **_extra(row)}
        asks[row["name"]] = _Ask(told, {"type": "boolean"}, True, page, {""})
    for part in parts:
        own: dict[str, str] = {}
        papers = {number: row["name"] for number, row in enumerate(part.materials, 1)}
        for page in part.ui["pages"]:
            for told in page["fields"]:
                apart += _is_question(told)
                own[told["name"]] = _place(part, page, told, papers, asks)
        _conditions(part, own, asks)
        rules += [_renamed(rule, own) for rule in part.schema.get("allOf", ())]
        names[part.key] = own
    materials, number_of = _materials(parts, names, asks)
    pages = list(_pages(asks, number_of))
    schema = {
        "$schema": SCHEMA, "type": "object", "additionalProperties": False,
        "properties": {name: ask.kind for name, ask in asks.items()},
        "required": [name for name, ask in asks.items() if ask.required],
        **({"allOf": rules} if rules else {}),
    }  # fmt: skip
    keys = {name: keys for part in parts for name, keys in part.ui.get("prefill_keys", {}).items()}
    return Merged(
        schema, {"pages": pages, **({"prefill_keys": keys} if keys else {})}, materials, names,
        questions_apart=apart, questions=sum(_is_question(ask.told) for ask in asks.values()),
        papers_apart=sum(_is_paper(row) for part in parts for row in part.materials),
        papers=sum(_is_paper(row) for row in materials),
    )  # fmt: skip


def _extra(row: Row) -> dict[str, Any]:
    return {name: row[name] for name in ("hint", "messages") if name in row}


def _place(part: Part, page: Row, told: Row, papers: Mapping[int, str], asks: dict[str, _Ask]) -> str:
    """Put a field among the merged ones and return its name there."""
    kind = part.schema["properties"][told["name"]]
    required = told["name"] in part.schema.get("required", ())
    name = str(told["name"])
    known = asks.get(name)
    if known is not None and not _same(known, told, kind):
        name = f"{part.key}_{name}"
        known = asks.get(name)
    if known is None:
        plain = {**told, "name": name}
        plain.pop("material", None)
        asks[name] = _Ask(plain, kind, required, page)
        known = asks[name]
    known.required = known.required or required
    if told.get("material"):
        known.material = known.material or papers.get(told["material"], "")
    return name


def _same(known: _Ask, told: Row, kind: Any) -> bool:
    return (known.told["label"], known.told["widget"], known.kind) == (told["label"], told["widget"], kind)


def _conditions(part: Part, own: Mapping[str, str], asks: Mapping[str, _Ask]) -> None:
    for page in part.ui["pages"]:
        both = [
            _in_words(text, own) if text is not part.when else text
            for text in (part.when, page.get("visible_if", "")) if text
        ]  # fmt: skip
        for told in page["fields"]:
            asks[own[told["name"]]].conditions.add(" and ".join(f"({text})" for text in both))


def _in_words(text: str, own: Mapping[str, str]) -> str:
    changed = {name: merged for name, merged in own.items() if name != merged}
    for name, merged in changed.items():
        text = re.sub(rf"\b{re.escape(name)}\b", merged, text)
    return text


def _renamed(rule: Any, own: Mapping[str, str]) -> Any:
    """Return a conditional rule of a schema with the merged names of its fields."""
    if isinstance(rule, Mapping):
        return {
            key: {own.get(n, n): _renamed(v, own) for n, v in value.items()} if key == "properties"
            else [own.get(n, n) for n in value] if key == "required"
            else _renamed(value, own)
            for key, value in rule.items()
        }  # fmt: skip
    return rule


def _pages(asks: Mapping[str, _Ask], number_of: Mapping[str, int]) -> Iterator[dict[str, Any]]:
    """Yield the pages in the order in which their first field came; what closes a form comes last."""
    made: dict[tuple[str, str], dict[str, Any]] = {}
    for name, ask in asks.items():
        condition = "" if "" in ask.conditions else " or ".join(sorted(ask.conditions))
        page = made.setdefault((ask.page["title"], condition), _page(ask.page, condition, len(made)))
        told = dict(ask.told)
        if number := number_of.get(name):
            told["material"] = number
        page["fields"].append(told)
    closing = [page for page in made.values() if page["fields"][0]["widget"] in {"upload", "mobile"}]
    closing.sort(key=lambda page: page["fields"][0]["widget"], reverse=True)
    oaths = [page for page in made.values() if page["fields"][0]["widget"] == "declaration"]
    for page in made.values():
        if page not in closing and page not in oaths:
            yield page
    yield from closing
    yield from oaths


def _page(page: Row, condition: str, number: int) -> dict[str, Any]:
    return {
        "key": f"p{number + 1}-{page['key']}"[:40], "title": page["title"], "hint": page.get("hint", ""),
        **({"visible_if": condition} if condition else {}), "fields": [],
    }  # fmt: skip


def _materials(
    parts: Sequence[Part], names: Mapping[str, Mapping[str, str]], asks: Mapping[str, _Ask]
) -> tuple[list[dict[str, Any]], dict[str, int]]:
    """Return the materials without repeats, by name or by the upload they share, and the number by field."""
    kept: dict[str, dict[str, Any]] = {}
    for part in parts:
        field_of = {
            told["material"]: names[part.key][told["name"]]
            for page in part.ui["pages"] for told in page["fields"] if told.get("material")
        }  # fmt: skip
        for number, row in enumerate(part.materials, 1):
            key = field_of.get(number) or _called(row)
            if key not in kept:
                kept[key] = dict(row)
            elif row.get("necessity") == "1":
                kept[key]["necessity"] = "1"
    order = list(kept)
    return list(kept.values()), {name: order.index(name) + 1 for name in asks if name in kept}


def _called(row: Row) -> str:
    """Name a material that is no upload: what is filled in online is one, what is fetched is one a source."""
    if row.get("filled_online"):
        return "=form"
    return f"={row.get('licence_type_code') or row.get('share_resource_code') or row['name']}"


def _is_question(told: Row) -> bool:
    """Tell whether a field is a question; an upload is a paper, what is only shown is none."""
    return told["widget"] != "upload" and not told.get("only_shown")


def _is_paper(row: Row) -> bool:
    """Tell whether the applicant must hand it in: neither filled in online nor held by government."""
    fetched = row.get("filled_online") or row.get("licence_type_code") or row.get("share_resource_code")
    return not fetched


def answers_of(member: Mapping[str, str], answers: Mapping[str, object]) -> dict[str, object]:
    """Return a member's own answers out of the merged ones."""
    return {own: answers[merged] for own, merged in member.items() if merged in answers}


def digest_text(plan: Any, merged: Merged) -> str:
    """Return the canonical text a version is known by."""
    return json.dumps([plan, merged.schema, merged.ui, merged.materials], ensure_ascii=False, sort_keys=True)
