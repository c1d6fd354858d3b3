"""Move a joint case on: what ended is told to its process, whose turn it is is opened; safe to call twice.

Locks are always taken in one order: lead case, joint, then the process.
"""

from collections.abc import Sequence

from onewindow.cases import public as cases
from onewindow.collaboration.events import MemberDue, MemberEnded
from onewindow.collaboration.models import ENDED, Joint, Member, MemberState
from onewindow.collaboration.plan import SUM_UP, Plan, message_of, node_of
from onewindow.collaboration.queries.procedures import published
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, inserting, outbox, prepared, unit
from onewindow.workflow import public as workflow

_JOINT = prepared.Kept(lambda: Joint.objects.select_for_update().filter(number=prepared.Place(1)))
_MEMBERS = prepared.Kept(
    lambda: Member.objects.select_related("agency").filter(joint_id=prepared.Place(1)).order_by("seq")
)
_SAVED: inserting.Changed = {
    Member: tuple(one.name for one in Member._meta.concrete_fields if not one.primary_key)
}


class Held:
    """A joint case with its locks held: lead case, joint, members; for one unit of work."""

    def __init__(self, number: str) -> None:
        """Take the locks from the outside in; raise Joint.DoesNotExist."""
        self.case = cases.locked(number)
        joint = _JOINT.first(number)
        if joint is None:
            raise Joint.DoesNotExist
        self.joint = joint
        self.joint.procedure = published(self.joint.procedure_id)
        self.members = _MEMBERS.all(joint.pk)
        self.plan: Plan = self.joint.procedure.plan

    def member(self, key: str) -> Member:
        """Return a member by its key."""
        return next(one for one in self.members if one.key == key)

    def end(
        self, member: Member, state: MemberState, *, title: str = "", detail: str = "", by: Actor = SYSTEM
    ) -> None:
        """Bring a member to its end and tell it on the lead's timeline."""
        member.state, member.ended_at, member.silent_on = state, clock.now(), None
        self.save("joint.member_ended", member, by=by)
        if title:
            self.note("member", title, member.agency.name, detail)
        outbox.publish(
            MemberEnded(subject=self.joint.number, city=self.joint.city, member=member.key, state=str(state))
        )

    def save(self, action: str, *members: Member, by: Actor = SYSTEM) -> None:
        """Save members with their audit entries, in one statement."""
        inserting.write(changed=members, names=_SAVED)
        audit.record(by, action, *members)

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
    ended = [message_of(one.key) for one in held.members if one.is_ended]
    waiting = workflow.tell_process(by=SYSTEM, subject=held.joint.number, messages=ended)
    _drop_passed(held, waiting)
    due = [
        one
        for one in (_of_node(held, task.node) for task in waiting)
        if one is not None and one.state == MemberState.WAITING
    ]
    for one in due:
        one.state, one.attempt = MemberState.DUE, one.attempt + 1
    if due:
        held.save("joint.member_due", *due)
    outbox.publish(
        *(
            MemberDue(subject=held.joint.number, city=held.joint.city, member=one.key, attempt=one.attempt)
            for one in due
        )
    )


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
