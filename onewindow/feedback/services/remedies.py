"""The body puts a bad rating right: contact, finding, measures; or appeals. It can never end it."""

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from onewindow.feedback import policies, rules
from onewindow.feedback.chances import chance_for, first_of
from onewindow.feedback.errors import (
    AppealTooLate,
    NoAppeal,
    NotContacted,
    RemedyInvalid,
    RemedyNotFound,
)  # fmt: skip
from onewindow.feedback.events import (
    BadRatingContacted,
    BadRatingRectified,
    BadRatingReopened,
    RatingAppealed,
)
from onewindow.feedback.models import Rater, RatingTally, Remedy
from onewindow.feedback.services.ending import conclude, exclude_rating, revoke
from onewindow.feedback.services.steps import CENTRE, RATER, take_step, tell_rater
from onewindow.feedback.states import WORKING, AppealState, Finding, RemedyState
from onewindow.identity import public as identity
from onewindow.kernel.public import ANONYMOUS, Actor, audit, clock, outbox, unit

SHORTEST, LONGEST, MOST = 4, 1000, 100


def contact_rater(*, by: Actor, remedy_id: UUID, text: str) -> Remedy:
    """Write to the rater without learning who it is. Raises RemedyNotFound, RemedyMoved, RemedyInvalid."""
    said = _said(text)
    with unit.work():
        remedy = _locked(policies.remedies_handled_by(by), remedy_id)
        remedy.require(*WORKING, RemedyState.RECTIFIED)
        step = take_step(remedy, by, "asked", "办理机构联系评价人", text=said)
        if remedy.contacted_at is None:
            remedy.contacted_at = clock.now()
            remedy.save(update_fields=["contacted_at"])
            late = clock.today() > remedy.contact_due
            outbox.publish(
                BadRatingContacted(
                    subject=str(remedy.pk), city=remedy.city, agency=remedy.agency_id, late=late
                )
            )
        audit.record(by, "remedy.contacted", remedy)
        tell_rater(remedy, "rating-contact", step)
    return remedy


def answer_contact(*, by: Actor, case_number: str, occasion: str, text: str, code: str = "") -> Remedy:
    """Answer what the body asked, as the rater. Raises RatingNotFound, NotRatedYet, RemedyNotFound."""
    said = _said(text)
    with unit.work():
        first = first_of(chance_for(by, case_number, occasion, code))
        remedy = _locked(Remedy.objects.filter(rating=first), None)
        remedy.require(*WORKING, RemedyState.RECTIFIED)
        take_step(remedy, ANONYMOUS, "replied", "评价人答复", text=said, who=RATER)
        audit.record(ANONYMOUS, "remedy.replied", remedy)
    return remedy


def report_finding(
    *, by: Actor, remedy_id: UUID, finding: str, text: str, complex_matter: bool = False
) -> Remedy:
    """Tell what the check found; a complex matter gets the longer limit, counted from its opening.

    Raises RemedyNotFound, RemedyMoved, NotContacted, RemedyInvalid at the field.
    """
    said = _said(text)
    if finding not in set(Finding):
        raise RemedyInvalid(errors={"finding": [_("请选择核实结果。")]})
    with unit.work():
        remedy = _locked(policies.remedies_handled_by(by), remedy_id)
        remedy.require(RemedyState.OPEN)
        if remedy.contacted_at is None:
            raise NotContacted
        remedy.state, remedy.finding = RemedyState.VERIFIED, finding
        if complex_matter and remedy.round == 1:
            start = clock.local(remedy.opened_at).date()
            days = rules.limit("rectify_complex")
            remedy.due_on = rules.due(remedy.rating.region_code, days, start)
        remedy.save(update_fields=["state", "finding", "due_on"])
        take_step(remedy, by, "verified", f"核实结果：{Finding(finding).label}", text=said)
        audit.record(by, "remedy.verified", remedy)
    return remedy


def rectify(*, by: Actor, remedy_id: UUID, text: str) -> Remedy:
    """Tell what was put right, or explain; the rater may rate again from now on.

    Raises RemedyNotFound, RemedyMoved, RemedyInvalid.
    """
    said = _said(text)
    with unit.work():
        remedy = _locked(policies.remedies_handled_by(by), remedy_id)
        remedy.require(RemedyState.VERIFIED)
        due = remedy.due_on
        remedy.state, remedy.rectified_at = RemedyState.RECTIFIED, clock.now()
        region = remedy.rating.region_code
        remedy.again_until = rules.due(region, rules.limit("again"))
        remedy.due_on = rules.due(region, rules.limit("call_back"))
        remedy.save(update_fields=["state", "rectified_at", "again_until", "due_on"])
        step = take_step(remedy, by, "rectified", "办理机构已整改", text=said)
        audit.record(by, "remedy.rectified", remedy)
        outbox.publish(
            BadRatingRectified(
                subject=str(remedy.pk), city=remedy.city, agency=remedy.agency_id, finding=remedy.finding,
                due=due,
                late=clock.today() > due,
            )
        )  # fmt: skip
        tell_rater(remedy, "rating-rectified", step, day=f"{remedy.again_until:%Y年%-m月%-d日}")
    return remedy


