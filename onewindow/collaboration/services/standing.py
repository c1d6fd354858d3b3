"""The clocks of a joint case: a member's days move with its case's, the shared clock stands and goes on."""

from datetime import date

from onewindow.cases import public as cases
from onewindow.collaboration.models import Member, MemberState
from onewindow.collaboration.plan import MemberPlan
from onewindow.collaboration.queries.procedures import published
from onewindow.collaboration.services.moving import Held
from onewindow.kernel.public import clock, unit, workdays


def days_on(member: Member, days: int | None) -> date | None:
    """Return the last of so many working days from today on in a member's region; None without a limit."""
    if days is None:
        return None
    return workdays.calendar_for(member.region_code).due(clock.today(), days).on


def follow_pause(*, number: str, reason: str, days: int) -> None:
    """Let the shared clock stand with a member's where the procedure declares it."""
    member = _member(number)
    if member is not None and _plan_of(member).pause == "whole":
        note = f"“{member.name}”依法停止计时，联合办理的期限一并停止。"
        cases.stand_with(number=member.joint.number, reason=reason, days=days, note=note)


def follow_resumption(*, number: str, due: date) -> None:
    """Move a member's days with its clock, and let the shared clock go on where it stood with it."""
    member = _member(number)
    if member is None:
        return
    _move_days(member, due, later=_stood(member))
    let_go_on(member, f"“{member.name}”恢复计时。")


def follow_extension(*, number: str, due: date, days: int) -> None:
    """Move a member's days by what its body was given more: who extends has said something."""
    member = _member(number)
    if member is not None:
        _move_days(member, due, later=days)


def follow_supply(*, number: str) -> None:
    """Count the days of silence anew where a member's case is received again after a correction."""
    member = _member(number)
    if member is None or member.silent_on is None:
        return
    with unit.work(joined=True):
        held = Held(member.joint.number)
        mine = held.member(member.key)
        if mine.state == MemberState.OPEN and mine.number == number and mine.silent_on is not None:
            mine.silent_on = days_on(mine, held.plan.member(mine.key).silence)
            held.save("joint.member_supplied", mine)


def let_go_on(member: Member, result: str) -> None:
    """Let the shared clock go on with a member's, unless it stands with another member's too."""
    plan = published(member.joint.procedure_id).plan
    if plan.member(member.key).pause != "whole":
        return
    whole = [one.key for one in plan.members if one.pause == "whole" and one.key != member.key]
    others = Member.objects.filter(joint_id=member.joint_id, key__in=whole).exclude(number="")
    paused = cases.Case.objects.filter(number__in=others.values("number"), status=cases.Status.SUSPENDED)
    if not paused.exists():
        cases.go_on_with(number=member.joint.number, result=result)


def _move_days(member: Member, due: date, *, later: int) -> None:
    with unit.work(joined=True):
        held = Held(member.joint.number)
        mine = held.member(member.key)
        if mine.is_ended or mine.number != member.number:
            return
        mine.due = due
        if mine.silent_on is not None and later > 0:
            mine.silent_on = workdays.calendar_for(mine.region_code).due(mine.silent_on, later).on
        held.save("joint.member_days_moved", mine)


def _stood(member: Member) -> int:
    """Return how many working days a member's clock stood, up to today."""
    case = cases.Case.objects.get(number=member.number)
    since = case.events.filter(kind="suspended").order_by("-id").first()
    if since is None:
        return 0
    begun = clock.local(since.at).date()
    return workdays.calendar_for(member.region_code).days_between(begun, clock.today())


def _member(number: str) -> Member | None:
    return Member.objects.select_related("joint").filter(number=number).first()


def _plan_of(member: Member) -> MemberPlan:
    return published(member.joint.procedure_id).plan.member(member.key)
