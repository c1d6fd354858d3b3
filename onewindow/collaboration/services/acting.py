"""What people do in a joint case: send a blocked part again, apply again, give it up; and what nights do."""

import json
import logging
from collections.abc import Callable, Iterable

from django.db.models import Exists, OuterRef, QuerySet

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration import policies
from onewindow.collaboration.errors import CannotApplyAgain, MemberNotBlocked, PartInvalid, UnknownJoint
from onewindow.collaboration.models import Joint, Member, MemberState
from onewindow.collaboration.services.joints import asks_outside, open_member, project_of_lead, refused
from onewindow.collaboration.services.moving import Held, move
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, Actor, Refusal, clock, unit

log = logging.getLogger(__name__)


def send_part_again(*, by: Actor, number: str, key: str) -> Member:
    """Let a member that could not be opened be tried again.

    Raises UnknownJoint, NotTheLead, MemberNotBlocked.
    """
    with unit.work():
        held, member = _held(by, number, key)
        if member.state != MemberState.BLOCKED:
            raise MemberNotBlocked
        member.state, member.trouble = MemberState.WAITING, ""
        held.save("joint.member_sent_again", member, by=by)
        move(held)
    return member


def drop_part(*, by: Actor, number: str, key: str, reason: str) -> Member:
    """Wait no more for a part that cannot be opened, such as one whose item ended; the others go on.

    Raises UnknownJoint, NotTheLead, MemberNotBlocked, PartInvalid.
    """
    said = " ".join(reason.split())
    with unit.work():
        held, member = _held(by, number, key)
        if member.state != MemberState.BLOCKED:
            raise MemberNotBlocked
        if not 0 < len(said) <= 200:
            raise PartInvalid(errors={"reason": ["请写明为什么不再分送，最多 200 字，申请人会看到。"]})
        held.end(member, MemberState.DROPPED, title=f"{member.name}：不再分送"[:100], detail=said, by=by)
        move(held)
    return member


def _held(by: Actor, number: str, key: str) -> tuple[Held, Member]:
    joint = Joint.objects.filter(number=number).first()
    if joint is None:
        raise UnknownJoint
    policies.require_lead(by, joint)
    held = Held(number)
    found = next((one for one in held.members if one.key == key), None)
    if found is None:
        raise UnknownJoint
    return held, found


def apply_part_again(*, by: Actor, number: str, key: str) -> forms.Draft:
    """Begin a new application for a refused part, filled in as before; submitted it is the next attempt.

    Raises cases.CaseNotYours unless it is one's own, UnknownJoint, CannotApplyAgain.
    """
    case, member = _mine(by, number, key)
    before = cases.Case.objects.get(number=member.number)
    version = catalogue.in_force(member.item_code)
    draft = forms.start_draft(
        by=by, item_code=version.code, item_version_id=version.pk, form_code=version.form_code,
        applicant=case.applicant, about=cases.of_project(project_of_lead(case)),
    )  # fmt: skip
    answers = json.loads(before.answers or "{}")
    form = forms.form(draft.form_code, draft.form_version)
    for page in form.pages(answers):
        values = {one.name: answers[one.name] for one in page.fields if one.name in answers}
        if values and not draft.answers.keys() >= values.keys():
            draft = forms.save_page(
                by=by, draft_id=draft.pk, page_key=page.key, values=values, revision=draft.revision
            )
    with unit.work():
        held = Held(number)
        mine = held.member(key)
        if mine.state != MemberState.REFUSED_ONCE:
            raise CannotApplyAgain
        mine.draft_reference = draft.reference
        held.save("joint.member_applies_again", mine, by=by)
    return draft


def give_up_part(*, by: Actor, number: str, key: str) -> Member:
    """Leave a refused part at its refusal. Raises as `apply_part_again`."""
    _mine(by, number, key)
    with unit.work():
        held = Held(number)
        member = held.member(key)
        _leave(held, member, "申请人不再申请", by=by)
    return member


def _leave(held: Held, member: Member, why: str, *, by: Actor = SYSTEM) -> None:
    if member.state != MemberState.REFUSED_ONCE or _is_applied_for(member):
        raise CannotApplyAgain
    plan = held.plan.member(member.key)
    member.attempt = plan.attempts
    refused(held, member, f"{member.name}：不予，{why}", "", by=by)
    move(held)