def call_back(*, by: Actor, remedy_id: UUID, satisfied: bool | None, text: str) -> Remedy:
    """Tell what the rater said when the supervising body called back; only it may.

    Raises CentreOnly, RemedyNotFound, RemedyMoved, RemedyInvalid.
    """
    policies.require_centre(by)
    said = _said(text)
    with unit.work():
        remedy = _locked(policies.remedies_watched_by(by), remedy_id)
        remedy.require(RemedyState.RECTIFIED)
        conclude(remedy, by, satisfied=satisfied, text=said)
    return remedy


def appeal(*, by: Actor, remedy_id: UUID, text: str) -> Remedy:
    """Hold the rating for mistaken or malicious, in time and once; its limits stand still meanwhile.

    Raises RemedyNotFound, RemedyMoved, AppealTooLate, RemedyInvalid.
    """
    said = _said(text)
    with unit.work():
        remedy = _locked(policies.remedies_handled_by(by), remedy_id)
        remedy.require(*WORKING)
        if remedy.appeal or clock.today() > remedy.appeal_until:
            raise AppealTooLate(until=f"{remedy.appeal_until:%Y-%m-%d}")
        remedy.appeal = AppealState.ASKED
        remedy.due_on = rules.due(remedy.rating.region_code, rules.limit("decide_appeal"))
        remedy.save(update_fields=["appeal", "due_on"])
        take_step(remedy, by, "appealed", "办理机构申诉", text=said)
        audit.record(by, "remedy.appealed", remedy)
        outbox.publish(RatingAppealed(subject=str(remedy.pk), city=remedy.city, agency=remedy.agency_id))
    return remedy


def decide_appeal(*, by: Actor, remedy_id: UUID, granted: bool, text: str) -> Remedy:
    """Decide an appeal: granted, the rating counts no longer; refused, the body has its limit anew.

    Raises CentreOnly, RemedyNotFound, NoAppeal, RemedyInvalid.
    """
    policies.require_centre(by)
    said = _said(text)
    with unit.work():
        remedy = _locked(policies.remedies_watched_by(by), remedy_id)
        if remedy.appeal != AppealState.ASKED:
            raise NoAppeal
        if granted:
            remedy.appeal = AppealState.GRANTED
            exclude_rating(remedy.rating, by, cause="appeal")
            revoke(remedy, by, said)
            return remedy
        remedy.appeal = AppealState.REFUSED
        remedy.due_on = rules.due(remedy.rating.region_code, rules.limit("rectify"))
        if remedy.contacted_at is None:
            remedy.contact_due = rules.due(remedy.rating.region_code, rules.limit("contact"))
        remedy.save(update_fields=["appeal", "due_on", "contact_due"])
        take_step(remedy, by, "refused", "申诉不成立，继续整改", text=said, who=CENTRE)
        audit.record(by, "remedy.appeal_refused", remedy)
        outbox.publish(
            BadRatingReopened(
                subject=str(remedy.pk), city=remedy.city, agency=remedy.agency_id, round=remedy.round,
                due=remedy.due_on,
            )
        )  # fmt: skip
    return remedy


def open_rater(*, by: Actor, remedy_id: UUID, reason: str) -> Rater:
    """Return who rated, to the supervising body only; the look is recorded with its reason first.

    Raises CentreOnly, RemedyNotFound.
    """
    policies.require_centre(by)
    with unit.work():
        remedy = policies.remedies_watched_by(by).filter(pk=remedy_id).first()
        if remedy is None:
            raise RemedyNotFound
        rater = Rater.objects.select_related("person", "organisation").get(rating_id=remedy.rating_id)
        kind, key = (
            ("organisation", rater.organisation_id) if rater.organisation_id else ("person", rater.person_id)
        )
        if key is not None:  # who rated a visit left no name
            look = identity.Access(kind, key, "差评回访用的姓名和手机号", reason, rater.case_number)
            identity.record_accesses(by, [look])
        audit.record(by, "rating.rater_seen", remedy)
    return rater


def note_export(*, by: Actor, month: date) -> None:
    """Record that a month's ratings left the house with their case numbers. Raises CentreOnly."""
    policies.require_centre(by)
    with unit.work():
        city = by.region_prefix[:4]
        rows = RatingTally.objects.filter(month=month)
        rows = rows if city in policies.WHOLE else rows.filter(city=city)
        audit.record(by, "ratings.exported", *rows[:MOST])


def _locked(rows: QuerySet[Remedy], remedy_id: UUID | None) -> Remedy:
    rows = rows.select_related("rating", "agency").select_for_update(of=("self",))
    remedy = (rows if remedy_id is None else rows.filter(pk=remedy_id)).first()
    if remedy is None:
        raise RemedyNotFound
    return remedy


def _said(text: str) -> str:
    said = text.replace("\x00", "").replace("\r\n", "\n").strip()
    if not SHORTEST <= len(said) <= LONGEST:
        raise RemedyInvalid(errors={"text": [_("请写 %d 至 %d 个字。") % (SHORTEST, LONGEST)]})
    return said
