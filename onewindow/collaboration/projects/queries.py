"""Reads of projects: the lists, and one project with its stages, cases and results."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration.models import Gathering, GatheringKind, Member, Project, ProjectCase
from onewindow.collaboration.projects import picture, policies
from onewindow.collaboration.projects.stages import kinds, stage_of, stages
from onewindow.documents import public as documents
from onewindow.government import public as government
from onewindow.kernel.public import Actor, clock, prepared

PAGE_SIZE = 20


@dataclass(frozen=True)
class ProjectPage:
    """One keyset page of projects, the newest first."""

    rows: list[Project]
    after: str


@dataclass(frozen=True)
class Line:
    """A case of a project as pages show it: where it stands, its papers, whether it may be taken out."""

    case: cases.Case
    papers: tuple[documents.Document, ...]
    part: bool
    by_code: bool

    @property
    def is_late(self) -> bool:
        """Tell whether its body should have acted by now."""
        return bool(self.case.is_open() and self.case.next_due and self.case.next_due < clock.today())

    @property
    def word(self) -> str:
        """Where it stands, or how it ended."""
        return self.case.get_outcome_display() if self.case.outcome else self.case.get_status_display()

    @property
    def tone(self) -> str:
        """The colour of its tag."""
        if self.case.outcome:
            return "g" if self.case.outcome == cases.Outcome.GRANTED else "r"
        return "r" if self.is_late else "a"


@dataclass(frozen=True)
class StageView:
    """A stage as pages show it: its name, who leads it, its cases."""

    key: str
    name: str
    lead: government.Agency
    lines: tuple[Line, ...]

    @property
    def step(self) -> picture.Step:
        """What the picture tells of it."""
        done = sum(bool(one.case.outcome) for one in self.lines)
        state, word = "now", "正在办理"
        if not self.lines:
            state, word = "", "还没有办件"
        elif any(one.is_late for one in self.lines):
            state, word = "late", "有办件超过期限"
        elif done == len(self.lines):
            refused = any(one.case.outcome != cases.Outcome.GRANTED for one in self.lines)
            state, word = ("late", "有办件没有准予") if refused else ("done", "都已准予")
        return picture.Step(self.name, state, done, len(self.lines), word)


@dataclass(frozen=True)
class View:
    """A project with all that pages show of it."""

    project: Project
    kind: str
    stages: tuple[StageView, ...]
    joints: tuple[Line, ...]
    acceptances: tuple[Gathering, ...]
    services: tuple[object, ...]

    @property
    def drawing(self) -> picture.Picture:
        """The picture of its progress."""
        return picture.draw([one.step for one in self.stages])


def project_list(by: Actor, *, tab: str = "", after: str = "") -> ProjectPage:
    """Return the projects of the actor's firm; for officers those led (`led`) or taken part in (`part`).

    One statement.
    """
    wanted = {"led": policies.led_by, "part": policies.taken_part_by}.get(tab, policies.of_owner)
    rows: QuerySet[Project] = wanted(by)
    with suppress(ValueError):
        rows = rows.filter(pk__lt=UUID(after)) if after else rows
    found = list(rows.order_by("-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return ProjectPage(shown, str(shown[-1].pk) if len(found) > PAGE_SIZE else "")


def view_of(project: Project) -> View:
    """Return a project with its stages, cases, parts of joint cases, papers and services; seven statements
    at most, whatever its size."""
    bound = list(ProjectCase.objects.filter(project=project).select_related("case__agency").order_by("id"))
    parts = list(Member.objects.filter(joint__case__in=[row.case_id for row in bound]).exclude(number=""))
    of_parts = {row.number: stage_of(row.stage, row.name) for row in parts}
    rows = cases.Case.objects.filter(number__in=list(of_parts)).select_related("agency").order_by("id")
    more = list(rows) if of_parts else []
    numbers = [*(row.case.number for row in bound), *of_parts]
    papers = _papers(numbers)
    lines: dict[str, list[Line]] = {}
    for row in bound:
        if row.case.number not in of_parts:
            line = Line(row.case, tuple(papers.get(row.case.number, ())), False, row.by_code)
            lines.setdefault(row.stage, []).append(line)
    for case in more:
        line = Line(case, tuple(papers.get(case.number, ())), True, True)
        lines.setdefault(of_parts[case.number], []).append(line)
    names = {one.key: one.name for one in stages()}
    steps = tuple(
        StageView(one.key, names[one.key], one.agency, tuple(lines.get(one.key, ())))
        for one in project.stages.select_related("agency").order_by("seq")
    )
    met = Gathering.objects.filter(
        joint__case__in=[row.case_id for row in bound], kind=GatheringKind.ACCEPTANCE
    )
    item_codes = {row.case.item_code for row in bound} | {row.item_code for row in more}
    services = catalogue.intermediary_rows(item_codes) if item_codes else []
    return View(
        project, kinds()[project.kind].name, steps, tuple(lines.get("", ())),
        tuple(met.order_by("id")) if bound else (), tuple(services),
    )  # fmt: skip


def _papers(numbers: Sequence[str]) -> dict[str, list[documents.Document]]:
    found: dict[str, list[documents.Document]] = {}
    for paper in documents.notices_of_all(numbers) if numbers else ():
        found.setdefault(paper.case_number, []).append(paper)
    return found


def places() -> list[tuple[str, str]]:
    """Return the cities and counties a project may be in, by code, with their names; one statement."""
    rows = government.Region.objects.filter(level__in=["city", "county"], valid_to=None).order_by("code")
    return [(row.code, row.full_name.removeprefix("广西壮族自治区")) for row in rows]


def project_of(case: cases.Case) -> ProjectCase | None:
    """Return the project that a case, or the joint case it is a part of, belongs to; one statement."""
    leads = Member.objects.filter(number=case.number).values("joint__case")
    rows = ProjectCase.objects.filter(Q(case=case) | Q(case__in=leads)).select_related("project")
    return rows.order_by("id").first()


def attached_code(case: cases.Case) -> str:
    """Return the code of the project that a case, or its joint case, was attached to by hand; "" for none.

    One statement.
    """
    found = _BY_HAND.first(case.pk, case.number)
    return str(found.project.code) if found is not None else ""


def _by_hand() -> QuerySet[ProjectCase]:
    leads = Member.objects.filter(number=prepared.Place(2)).exclude(number="").values("joint__case")
    rows = ProjectCase.objects.filter(Q(case_id=prepared.Place(1)) | Q(case__in=leads), by_code=False)
    return rows.select_related("project").order_by("id")[:1]


_BY_HAND = prepared.Kept(_by_hand)
