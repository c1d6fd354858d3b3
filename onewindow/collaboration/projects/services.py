"""Verbs of projects: file one and get its code, bind cases to it, look at it."""

import secrets
from collections.abc import Mapping

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration.errors import (
    BoundByCode,
    CaseBeforeCode,
    CaseBoundElsewhere,
    ProjectExists,
    ProjectForbidden,
    ProjectInvalid,
    UnknownProject,
)
from onewindow.collaboration.events import ProjectCaseBound, ProjectFiled
from onewindow.collaboration.models import (
    Joint,
    Member,
    MemberState,
    Project,
    ProjectCase,
    ProjectStage,
)
from onewindow.collaboration.projects import filing, policies
from onewindow.collaboration.projects.stages import kinds, lead_of, stage_of, stages
from onewindow.forms import public as forms
from onewindow.government import public as government
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, Actor, audit, clock, codes, outbox, unit

TRIES = 20


def file_project(*, by: Actor, applicant: identity.Applicant, given: Mapping[str, str]) -> Project:
    """File an investment project of a firm and give it its code (发改投资〔2020〕1439号).

    The negative list in force is asked first: what it forbids gets no code; what it makes subject to a permit
    is told on the project. Raises NotYourProject, ProjectInvalid with each fault at its field,
    ProjectForbidden, ProjectExists.
    """
    policies.require(policies.may_file(by) and applicant.organisation_id == by.organisation_id)
    told = filing.read(given)
    market = _market(told.industry)
    leads = _leads(told.region.code)
    with unit.work():
        same = Project.objects.filter(organisation=by.organisation_id, name=told.name).first()
        if same is not None:
            raise ProjectExists(code=same.code)
        made = Project(
            code=str(_code(told)), name=told.name, kind=told.kind, organisation_id=by.organisation_id,
            owner_name=applicant.name, region_code=told.region.code, place=told.region.full_name,
            address=told.address, industry=told.industry, scale=told.scale, investment=told.investment,
            begin_on=told.begin_on, end_on=told.end_on, market=market, filed_at=clock.now(),
            filed_by=by.label, city=told.region.code[:4],
        )  # fmt: skip
        made.save(force_insert=True)
        rows = ProjectStage.objects.bulk_create(
            ProjectStage(project=made, seq=seq, key=key, agency_id=agency, city=made.city)
            for seq, (key, agency) in enumerate(leads)
        )
        audit.record(by, "project.filed", made, *rows)
        outbox.publish(
            ProjectFiled(subject=made.code, city=made.city, kind=made.kind, region=made.region_code)
        )
    return made


def _market(industry: str) -> str:
    """Return what the negative list says of an industry; raise ProjectForbidden."""
    banned = catalogue.forbidding_rows(industry=industry)
    if banned:
        raise ProjectForbidden(row=f"{banned[0].code} {banned[0].name}")
    try:
        rows = catalogue.negative_rows(industry=industry)
    except catalogue.UnknownEdition:
        return "还没有公布市场准入负面清单。"
    named = "、".join(row.code for row in rows if row.industries)
    if not named:
        return "市场准入负面清单没有列入本行业，清单之外不另设准入条件。"
    return f"已按市场准入负面清单核对：许可准入第 {named} 项，开工、经营以前要取得许可。"[:500]


def _leads(region: str) -> list[tuple[str, int]]:
    """Return who leads each stage, by its key, in one statement; raise ProjectInvalid when nobody does."""
    above = government.Agency.objects.filter(region_code__in=government.codes_above(region))
    bodies = list(above.order_by("id").values_list("pk", "name", "region_code"))
    found = [(one.key, lead_of(one, bodies)) for one in stages()]
    leads = [(key, agency) for key, agency in found if agency is not None]
    if len(leads) < len(found):
        raise ProjectInvalid(errors={"region": ["这个地方还没有确定各阶段的牵头部门，请联系投资主管部门。"]})
    return leads


def _code(told: filing.Told) -> codes.ProjectCode:
    """Return a code nobody has; two at the same moment meet at its uniqueness."""
    kind = kinds()[told.kind]
    for _ in range(TRIES):
        made = codes.ProjectCode.issue(
            on=clock.today(), region=told.region.code, department=kind.department, kind=kind.code,
            random=secrets.randbelow(10**5),
        )  # fmt: skip
        if not Project.objects.filter(code=made).exists():
            return made
    raise RuntimeError(f"no free project code after {TRIES} tries")


