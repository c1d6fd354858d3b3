"""The catalogue for programs: search, facets, whole versions, history, changes since a cursor."""

import json
from datetime import date, datetime
from operator import attrgetter, itemgetter
from typing import Annotated, Any, Literal

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import BaseModel, Field

from onewindow.catalogue import elements, facets, linked
from onewindow.catalogue.errors import UnknownVersion
from onewindow.catalogue.materials.api import router as materials_router
from onewindow.catalogue.models import ItemVersion
from onewindow.catalogue.models.version import promise_of
from onewindow.catalogue.queries import browse, guides, history, versions
from onewindow.catalogue.queries import search as searching
from onewindow.catalogue.queries.conditions import Search

__all__ = ["materials_router", "router"]

router = Router(tags=["事项目录"])
DICTIONARIES = (
    "item_type",
    "level",
    "audience",
    "channel",
    "handling",
    "reach",
    "theme_person",
    "theme_firm",
)


class Brief(Schema):
    """What a list says of an item."""

    code: str
    name: str
    type: str
    type_name: str
    level: str
    region: str
    agency: str
    audience: list[str]
    online: bool | None
    instant: bool
    promise: str
    state: str
    source: str


_FIELDS = (
    "code", "name", "item_type", "level", "region_code", "agency_name", "audience", "online", "pilot_key",
    "promised_days", "promised_unit", "state", "source",
)  # fmt: skip
_of_version, _of_row = attrgetter(*_FIELDS), itemgetter(*map(searching.COLUMNS.index, _FIELDS))


def brief(version: ItemVersion) -> dict[str, Any]:
    """Return what a list says of a listed version, as Brief describes it."""
    return _brief(_of_version(version))


def _brief(told: tuple[Any, ...]) -> dict[str, Any]:
    code, name, kind, level, region, agency, audience, online, pilot, days, unit, state, source = told
    return {
        "code": code,
        "name": name,
        "type": kind,
        "type_name": facets.label("item_type", kind),
        "level": level,
        "region": region,
        "agency": agency,
        "audience": audience,
        "online": online,
        "instant": bool(pilot),
        "promise": promise_of(pilot, days, unit),
        "state": state,
        "source": source,
    }


class Listing(Schema):
    """One page of items; an empty cursor means there is no such page."""

    items: list[Brief]
    next: str
    previous: str


class Wanted(BaseModel):
    """What is searched for; what is left out does not narrow.

    A plain model: those of the framework read each value through a getter of their own.
    """

    q: Annotated[str, Field(max_length=60)] = ""
    audience: Literal["", "person", "firm"] = ""
    theme: Annotated[str, Field(max_length=5)] = ""
    agency: Annotated[str, Field(max_length=9, pattern=r"^\d*$")] = ""
    region: Annotated[str, Field(max_length=12, pattern=r"^\d*$")] = ""
    type: Annotated[str, Field(max_length=2)] = ""
    level: Annotated[str, Field(max_length=1)] = ""
    online: bool = False
    instant: bool = False
    source: Annotated[str, Field(max_length=40)] = ""
    cursor: Annotated[str, Field(max_length=40)] = ""
    size: Annotated[int, Field(ge=1, le=100)] = 20


class Term(Schema):
    """A value of a facet."""

    code: str
    name: str


class Facet(Schema):
    """A dictionary in its newest edition."""

    facet: str
    edition: str
    source: str
    since: date
    terms: list[Term]


class MaterialOut(Schema):
    """申请材料."""

    seq: int
    code: str
    name: str
    necessity: str
    originals: int | None
    copies: int | None
    source: str
    accept_standard: str
    fill_note: str
    basis: str
    exempt: bool
    licence_type: str
    resource: str


class BasisOut(Schema):
    """设定依据."""

    law: str
    number: str
    article: str
    text: str


class ElementOut(Schema):
    """An element of the guide in words; empty where nobody filled it in."""

    label: str
    words: str
    note: str


class Whole(Brief):
    """A version with all it says."""

    number: int
    valid_from: date | None
    valid_to: date | None
    published_at: datetime | None
    digest: str
    elements: list[ElementOut]
    conditions: list[str]
    flow: list[dict[str, object]]
    fees: list[dict[str, object]]
    materials: list[MaterialOut]
    bases: list[BasisOut]
    questions: list[dict[str, str]]
    marks: list[object]


class Step(Schema):
    """A version in the history of an item."""

    number: int
    state: str
    name: str
    valid_from: date | None
    valid_to: date | None
    digest: str


class ChangeOut(Schema):
    """One change: what became of which version, and the cursor to go on from."""

    cursor: int
    at: datetime
    code: str
    number: int
    state: str


class Changes(Schema):
    """Changes in the order they were committed; `cursor` is where to go on, also when there are none."""

    changes: list[ChangeOut]
    cursor: int


