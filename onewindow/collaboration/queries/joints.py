"""Reads of joint cases: who holds what since when and until when, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from onewindow.cases import public as cases
from onewindow.collaboration import policies
from onewindow.collaboration.models import Joint, Member, MemberState
from onewindow.documents import public as documents
from onewindow.kernel.public import Actor, clock
from onewindow.workflow import public as workflow

PAGE_SIZE = 20


@dataclass(frozen=True)
class Part:
    """A member as pages show it: its row, where its case stands, its result, its papers."""

    member: Member
    status: str
    outcome: str
    opinion: str
    papers: tuple[documents.Document, ...] = ()

    @property
    def is_late(self) -> bool:
        """Tell whether its body should have come to an end."""
        return self.member.state == MemberState.OPEN and bool(
            self.member.due and self.member.due < clock.today()
        )

    @property
    def mark(self) -> str:
        """The colour of its tag."""
        states = {"granted": "g", "consented": "g", "refused": "r", "blocked": "r", "again": "a", "open": "a"}
        return "r" if self.is_late else states.get(self.member.state, "n")


@dataclass(frozen=True)
class Whole:
    """A joint case as pages show it."""

    joint: Joint
    parts: tuple[Part, ...]
    savings: dict[str, dict[str, int]]

    @property
    def done(self) -> int:
        """How many parts came to their end, of those that are needed."""
        return sum(one.member.is_ended for one in self.needed)

    @property
    def needed(self) -> tuple[Part, ...]:
        """The parts that are needed."""
        return tuple(one for one in self.parts if one.member.state != MemberState.NOT_NEEDED)


def joint_of(number: str) -> Joint | None:
    """Return the joint case of a lead case, in one statement."""
    return Joint.objects.select_related("procedure", "agency").filter(number=number).first()


def whole(joint: Joint, *, papers: bool = False) -> Whole:
    """Return a joint case with its parts, in two statements, three with their papers."""
    members = list(joint.members.select_related("agency").order_by("seq"))
    numbers = [one.number for one in members if one.number]
    rows = {one.number: one for one in cases.Case.objects.filter(number__in=numbers)} if numbers else {}
    signed: dict[str, list[documents.Document]] = {}
    if papers and numbers:
        for paper in documents.notices_of_all(numbers):
            signed.setdefault(paper.case_number, []).append(paper)
    parts = tuple(_part(one, rows.get(one.number), signed.get(one.number, ())) for one in members)
    return Whole(joint, parts, joint.procedure.savings)


def _part(member: Member, case: cases.Case | None, papers: Sequence[documents.Document]) -> Part:
    if case is None:
        return Part(member, "", "", "")
    outcome = case.get_outcome_display() if case.outcome else ""
    return Part(member, case.get_status_display(), outcome, case.opinion, tuple(papers))


def part_of(number: str) -> Member | None:
    """Return the part that a case is, in one statement."""
    return Member.objects.select_related("joint__agency", "joint__procedure").filter(number=number).first()


def drawing_of(number: str) -> workflow.Drawing | None:
    """Return the picture of a joint case's process as it stands."""
    runs = [run for run in workflow.runs_of(number) if run.instance.parent_id is None]
    return workflow.draw(runs[-1].graph, runs[-1], clock.today()) if runs else None


@dataclass(frozen=True)
class Page:
    """One keyset page of joint cases."""

    rows: list[tuple[Joint, list[Member]]]
    after: str
    today: date


def joint_list(by: Actor, *, tab: str = "led", after: str = "") -> Page:
    """Return the joint cases the actor's body leads, or has a part in, the newest first; three statements."""
    if tab == "led":
        rows = policies.led_by(by)
    else:
        rows = Joint.objects.filter(pk__in=policies.parts_of(by).values("joint"))
    if (mark := _key(after)) is not None:
        rows = rows.filter(pk__lt=mark)
    found = list(rows.select_related("case", "procedure", "agency").order_by("-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    members: dict[UUID, list[Member]] = {}
    for one in Member.objects.filter(joint__in=shown).order_by("seq"):
        members.setdefault(one.joint_id, []).append(one)
    more = str(shown[-1].pk) if len(found) > PAGE_SIZE else ""
    return Page([(one, members.get(one.pk, [])) for one in shown], more, clock.today())


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None
