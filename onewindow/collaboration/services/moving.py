"""Move a joint case on: what ended is told to its process, whose turn it is is opened; safe to call twice.

Locks are always taken in one order: lead case, joint, then the process.
"""

from collections.abc import Sequence

from onewindow.cases import public as cases
from onewindow.collaboration.events import MemberDue, MemberEnded
from onewindow.collaboration.models import ENDED, Joint, Member, MemberState
from onewindow.collaboration.plan import SUM_UP, Plan, message_of, node_of
from onewindow.kernel.public import SYSTEM, audit, clock, outbox, unit
from onewindow.workflow import public as workflow

UNOPENED = frozenset({MemberState.WAITING, MemberState.DUE, MemberState.BLOCKED})


class Held:
    """A joint case with its locks held: lead case, joint, members; for one unit of work."""

    def __init__(self, number: str) -> None:
        """Take the locks from the outside in; raise Joint.DoesNotExist."""
        rows = cases.Case.objects.select_related("agency", "person", "organisation")
        self.case = rows.select_for_update(of=("self",)).get(number=number)
        joints = Joint.objects.select_related("procedure").select_for_update(of=("self",))
        self.joint = joints.get(number=number)
        self.members = list(Member.objects.filter(joint=self.joint).order_by("seq"))
        self.plan: Plan = self.joint.procedure.plan

    def member(self, key: str) -> Member:
        """Return a member by its key."""
        return next(one for one in self.members if one.key == key)

    def end(self, member: Member, state: MemberState, *, title: str = "", detail: str = "") -> None:
        """Bring a member to its end and tell it on the lead's timeline."""
        member.state, member.ended_at, member.silent_on = state, clock.now(), None
        self.save(member, "joint.member_ended")
        if title:
            self.note("member", title, member.agency.name, detail)
        outbox.publish(
            MemberEnded(subject=self.joint.number, city=self.joint.city, member=member.key, state=str(state))
        )

    def save(self, member: Member, action: str) -> None:
        """Save a member with its audit entry."""
        member.save()
        audit.record(SYSTEM, action, member)

    def note(self, kind: str, title: str, who: str, detail: str = "") -> None:
        """Tell something on the timeline of the lead case, which all share."""
        cases.note_step(self.case, kind=kind, title=title, who=who, detail=detail)

    def drop_others(self, but: Member) -> None:
        """Wait for nobody else: a refusal that stops the procedure was declared."""
        for one in self.members:
            if one.pk != but.pk and not one.is_ended:
                self.end(one, MemberState.DROPPED)


def advance(*, number: str) -> None:
    """Move a joint case on as far as it goes now; a case that is no joint case is left alone."""
    if not Joint.objects.filter(number=number, ended_at=None).exists():
        return
    with unit.work():
        move(Held(number))


def move(held: Held) -> None:
    """Tell the process what ended, drop what is no longer waited for, make due whose turn it is."""
    if held.joint.ended_at is not None or not held.case.is_open():
        return
    waiting = _tell(held)
    _drop_passed(held, waiting)
    for task in waiting:
        member = _of_node(held, task.node)
        if member is not None and member.state == MemberState.WAITING:
            member.state, member.attempt = MemberState.DUE, member.attempt + 1
            held.save(member, "joint.member_due")
            outbox.publish(
                MemberDue(
                    subject=held.joint.number, city=held.joint.city, member=member.key, attempt=member.attempt
                )
            )


def _tell(held: Held) -> list[workflow.Task]:
    """Signal every member that ended while its node still waits; return the nodes that wait now."""
    while True:
        waiting = _waiting(held.joint.number)
        ended = [
            one for task in waiting if (one := _of_node(held, task.node)) is not None and one.is_ended
        ]  # fmt: skip
        told = sum(
            workflow.signal_process(by=SYSTEM, subject=held.joint.number, message=message_of(one.key))
            for one in ended
        )
        if not told:
            return waiting


def _waiting(number: str) -> list[workflow.Task]:
    rows = workflow.Task.objects.filter(subject=number, state="open", kind__in=["message", "task"], of=None)
    return list(rows.order_by("id"))


def _of_node(held: Held, node: str) -> Member | None:
    return next((one for one in held.members if node_of(one.key) == node), None)


def _drop_passed(held: Held, waiting: Sequence[workflow.Task]) -> None:
    """Drop the members of stages that an early join has left behind."""
    if not waiting:
        return
    stages = [stage.name for stage in held.plan.stages]
    nodes = {task.node for task in waiting}
    begun = [stages.index(one.stage) for one in held.members if node_of(one.key) in nodes]
    now = len(stages) if SUM_UP in nodes else min(begun, default=0)
    for one in held.members:
        if one.state not in ENDED and stages.index(one.stage) < now:
            held.end(one, MemberState.DROPPED, title=f"{one.name}：不再等待")
