"""Begin and end a joint case, open its members, take in how they were decided."""

import json
from contextlib import nullcontext, suppress

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration.events import JointEnded, JointStarted
from onewindow.collaboration.merging import answers_of
from onewindow.collaboration.models import Joint, Member, MemberState, Procedure
from onewindow.collaboration.plan import after_refusal
from onewindow.collaboration.projects.queries import attached_code
from onewindow.collaboration.queries.procedures import published
from onewindow.collaboration.services.moving import Held, move
from onewindow.collaboration.services.standing import days_on, let_go_on
from onewindow.forms import public as forms
from onewindow.kernel.public import (
    SYSTEM,
    Actor,
    Refusal,
    audit,
    clock,
    outbox,
    prepared,
    unit,
)
from onewindow.rules.public import holds

CLIENT = "joint"
SAID = {
    "granted": "准予",
    "refused": "不予",
    "not_accepted": "不予受理",
    "lapsed": "逾期未补正",
    "withdrawn": "申请人撤回",
}


def begin_joint(*, number: str) -> bool:
    """Make a joint case of a submitted lead case; False for any other case. It begins when it is accepted."""
    mine = cases.Case.objects.filter(number=number)
    procedures = Procedure.objects.filter(lead_version__in=mine.values("item_version")).order_by("-number")
    procedure = procedures.first()  # one statement: every case there is comes by here
    if procedure is None or Joint.objects.filter(number=number).exists():
        return False
    case = mine.get()
    plan, answers = procedure.plan, json.loads(case.answers or "{}")
    names = tuple(row["name"] for row in plan.situations)
    with unit.work(joined=True):
        joint = Joint(
            case=case, number=number, procedure=procedure, agency_id=case.agency_id,
            region_code=case.region_code, city=case.city,
        )  # fmt: skip
        joint.save(force_insert=True)
        home = (case.agency_id, case.region_code)
        codes = _in_force({one.item for one in plan.members})
        members = []
        for seq, one in enumerate(plan.members, 1):
            needed = not one.when or holds(one.when, answers, names)
            members.append(
                Member(
                    joint=joint, seq=seq, key=one.key, name=one.name, stage=plan.stage_of(one.key),
                    item_code=one.item, agency_id=codes.get(one.item, home)[0],
                    region_code=codes.get(one.item, home)[1], city=case.city,
                    state=MemberState.WAITING if needed else MemberState.NOT_NEEDED,
                    ended_at=None if needed else clock.now(),
                )
            )  # fmt: skip
        Member.objects.bulk_create(members)
        audit.record(SYSTEM, "joint.begun", joint, *members)
    end_joint(number=number)  # where the lead ended before this was told
    return True


def _in_force(items: set[str]) -> dict[str, tuple[int, str]]:
    """Return body and region of items by code; one that ended since leaves its part with the lead, who is
    told when its turn comes."""
    try:
        found = catalogue.all_in_force(items)
    except catalogue.UnknownItem:
        found = {}
        for code in items:
            with suppress(catalogue.UnknownItem):
                found[code] = catalogue.in_force(code)
    return {code: (one.item.agency_id or 0, one.region_code) for code, one in found.items()}


def start_joint(*, number: str) -> None:
    """Let the members of an accepted lead case begin; a case that is no joint case is left alone."""
    begin_joint(number=number)
    if not Joint.objects.filter(number=number, ended_at=None).exists():
        return
    with unit.work(joined=True):
        held = Held(number)
        if held.joint.started_at is None:
            held.joint.started_at = clock.now()
            held.joint.save(update_fields=["started_at"])
            audit.record(SYSTEM, "joint.started", held.joint)
            outbox.publish(
                JointStarted(
                    subject=number, city=held.joint.city, procedure=held.joint.procedure.key,
                    members=sum(not one.is_ended for one in held.members),
                )
            )  # fmt: skip
        move(held)


