"""Open a company (一照一码): allocate its code from the body's segment, queue the pushes, tell both sides."""

import json
from typing import TypedDict
from uuid import UUID

from django.db import connection
from django.urls import reverse

from onewindow.cases import public as cases
from onewindow.collaboration import policies
from onewindow.collaboration.errors import (
    AlreadyTaken,
    NoCodeLeft,
    NotTheRegistrar,
    OpeningHasCode,
    SegmentInvalid,
    UnknownOpening,
)
from onewindow.collaboration.events import CompanyOpened, SegmentLow
from onewindow.collaboration.models import CodeSegment, FollowUp, Opening, Push
from onewindow.collaboration.opening import is_head, needed_after, overlap, room, rules, uscc_of
from onewindow.government import public as government
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit
from onewindow.messages import public as messages


class Answers(TypedDict, total=False):
    """What of the registration form is used here."""

    company_name: str
    company_scope: str
    company_capital: str
    premises_address: str
    principal_name: str


def open_company(*, number: str) -> Opening | None:
    """Open the company of a granted registration, once; nothing for any other case.

    Without a code left the opening stays with its trouble until `allocate_again`.
    """
    wanted = cases.Case.objects.filter(number=number, item_version__form_code=rules().form)
    if not wanted.filter(outcome=cases.Outcome.GRANTED).exists():
        return None
    with unit.work():
        case = _locked(number)
        if (found := Opening.objects.filter(case=case).first()) is not None:
            return found
        opening = Opening(
            case=case, name=answers_of_case(case).get("company_name", case.applicant_name)[:200],
            agency_id=case.agency_id, region_code=case.region_code, city=case.city, granted_at=clock.now(),
        )  # fmt: skip
        try:
            opening.uscc = next_code(agency_id=case.agency_id)
        except NoCodeLeft as refusal:
            opening.trouble = refusal.message[:200]
            opening.save(force_insert=True)
            audit.record(SYSTEM, "company.waits_for_code", opening)
        else:
            opening.allocated_at = clock.now()
            opening.save(force_insert=True)
            _begin(SYSTEM, case, opening)
    return opening


def allocate_again(*, by: Actor, opening_id: UUID) -> Opening:
    """Give an opening that waits for one its code. Raises UnknownOpening, NotTheRegistrar, OpeningHasCode."""
    found = Opening.objects.select_related("case").filter(pk=opening_id).first()
    if found is None:
        raise UnknownOpening
    policies.require_registrar(by, found.agency_id, found.region_code)
    with unit.work():
        case = _locked(found.case.number)
        opening = Opening.objects.select_for_update().get(pk=opening_id)
        if opening.uscc:
            raise OpeningHasCode
        opening.trouble = ""
        opening.uscc = next_code(agency_id=opening.agency_id)
        opening.allocated_at = clock.now()
        opening.save()
        _begin(by, case, opening)
    return opening


def _locked(number: str) -> cases.Case:
    rows = cases.Case.objects.select_related("agency", "person", "organisation")
    return rows.select_for_update(of=("self",)).get(number=number)


def answers_of_case(case: cases.Case) -> Answers:
    """Return what was answered in the registration form."""
    told: Answers = json.loads(case.answers or "{}")
    return told


def next_code(*, agency_id: int) -> str:
    """Take the next code of the body's oldest segment with codes left, in the unit of work of the caller.

    The segment's row is locked until the unit ends: a code is given once or not at all. Raises NoCodeLeft.
    """
    rows = CodeSegment.objects.select_for_update(of=("self",)).select_related("agency")
    mine = rows.filter(agency_id=agency_id).order_by("id")
    segment = next((one for one in mine if one.left), None)
    if segment is None:
        raise NoCodeLeft
    number = segment.first + segment.used
    segment.used += 1
    if segment.is_low and segment.warned_at is None:
        segment.warned_at = clock.now()
        outbox.publish(
            SegmentLow(
                subject=str(segment.pk), city=segment.city, agency=segment.agency_id, left=segment.left
            )
        )  # fmt: skip
    segment.save(update_fields=["used", "warned_at"])
    audit.record(SYSTEM, "segment.used", segment)
    return uscc_of(rules().kind, segment.agency.region_code[:6], segment.head, number)