@router.get("", response=Listing, summary="查询现行事项")
def items(request: HttpRequest, wanted: Query[Wanted]) -> HttpResponse:
    """List the items in force that match, best first, by keyset pages.

    Written without models and a second validation: the hottest answer of the catalogue. Tests hold it to
    Listing and to `brief`.
    """
    page = searching.lines(
        Search(
            text=wanted.q.replace("\x00", ""),
            audience=wanted.audience,
            theme=wanted.theme.replace("\x00", ""),
            agency=wanted.agency,
            region=wanted.region,
            item_type=wanted.type.replace("\x00", ""),
            level=wanted.level.replace("\x00", ""),
            online=wanted.online,
            instant=wanted.instant,
            source=wanted.source.replace("\x00", ""),
        ),
        cursor=wanted.cursor,
        size=wanted.size,
    )
    found = {
        "items": [_brief(_of_row(row)) for row in page.rows],
        "next": page.next,
        "previous": page.previous,
    }
    return HttpResponse(orjson.dumps(found), content_type="application/json; charset=utf-8")


@router.get("facets", response=list[Facet], summary="分类字典")
def dictionaries(request: HttpRequest) -> list[Facet]:
    """Give the dictionaries of the facets in their newest editions."""
    newest = [facets.editions()[name][-1] for name in DICTIONARIES]
    return [
        Facet(
            facet=e.facet,
            edition=e.name,
            source=e.source,
            since=e.since,
            terms=[Term(code=code, name=name) for code, name in e.terms.items()],
        )
        for e in newest
    ]


@router.get("agencies", response=list[Term], summary="有事项的部门")
def agencies(request: HttpRequest) -> list[Term]:
    """Give the bodies that have items in force; the code is what `agency` takes."""
    return [Term(code=entry.key, name=entry.name) for entry in browse.overview().agencies]


@router.get("changes", response=Changes, summary="某一时刻以后的变化")
def changes(
    request: HttpRequest,
    since: Annotated[int, Field(ge=0, lt=2**63)] = 0,
    size: Annotated[int, Field(ge=1, le=1000)] = 200,
) -> Changes:
    """Give what changed after a cursor; nothing is left out or told twice, whoever publishes meanwhile."""
    rows = history.changes(since, size)
    return Changes(
        changes=[
            ChangeOut(cursor=r.pk, at=r.at, code=r.version.code, number=r.version.number, state=r.state)
            for r in rows
        ],
        cursor=rows[-1].pk if rows else since,
    )


@router.get("{code}", response=Whole, summary="一个事项的现行版本")
def item(request: HttpRequest, code: str) -> Whole:
    """Give the version in force with all it says."""
    return _whole(versions.in_force(code))


@router.get("{code}/versions", response=list[Step], summary="一个事项的各个版本")
def item_versions(request: HttpRequest, code: str) -> list[Step]:
    """Give the published history of an item, the newest first."""
    versions.in_force(code)
    return [Step.model_validate(v, from_attributes=True) for v in history.versions_of(code)]


@router.get("{code}/versions/{number}", response=Whole, summary="一个事项的某一版本")
def item_version(request: HttpRequest, code: str, number: int) -> Whole:
    """Give one version of the history with all it says."""
    found = next((v for v in history.versions_of(code) if v.number == number), None)
    if found is None:
        raise UnknownVersion
    return _whole(versions.item_version(found.pk))


@router.get("{code}/cpsv", summary="一个事项的 CPSV-AP 描述（JSON-LD）", include_in_schema=True)
def item_linked(request: HttpRequest, code: str) -> HttpResponse:
    """Give the version in force as linked data, CPSV-AP 3.2."""
    found = linked.document([guides.guide(versions.in_force(code))], settings.PUBLIC_URL)
    return HttpResponse(json.dumps(found, ensure_ascii=False), content_type="application/ld+json")


def _whole(version: ItemVersion) -> Whole:
    guide = guides.guide(version)
    return Whole(
        **brief(version),
        number=version.number,
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        published_at=version.published_at,
        digest=version.digest,
        elements=[ElementOut(label=e.label, words=e.words, note=e.note) for e in elements.basics(version)],
        conditions=[str(c) for c in version.conditions],
        flow=[dict(step) if isinstance(step, dict) else {"name": str(step)} for step in version.flow],
        fees=[dict(fee) for fee in version.fees],
        materials=[
            MaterialOut(
                seq=m.seq,
                code=m.code,
                name=m.name,
                necessity=m.necessity,
                originals=m.originals,
                copies=m.copies,
                source=m.source,
                accept_standard=m.accept_standard,
                fill_note=m.fill_note,
                basis=m.basis,
                exempt=m.is_exempt,
                licence_type=m.licence_type_code,
                resource=m.share_resource_code,
            )
            for m in guide.materials
        ],
        bases=[BasisOut(law=b.law, number=b.number, article=b.article, text=b.text) for b in guide.bases],
        questions=[{"question": q.question, "answer": q.answer} for q in guide.questions],
        marks=list(version.marks),
    )