def open_member(*, number: str, key: str, attempt: int, asking: bool = True) -> bool:
    """Open the case of a member whose turn it is, from the lead's answers, once; False where that is done.

    The member's item is applied for in the applicant's name; what that refuses blocks the member until the
    lead sends it again. Where the item has facts it asks registers, so then outside a transaction: inside one
    it is not `asking`, and leaves such a member to who may.
    """
    member = _TO_OPEN.first(number, key)
    if member is None or member.state != MemberState.DUE or member.attempt != attempt:
        return False
    case = member.joint.case
    answers = answers_of(published(member.joint.procedure_id).names[key], json.loads(case.answers or "{}"))
    made, trouble = None, ""
    try:
        if not asking and asks_outside(member.item_code):
            return False
        with nullcontext() if asking else unit.work():  # what is refused leaves nothing behind
            made = cases.take_in(
                by=acting(case), applicant=case.applicant, client=CLIENT, key=f"{member.pk}-{attempt}",
                item=member.item_code, answers=answers, insist=True,
                about=cases.of_project(project_of_lead(case)),
            )  # fmt: skip
    except (forms.StaleDraft, forms.AlreadySubmitted):
        raise  # another hand opens it at this moment: the next try finds it open
    except Refusal as refusal:
        trouble = refusal.message[:500]
    with unit.work(joined=True):
        held = Held(number)
        mine = held.member(key)
        if mine.state != MemberState.DUE or mine.attempt != attempt:
            return False
        if made is None:
            mine.state, mine.trouble = MemberState.BLOCKED, trouble
            held.save("joint.member_blocked", mine)
            held.note("member", f"{mine.name}：分送不成", mine.agency.name, trouble)
            return True
        _opened(held, mine, made)
    if made.outcome:
        take_in_outcome(number=made.number)  # decided at once, told before this was written
    return True


_TO_OPEN = prepared.Lookup(
    lambda: Member.objects.select_related("joint__case__person", "joint__case__organisation"),
    "joint__number", "key",
)  # fmt: skip


def asks_outside(item_code: str) -> bool:
    """Tell whether opening a case of an item asks a register, which no transaction may do."""
    version = catalogue.in_force(item_code)
    return bool(version.facts) or bool(forms.form(version.form_code).prefill_keys)


def project_of_lead(case: cases.Case) -> str:
    """Return the project a lead case was attached to by hand, for its parts' papers; only firms have any."""
    return attached_code(case) if case.organisation_id else ""


def acting(case: cases.Case) -> Actor:
    """Return the applicant of a lead case as who applies to the members: accepting the lead covers them."""
    return Actor(
        kind="person", account_id=case.account_id, person_id=case.person_id,
        organisation_id=case.organisation_id, name=case.applicant_name, level=case.applicant.level,
    )  # fmt: skip


def _opened(held: Held, member: Member, made: cases.Case) -> None:
    plan = held.plan.member(member.key)
    if member.number:
        member.earlier = [*member.earlier, member.number]
    member.state, member.number, member.trouble, member.draft_reference = (
        MemberState.OPEN,
        made.number,
        "",
        "",
    )
    member.opened_at = clock.now()
    member.due, member.silent_on = days_on(member, plan.days), days_on(member, plan.silence)
    held.save("joint.member_opened", member)
    again = f"（第 {member.attempt} 次）" if member.attempt > 1 else ""
    held.note("member", f"{member.name}：已分送{again}", member.agency.name, f"办件编号 {made.number}")


def take_in_outcome(*, number: str) -> bool:
    """Take in that a member's case came to its end; False for a case that is nobody's part, or a second time.

    What a refusal does was declared: it is counted, may be applied for again, or stops the procedure.
    """
    found = _PART.first(number)
    if found is None or found.state != MemberState.OPEN:
        return False
    with unit.work(joined=True):
        held = Held(found.joint.number)
        member = held.member(found.key)
        if member.state != MemberState.OPEN or member.number != number:
            return False
        made = _CASE.first(number)  # None: opened in this very unit
        if made is None or not made.outcome:
            return False
        said = SAID.get(made.outcome, made.outcome)
        if made.outcome == cases.Outcome.GRANTED:
            held.end(member, MemberState.GRANTED, title=f"{member.name}：准予", detail=made.opinion)
        else:
            refused(held, member, f"{member.name}：{said}", made.opinion)
        move(held)
    let_go_on(found, f"“{found.name}”已经有结果。")
    return True


_CASE = prepared.Lookup(cases.Case.objects.all, "number")
_PART = prepared.Lookup(lambda: Member.objects.select_related("joint").exclude(number=""), "number")


def refused(held: Held, member: Member, title: str, detail: str, *, by: Actor = SYSTEM) -> None:
    """Do with a refusal what the procedure declared."""
    plan = held.plan.member(member.key)
    does = after_refusal(plan, member.attempt)
    if does == "again":
        member.state, member.silent_on = MemberState.REFUSED_ONCE, None
        member.due = days_on(member, plan.again_days)
        held.save("joint.member_refused", member)
        held.note("member", f"{title}，可以改正后再申请", member.agency.name, detail)
        return
    held.end(member, MemberState.REFUSED, title=title, detail=detail, by=by)
    if does == "stop":
        held.drop_others(member)