def _begin(by: Actor, case: cases.Case, opening: Opening) -> None:
    """Queue the pushes, tell the applicant and the approving bodies, note it on the timeline."""
    now = clock.now()
    pushes = [
        Push(opening=opening, receiver=one.resource, name=one.name, next_at=now, city=opening.city)
        for one in rules().receivers
    ]
    Push.objects.bulk_create(pushes)
    told = _tell_bodies(case, opening)
    audit.record(by, "company.opened", opening, *pushes, *told)
    cases.note_step(
        case, kind="company", title="已赋统一社会信用代码", who=case.agency.name, detail=opening.uscc
    )
    link = reverse("cases:case", args=[case.number])
    messages.tell(
        case.applicant, "company-opened", {"item": opening.name, "number": case.number},
        origin=f"company:{opening.pk}", link=link, city=case.city,
    )  # fmt: skip
    if told:
        needs = "、".join(f"{one.approval}（{one.agency.name}）" for one in told)
        messages.tell(
            case.applicant, "company-follow-ups", {"item": needs, "number": case.number},
            origin=f"company:{opening.pk}:after", link=link, city=case.city,
        )  # fmt: skip
    outbox.publish(CompanyOpened(subject=case.number, city=opening.city, uscc=opening.uscc))


def _tell_bodies(case: cases.Case, opening: Opening) -> list[FollowUp]:
    """Tell the bodies of the registering region what they will have to approve; else the registrar itself."""
    needed = needed_after(answers_of_case(case).get("company_scope", ""))
    here = government.Agency.objects.filter(region_code=case.agency.region_code).order_by("id")
    bodies = list(here) if needed else []
    told = [
        FollowUp(
            opening=opening, approval=one.approval, told_at=clock.now(), city=opening.city,
            agency=next((body for body in bodies if body.name.endswith(one.body)), case.agency),
        )
        for one in needed
    ]  # fmt: skip
    FollowUp.objects.bulk_create(told)
    return told


def take_follow_up(*, by: Actor, follow_up_id: UUID) -> FollowUp:
    """Sign for an approval that one's body was told of.

    Raises UnknownOpening, NotYourFollowUp, AlreadyTaken.
    """
    found = FollowUp.objects.select_related("agency").filter(pk=follow_up_id).first()
    if found is None:
        raise UnknownOpening
    policies.require_follow_up(by, found)
    with unit.work():
        told = FollowUp.objects.select_for_update().get(pk=follow_up_id)
        if told.taken_at is not None:
            raise AlreadyTaken
        told.taken_at, told.taken_by = clock.now(), by.label
        told.save(update_fields=["taken_at", "taken_by"])
        audit.record(by, "company.follow_up_taken", told)
    return told


def add_segment(*, by: Actor, agency_id: int, head: str, first: int, size: int, low: int) -> CodeSegment:
    """Enter a segment that the code centre gave to a registering body; the same again stays as it is.

    Raises NotTheRegistrar, SegmentInvalid with each fault at its field: a segment may not reach into another.
    """
    body = government.Agency.objects.filter(pk=agency_id).first()
    if body is None or not policies.keeps_segments(by, agency_id, body.region_code):
        raise NotTheRegistrar
    errors: dict[str, list[str]] = {}
    if not is_head(head):
        errors["head"] = ["请填写码段开头，1 到 5 位数字或大写字母（不用 I、O、S、V、Z）。"]
    elif first < 0 or size < 1 or first + size > room(head):
        errors["size"] = [f"起始序号和数量超出码段：这个开头共有 {room(head)} 个代码。"]
    if not 0 <= low <= max(size, 0):
        errors["low"] = ["预警数量不能超过码段的数量。"]
    if errors:
        raise SegmentInvalid(errors=errors)
    with unit.work():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('collaboration_codesegment'))")
        rows = list(CodeSegment.objects.order_by("id"))
        wanted = (agency_id, head, first, size)
        same = next((one for one in rows if (one.agency_id, one.head, one.first, one.size) == wanted), None)
        if same is not None:
            return same
        if any(overlap((one.head, one.first, one.size), (head, first, size)) for one in rows):
            raise SegmentInvalid(errors={"first": ["和已经录入的码段重叠，请核对下发的码段。"]})
        made = CodeSegment(
            agency=body, head=head, first=first, size=size, low=low, added_at=clock.now(), added_by=by.label,
            city=body.region_code[:4],
        )  # fmt: skip
        made.save(force_insert=True)
        audit.record(by, "segment.added", made)
    return made