def attach_case(*, by: Actor, code: str, number: str, stage: str = "") -> ProjectCase:
    """Bind one's own case to one's project; a case bound to it already stays as it is.

    The stage follows the item; only for an item no stage names the given one counts. A joint case brings
    its parts. Raises UnknownProject, NotYourProject, cases.CaseNotFound, cases.CaseNotYours,
    CaseBoundElsewhere, CaseBeforeCode, ProjectInvalid.
    """
    project = project_with(code)
    policies.require(policies.owns(by, project))
    case = cases.case_for(by, number)
    if case.organisation_id != project.organisation_id:
        raise cases.CaseNotYours
    wanted = stage_of(case.item_name) or stage
    joint = Joint.objects.filter(number=number).exists()
    if not joint and wanted not in {one.key for one in stages()}:
        raise ProjectInvalid(errors={"stage": ["请选择这个办件属于哪个阶段。"]})
    with unit.work():
        bound = _bind(by, project, number, "" if joint else wanted, by_code=False)
        _tell_drafts(number, project.code)
    return bound


def bind_by_code(*, number: str) -> bool:
    """Bind a case whose answers carry the code of a project of the same firm; tell whether it was bound."""
    case = cases.Case.objects.filter(number=number, organisation__isnull=False).first()
    wanted = cases.project_code_of(case) if case is not None else None
    if case is None or wanted is None:
        return False
    project = Project.objects.filter(code=wanted, organisation=case.organisation_id).first()
    if project is None or ProjectCase.objects.filter(case=case).exists():
        return False
    _bind(SYSTEM, project, number, stage_of(case.item_name), by_code=True)
    return True


def _bind(by: Actor, project: Project, number: str, stage: str, *, by_code: bool) -> ProjectCase:
    with unit.work():
        case = cases.Case.objects.select_for_update().get(number=number)
        bound = ProjectCase.objects.select_related("project").filter(case=case).first()
        if bound is not None and bound.project_id != project.pk:
            raise CaseBoundElsewhere(code=bound.project.code)
        if bound is not None:
            return bound
        if case.decided_at is not None and case.decided_at < project.filed_at:
            raise CaseBeforeCode
        made = ProjectCase(
            project=project, case=case, stage=stage, by_code=by_code, bound_at=clock.now(),
            bound_by=by.label, city=project.city,
        )  # fmt: skip
        made.save(force_insert=True)
        audit.record(by, "project.bound", made)
        cases.note_step(case, kind="project", title=f"关联投资项目 {project.code}", who=project.owner_name)
        outbox.publish(ProjectCaseBound(subject=project.code, city=project.city, case=number, stage=stage))
    return made


def detach_case(*, by: Actor, code: str, number: str) -> None:
    """Take back a binding made by hand; once more it does nothing.

    Raises UnknownProject, NotYourProject, BoundByCode.
    """
    project = project_with(code)
    policies.require(policies.owns(by, project))
    with unit.work():
        case = cases.Case.objects.select_for_update().filter(number=number).first()
        bound = ProjectCase.objects.filter(project=project, case=case).first() if case else None
        if bound is None or case is None:
            return
        if bound.by_code:
            raise BoundByCode
        audit.record_removal(by, "project.detached", bound)
        bound.delete()
        _tell_drafts(number, "")
        cases.note_step(
            case, kind="project", title=f"取消关联投资项目 {project.code}", who=project.owner_name
        )


def _tell_drafts(number: str, code: str) -> None:
    """Let parts that are just being applied for again carry the code too: their drafts began before."""
    again = Member.objects.filter(joint__number=number, state=MemberState.REFUSED_ONCE)
    for reference in again.exclude(draft_reference="").values_list("draft_reference", flat=True):
        forms.tell_draft(reference=reference, about=cases.of_project(code))


def open_project(*, by: Actor, code: str) -> Project:
    """Return a project to who may see it; an officer's look is recorded first, so that the firm sees it.

    Raises UnknownProject, NotYourProject.
    """
    project = project_with(code)
    policies.require(policies.may_see(by, project))
    if by.kind == "official":
        look = identity.Access(
            subject_kind="organisation", subject_id=project.organisation_id, what="投资项目：办件和结果",
            reason=f"投资项目 {project.code}", case="", item="",
        )  # fmt: skip
        with unit.work():
            identity.record_accesses(by, [look])
    return project


def project_with(code: str) -> Project:
    """Return the project with a code, with or without hyphens; raise UnknownProject."""
    found = None
    if codes.ProjectCode.is_valid(code):
        found = Project.objects.filter(code=codes.ProjectCode.parse(code)).first()
    if found is None:
        raise UnknownProject
    return found