def attach_again(*, number: str) -> bool:
    """Take a case that an applicant submitted anew as the next attempt of its member; False for any other."""
    mine = cases.Case.objects.filter(number=number)
    rows = Member.objects.filter(draft_reference__in=mine.values("draft_reference"))
    rows = rows.filter(state=MemberState.REFUSED_ONCE).exclude(draft_reference="")
    lead = rows.values_list("joint__number", "key").first()
    if lead is None:
        return False
    case = mine.get()
    with unit.work(joined=True):
        held = Held(lead[0])
        member = held.member(lead[1])
        if member.state != MemberState.REFUSED_ONCE or member.draft_reference != case.draft_reference:
            return False
        member.attempt += 1
        _opened(held, member, case)
    take_in_outcome(number=number)
    return True


def end_joint(*, number: str) -> bool:
    """End a joint case with its lead; open members' cases are withdrawn where the applicant withdrew it."""
    if not Joint.objects.filter(number=number, ended_at=None).exists():
        return False
    with unit.work(joined=True):
        held = Held(number)
        if not held.case.outcome or held.joint.ended_at is not None:
            return False
        held.joint.ended_at = clock.now()
        held.joint.save(update_fields=["ended_at"])
        audit.record(SYSTEM, "joint.ended", held.joint)
        left = [one for one in held.members if not one.is_ended]
        for one in left:
            held.end(one, MemberState.DROPPED)
        outbox.publish(JointEnded(subject=number, city=held.joint.city, outcome=held.case.outcome))
    if held.case.outcome == cases.Outcome.WITHDRAWN:
        for one in left:
            _withdraw(held.case, one)
    deliver_parts(number=number)
    return True


def deliver_parts(*, number: str) -> int:
    """Deliver the decided parts of a joint case with its lead; return how many were delivered now."""
    lead = cases.Case.objects.filter(number=number, delivered_at__isnull=False).first()
    if lead is None or lead.outcome == cases.Outcome.WITHDRAWN:
        return 0
    parts = Member.objects.filter(joint__number=number).exclude(number="").order_by("seq")
    with unit.work(joined=True):
        cases.locked(number)  # the lead before its parts, as everywhere
        return sum(_delivered(lead, part) for part in list(parts.select_related("agency")))


def _delivered(lead: cases.Case, part: Member) -> bool:
    """Deliver a part with its lead; where a fee is still owed its own body does so later, and all see why."""
    note = f"随联合办件 {lead.number} 一次送达，原件已由牵头机关核对。"
    try:
        return cases.deliver_with(number=part.number, way=cases.Delivery(lead.delivery), note=note)
    except Refusal as refusal:
        with unit.work():
            title = f"{part.name}：没有一并送达"
            told = f"{refusal.message}以后由{part.agency.name}送达。"
            cases.note_step(
                cases.locked(lead.number), kind="member", title=title[:100], who=part.agency.name, detail=told
            )
        return False


def _withdraw(lead: cases.Case, member: Member) -> None:
    if member.number:
        try:
            cases.withdraw_case(by=acting(lead), number=member.number)
        except (cases.WrongState, cases.CaseAlreadyClosed):
            return  # decided in the meantime: what is decided stays


def follow_transfer(*, number: str) -> None:
    """Follow a case that went to another body: its part, or the lead, is that body's now."""
    case = cases.Case.objects.select_related("agency").filter(number=number).first()
    if case is None:
        return
    part = Member.objects.filter(number=number).values_list("joint__number", "key").first()
    lead = number if Joint.objects.filter(number=number).exists() else part[0] if part else ""
    if not lead:
        return
    with unit.work(joined=True):
        held = Held(lead)
        if part is None:
            held.joint.agency_id, held.joint.region_code = case.agency_id, case.region_code
            held.joint.save(update_fields=["agency", "region_code"])
            audit.record(SYSTEM, "joint.moved", held.joint)
            return
        member = held.member(part[1])
        if member.agency_id == case.agency_id:
            return
        member.agency, member.region_code = case.agency, case.region_code
        held.save("joint.member_moved", member)
        held.note("member", f"{member.name}：转由{case.agency.name}办理", case.agency.name)