def part_to_leave(by: Actor, number: str, key: str) -> Member:
    """Return a refused part to who may apply for it again or leave it; raises as `give_up_part`."""
    return _mine(by, number, key)[1]


def _is_applied_for(member: Member) -> bool:
    """Tell whether the next application was filed already, and is only not told to the joint case yet."""
    again = cases.Case.objects.filter(draft_reference=member.draft_reference)
    return bool(member.draft_reference) and again.exists()


def _mine(by: Actor, number: str, key: str) -> tuple[cases.Case, Member]:
    case = cases.case_for(by, number)
    if by.kind != "person":
        raise cases.CaseNotYours
    member = Member.objects.select_related("agency").filter(joint__number=number, key=key).first()
    if member is None:
        raise UnknownJoint
    if member.state != MemberState.REFUSED_ONCE:
        raise CannotApplyAgain
    return case, member


def open_joint_page(*, by: Actor, number: str) -> Joint:
    """Return a joint case to an officer who takes part; the look is recorded before the answer.

    Raises UnknownJoint, NotOfTheJoint.
    """
    joint = Joint.objects.select_related("case", "procedure", "agency").filter(number=number).first()
    if joint is None:
        raise UnknownJoint
    policies.require_seen(by, joint, list(joint.members.all()))
    look = identity.Access(
        subject_kind="person" if joint.case.person_id else "organisation",
        subject_id=joint.case.person_id or joint.case.organisation_id or 0,
        what="联合办件：各机关的办理过程和结果", reason="参加联合办理", case=number,
        item=joint.case.item_code,
    )  # fmt: skip
    with unit.work():
        identity.record_accesses(by, [look])
    return joint


def consent_silently(*, limit: int = 500) -> int:
    """Count the bodies that said nothing in time as consenting, where the rule allows it; return how many."""
    late = Member.objects.filter(state=MemberState.OPEN, silent_on__lt=clock.today())
    late = late.filter(Exists(_silent().filter(number=OuterRef("number")))).order_by("silent_on", "id")
    return _each(late.values_list("joint__number", "key")[:limit], _consent)


def _silent() -> QuerySet[cases.Case]:
    """Return the cases whose body has the word and said nothing: not decided, the applicant not awaited."""
    return cases.Case.objects.filter(outcome="").exclude(status__in=sorted(cases.WAITING))


def _consent(held: Held, member: Member) -> None:
    late = member.silent_on is not None and member.silent_on < clock.today()
    if member.state == MemberState.OPEN and late and _silent().filter(number=member.number).exists():
        basis = held.plan.member(member.key).silence_basis
        held.end(member, MemberState.CONSENTED, title=f"{member.name}：逾期未答复，默认同意", detail=basis)
        move(held)


def leave_overdue(*, limit: int = 500) -> int:
    """Leave refused parts whose time to apply again is over at their refusal; return how many."""
    late = Member.objects.filter(state=MemberState.REFUSED_ONCE, due__lt=clock.today()).order_by("due", "id")
    return _each(late.values_list("joint__number", "key")[:limit], _overdue)


def _overdue(held: Held, member: Member) -> None:
    late = member.due is not None and member.due < clock.today()
    if member.state == MemberState.REFUSED_ONCE and late and not _is_applied_for(member):
        _leave(held, member, "没有在期限内再申请")


def _each(rows: Iterable[tuple[str, str]], does: Callable[[Held, Member], None]) -> int:
    done = 0
    for number, key in list(rows):
        with unit.work():
            held = Held(number)
            does(held, held.member(key))
        done += 1
    return done


def open_due(*, limit: int = 200) -> int:
    """Open the due members whose items ask registers, outside any transaction; return how many."""
    rows = Member.objects.filter(state=MemberState.DUE).order_by("id")
    opened = 0
    for number, key, attempt, item in list(
        rows.values_list("joint__number", "key", "attempt", "item_code")[:limit]
    ):
        try:
            if _asks(item):
                opened += open_member(number=number, key=key, attempt=attempt)
        except Refusal as refusal:
            log.warning("member %s of %s not opened: %s", key, number, refusal.code)
    return opened


def _asks(item: str) -> bool:
    """Tell whether a member is opened here; one whose item ended since then, so that its lead is told."""
    try:
        return asks_outside(item)
    except catalogue.UnknownItem:
        return True
