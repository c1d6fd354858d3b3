"""Licences for programs: check one, use one that was shown or permitted, deliver to the main library."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from onewindow.identity.public import NotSignedIn, actor_of
from onewindow.kernel.public import Actor
from onewindow.licences.cli import plain
from onewindow.licences.errors import LicenceNotFound
from onewindow.licences.models import LicenceUse
from onewindow.licences.queries.types import types
from onewindow.licences.services.deliveries import deliver
from onewindow.licences.services.permits import use_as_system
from onewindow.licences.services.showing import look_at_shown
from onewindow.licences.showing_facts import seen
from onewindow.licences.verification import check_code

router = Router(tags=["电子证照"])
ROWS_AT_ONCE = 1_000


class CheckOut(Schema):
    """The verdict on a licence: what anyone may know of it, holder and number masked."""

    genuine: bool
    verdict: str
    label: str
    sentences: list[str]
    facts: dict[str, str]
    number: str
    digest: str
    kid: str


class TypeOut(Schema):
    """A licence type of the catalogue; `face` is the JSON Schema of its fields."""

    code: str
    key: str
    name: str
    definer: str
    holder_class: str
    sole: bool
    validity: dict[str, Any]
    face: dict[str, Any]
    source: str


class ShownIn(Schema):
    """A code somebody showed, with the item and case it is looked at for."""

    code: str = Field(max_length=500)
    item: str = Field("", max_length=40)
    case: str = Field("", max_length=50)


class UseIn(Schema):
    """Whose licence of which type is looked up, for which item and case, and why."""

    type: str = Field(max_length=40)
    number: str = Field(max_length=30)
    item: str = Field(max_length=40)
    case: str = Field(max_length=50)
    reason: str = Field(max_length=300)


class LicenceOut(Schema):
    """A licence as a use opens it; the holder sees who used it and why."""

    identifier: str
    type: str
    name: str
    number: str
    status: str
    in_force: bool
    facts: dict[str, str]
    face: dict[str, str]
    good_until: str
    watermark: str


class DeliveryIn(Schema):
    """Rows of a sub-library, as files have them."""

    library: str = Field(max_length=40)
    name: str = Field("接口交付", max_length=100)
    rows: list[dict[str, Any]] = Field(max_length=ROWS_AT_ONCE)


@router.get("/verify/", response=CheckOut, summary="核验一本电子证照", operation_id="verify_licence")
def verify(request: HttpRequest, code: Annotated[str, Field(max_length=200)]) -> dict[str, Any]:
    """Check a verification code or an identifier: signature, columns and present status, at each call."""
    found = check_code(code.strip())
    if found is None:
        raise LicenceNotFound
    return found.as_dict()


@router.get("/types/", response=list[TypeOut], summary="证照目录", operation_id="licence_types")
def catalogue(request: HttpRequest) -> list[TypeOut]:
    """List the licence types with the fields of their faces."""
    return [
        TypeOut(
            code=kind.code, key=kind.key, name=kind.name, definer=kind.definer,
            holder_class=kind.holder_class, sole=kind.sole, validity=kind.validity, face=kind.schema,
            source=kind.source,
        )
        for kind in types()
    ]  # fmt: skip


@router.post("/shown/", response=LicenceOut, summary="查看出示的证照", operation_id="look_at_shown")
def shown(request: HttpRequest, given: ShownIn) -> LicenceOut:
    """Use a holder's code up and return what it opens; recorded for the holder first."""
    use = look_at_shown(by=_system(request), code=given.code, item=given.item, case_number=given.case)
    return _told(use)


@router.post("/uses/", response=list[LicenceOut], summary="按许可查用证照", operation_id="use_licence")
def use(request: HttpRequest, given: UseIn) -> list[LicenceOut]:
    """Look up a holder's licences in force under a permit, for an item and case of the caller's region."""
    uses = use_as_system(
        by=_system(request), type_code=given.type, number=given.number, item=given.item,
        case_number=given.case, reason=given.reason,
    )  # fmt: skip
    return [_told(one) for one in uses]


@router.post("/deliveries/", response=dict[str, Any], summary="分库交付证照", operation_id="deliver_licences")
def delivery(request: HttpRequest, given: DeliveryIn) -> dict[str, object]:
    """Take in rows of the caller's sub-library; read = accepted + rejected, each with its reasons."""
    rows: list[object] = list(given.rows)
    return plain(deliver(by=_system(request), library=given.library, entries=rows, name=given.name))


def _system(request: HttpRequest) -> Actor:
    actor = actor_of(request)
    if actor.kind != "client":
        raise NotSignedIn
    return actor


def _told(use: LicenceUse) -> LicenceOut:
    found = seen(use)
    licence = found.licence
    return LicenceOut(
        identifier=licence.identifier, type=licence.type_id, name=licence.type.name, number=licence.number,
        status=licence.status, in_force=found.in_force, facts=dict(found.facts), face=dict(found.face),
        good_until=use.good_until.isoformat(), watermark=found.watermark,
    )  # fmt: skip
