"""For programs: concerns in the shape of Open311 GeoReport v2; ratings by telephone, text message, terminal.

The service is the kind of concern; every answer is a list, as in GeoReport.
A system sees what came through it, and never who said it.
"""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Form, Router, Schema, Status
from pydantic import Field

from onewindow.feedback import public as feedback
from onewindow.feedback import rules
from onewindow.feedback.errors import ConcernNotFound, SystemOnly
from onewindow.feedback.models import Concern
from onewindow.feedback.policies import concerns_of_system
from onewindow.feedback.services.raising import REGION
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor

router = Router(tags=["诉求"])
ratings_router = Router(tags=["评价"])
A_PAGE = 100
OPEN = {"received", "handling", "merged"}


class Service(Schema):
    """One kind of concern that can be sent."""

    service_code: str
    service_name: str
    description: str
    metadata: bool
    type: str
    keywords: str
    group: str


class Request(Schema):
    """One concern, without its author."""

    service_request_id: str
    status: str
    status_notes: str
    service_code: str
    service_name: str
    description: str
    agency_responsible: str
    requested_datetime: datetime
    updated_datetime: datetime | None
    expected_datetime: str
    address_id: str


class Taken(Schema):
    """What became of a concern that was sent."""

    service_request_id: str
    service_notice: str


class Sent(Schema):
    """A concern as GeoReport sends it; `address_id` is a region code, `email` is not kept.

    `source` is ours: a government website tells its own form from other ways.
    """

    service_code: Annotated[str, Field(max_length=30)]
    description: Annotated[str, Field(max_length=3000)]
    title: Annotated[str, Field(max_length=60)] = ""
    address_id: Annotated[str, Field(max_length=12)] = REGION
    first_name: Annotated[str, Field(max_length=20)] = ""
    last_name: Annotated[str, Field(max_length=20)] = ""
    phone: Annotated[str, Field(max_length=20)] = ""
    agency_responsible: Annotated[str, Field(max_length=100)] = ""
    source: Literal["api", "website"] = "api"


@router.get("services.json", response=list[Service], summary="诉求的类型", operation_id="open311_services")
def services(request: HttpRequest) -> list[Service]:
    """Give every kind of concern, for anybody."""
    return [
        Service(
            service_code=one.code, service_name=one.name, description=one.ask, metadata=False,
            type="realtime", keywords="", group="诉求",
        )
        for one in rules.kinds().values()
    ]  # fmt: skip


@router.post("requests.json", response={201: list[Taken]}, summary="提交诉求", operation_id="open311_send")
def send(request: HttpRequest, given: Annotated[Sent, Form()]) -> Status[list[Taken]]:
    """Take a concern in from an outside system; `service_code` is a kind."""
    by = _system(request)
    title = given.title.strip() or given.description.strip()[:30]
    concern = feedback.raise_concern(
        by=by, source=given.source,
        told=feedback.Told(
            given.service_code, title, given.description, region_code=given.address_id or REGION,
            about=given.agency_responsible, name=f"{given.last_name}{given.first_name}", mobile=given.phone,
        ),
    )  # fmt: skip
    notice = f"{concern.accept_due:%Y-%m-%d} 前告知是否受理"
    return Status(201, [Taken(service_request_id=concern.number, service_notice=notice)])


@router.get(
    "requests.json", response=list[Request], summary="本系统送来的诉求", operation_id="open311_requests"
)
def requests(
    request: HttpRequest,
    status: Annotated[str, Field(max_length=10)] = "",
    before: Annotated[str, Field(max_length=20)] = "",
) -> list[Request]:
    """Give what this system sent, newest first; go on with the last id as `before`."""
    rows = concerns_of_system(_system(request)).select_related("about").order_by("-id")
    if status in {"open", "closed"}:
        rows = rows.filter(state__in=OPEN) if status == "open" else rows.exclude(state__in=OPEN)
    last = concerns_of_system(_system(request)).filter(number=before).first() if before else None
    rows = rows.filter(pk__lt=last.pk) if last else rows
    return [_told(one) for one in rows[:A_PAGE]]


@router.get(
    "requests/{number}.json", response=list[Request], summary="一件诉求", operation_id="open311_request"
)
def one_request(request: HttpRequest, number: Annotated[str, Field(max_length=20)]) -> list[Request]:
    """Give one concern to the system that sent it."""
    found = concerns_of_system(_system(request)).select_related("about").filter(number=number).first()
    if found is None:
        raise ConcernNotFound
    return [_told(found)]


def _system(request: HttpRequest) -> Actor:
    by = identity.actor_of(request)
    if by.kind != "client":
        raise SystemOnly
    return by


def _told(one: Concern) -> Request:
    return Request(
        service_request_id=one.number, status="open" if one.state in OPEN else "closed",
        status_notes=one.reply or one.reason or str(one.get_state_display()), service_code=one.kind,
        service_name=rules.kinds()[one.kind].name, description=one.text or "",
        agency_responsible=one.about.name if one.about else "", requested_datetime=one.received_at,
        updated_datetime=one.closed_at or one.replied_at,
        expected_datetime=f"{one.due_on or one.accept_due:%Y-%m-%d}", address_id=one.region_code,
    )  # fmt: skip


class RatingIn(Schema):
    """What somebody said about being served; the query code of the case is what they read out or typed."""

    number: Annotated[str, Field(max_length=50)]
    code: Annotated[str, Field(min_length=6, max_length=16)]
    stars: Annotated[int, Field(ge=1, le=5)]
    options: Annotated[list[str], Field(max_length=40)] = []
    text: Annotated[str, Field(max_length=500)] = ""
    channel: Literal["5", "6", "7"]
    occasion: Literal["result", "intake"] = "result"


class RatingOut(Schema):
    """What was kept, in both codings."""

    rating: str
    stars: int
    satisfaction_code: str


@ratings_router.post("", response={201: RatingOut}, summary="代为提交评价", operation_id="rate")
def rate(request: HttpRequest, given: RatingIn) -> Status[RatingOut]:
    """Rate for who called, wrote or stands at a terminal: channel 5 terminal, 6 telephone, 7 text message."""
    said = feedback.Said(given.stars, tuple(given.options), given.text)
    made = feedback.rate(
        by=_system(request), case_number=given.number, occasion=given.occasion, said=said,
        channel=given.channel, code=given.code,
    )  # fmt: skip
    kept = RatingOut(rating=str(made.pk), stars=given.stars, satisfaction_code=made.national_code)
    return Status(201, kept)
