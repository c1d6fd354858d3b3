"""The catalogue of materials for programs."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from onewindow.catalogue.models import MaterialEntry
from onewindow.catalogue.queries import materials as queries

router = Router(tags=["材料目录"])


class Wanted(Schema):
    """Which entries: words of a name or a code, the kind, obtainable ones only, the cursor."""

    q: Annotated[str, Field(max_length=60)] = ""
    kind: Annotated[str, Field(max_length=1)] = ""
    obtainable: bool = False
    after: Annotated[str, Field(max_length=20)] = ""


class Brief(Schema):
    """An entry; `guides` is how many guides in force ask for it, told exactly up to a thousand."""

    code: str
    name: str
    kind: str
    issuer: str
    licence_type: str
    resource: str
    state: str
    guides: str


class Listing(Schema):
    """A page of entries by code; `next` is the cursor of the following page."""

    materials: list[Brief]
    next: str


class Whole(Brief):
    """An entry with all its names; `merged_into` is the code of the entry that took it in."""

    names: list[str]
    accept_standard: str
    basis: str
    note: str
    merged_into: str


def _brief(entry: MaterialEntry, guides: str) -> dict[str, str]:
    return {
        "code": entry.code,
        "name": entry.name,
        "kind": entry.kind,
        "issuer": entry.issuer,
        "licence_type": entry.licence_type_code,
        "resource": entry.share_resource_code,
        "state": entry.state,
        "guides": guides,
    }


@router.get("", response=Listing, summary="查询材料目录")
def materials(request: HttpRequest, wanted: Query[Wanted]) -> Listing:
    """List the entries that match."""
    page = queries.entries(
        text=wanted.q.replace("\x00", ""),
        kind=wanted.kind.replace("\x00", ""),
        obtainable=wanted.obtainable,
        after=wanted.after.replace("\x00", ""),
    )
    return Listing(materials=[Brief(**_brief(entry, n)) for entry, n in page.rows], next=page.after)


@router.get("{code}", response=Whole, summary="一个材料")
def material(request: HttpRequest, code: str) -> Whole:
    """Give an entry with its names."""
    entry = queries.entry(code)
    return Whole(
        **_brief(entry, queries.uses([entry.pk])[entry.pk]),
        names=[n.name for n in entry.names.all()],
        accept_standard=entry.accept_standard,
        basis=entry.basis,
        note=entry.note,
        merged_into=entry.merged_into.code if entry.merged_into else "",
    )
