"""Who may file, see and bind to projects: decided here only."""

from django.db.models import Q, QuerySet

from onewindow.collaboration import policies
from onewindow.collaboration.errors import NotYourProject
from onewindow.collaboration.models import Member, Project, ProjectCase, ProjectStage
from onewindow.kernel.public import Actor

REVIEWERS = policies.REVIEWERS


def may_file(by: Actor) -> bool:
    """Tell whether the actor acts for a firm, in everything: a mandate for single items is not enough."""
    return by.kind == "person" and by.organisation_id is not None and by.items is None


def owns(by: Actor, project: Project) -> bool:
    """Tell whether the project is the actor's firm's."""
    return may_file(by) and by.organisation_id == project.organisation_id


def of_owner(by: Actor) -> QuerySet[Project]:
    """Return the projects of the actor's firm."""
    return Project.objects.filter(organisation=by.organisation_id) if may_file(by) else Project.objects.none()


def led_by(by: Actor) -> QuerySet[Project]:
    """Return the projects of which the actor's body leads a stage, where its post reaches."""
    if not _reviews(by):
        return Project.objects.none()
    mine = ProjectStage.objects.filter(agency=by.agency, agency__region_code__startswith=by.region_prefix)
    return Project.objects.filter(pk__in=mine.values("project"))


def taken_part_by(by: Actor) -> QuerySet[Project]:
    """Return the projects of which the actor's body handles a case or a part of a joint case."""
    if not _reviews(by):
        return Project.objects.none()
    parts = Member.objects.filter(agency=by.agency, region_code__startswith=by.region_prefix)
    own = Q(case__agency=by.agency, case__region_code__startswith=by.region_prefix)
    bound = ProjectCase.objects.filter(own | Q(case__in=parts.exclude(number="").values("joint__case")))
    return Project.objects.filter(pk__in=bound.values("project"))


def may_see(by: Actor, project: Project) -> bool:
    """Tell whether the actor may open a project: its firm, who leads a stage, who handles a case of it."""
    if by.kind == "system" or owns(by, project):
        return True
    return any(rows.filter(pk=project.pk).exists() for rows in (led_by(by), taken_part_by(by)))


def require(allowed: bool) -> None:
    """Raise NotYourProject unless allowed."""
    if not allowed:
        raise NotYourProject


def _reviews(by: Actor) -> bool:
    return by.kind == "official" and by.has_role(*REVIEWERS) and bool(by.agency and by.region_prefix)
