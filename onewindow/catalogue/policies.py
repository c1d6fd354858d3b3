"""Who may change the catalogue."""

from django.db.models import Q, QuerySet

from onewindow.catalogue.errors import CannotKeepMaterials, CannotMaintain, CannotPropose
from onewindow.catalogue.models import Proposal, ProposalState
from onewindow.kernel.public import Actor

ROLES = ("catalogue",)


def can_maintain(actor: Actor) -> bool:
    """Tell whether the actor may publish, suspend or import items."""
    return actor.kind == "system" or actor.has_role(*ROLES)


def require_maintainer(actor: Actor) -> None:
    """Raise CannotMaintain unless the actor may change the catalogue."""
    if not can_maintain(actor):
        raise CannotMaintain


DRAFTER, STAFFING, LEGALITY = "catalogue", "staffing", "legality"
EDITORS = (DRAFTER, STAFFING, LEGALITY)
PROVINCE = "45"
REVIEWS = {ProposalState.STAFFING: STAFFING, ProposalState.LEGALITY: LEGALITY}


def proposals_for(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals an official may open: of the own body, and what waits within the own region."""
    if actor.kind == "system":
        return Proposal.objects.all()
    if actor.kind != "official" or not actor.has_role(*EDITORS):
        return Proposal.objects.none()
    allowed = Q(pk__in=[])
    here = Q(region_code__startswith=actor.region_prefix)
    if actor.has_role(DRAFTER):
        allowed |= Q(agency_id=int(actor.agency or 0)) | here & ~Q(state=ProposalState.DRAFT)
    if actor.has_role(STAFFING, LEGALITY):
        allowed |= here & ~Q(state=ProposalState.DRAFT)
    return Proposal.objects.filter(allowed)


def require_drafter(actor: Actor, agency_id: int | None) -> None:
    """Raise CannotPropose unless the actor keeps the catalogue of this body."""
    own = actor.has_role(DRAFTER) and actor.agency == str(agency_id)
    if actor.kind != "system" and not own:
        raise CannotPropose


def require_role_here(actor: Actor, role: str, region_code: str) -> None:
    """Raise CannotPropose unless the actor's post has the role for the region."""
    if actor.kind != "system" and not (
        actor.has_role(role) and actor.region_prefix and region_code.startswith(actor.region_prefix)
    ):
        raise CannotPropose


def keeps_materials(actor: Actor) -> bool:
    """Tell whether the actor keeps the catalogue of materials, of which the province has one."""
    return actor.kind == "system" or (actor.has_role(DRAFTER) and actor.region_prefix == PROVINCE)


def require_keeper(actor: Actor) -> None:
    """Raise CannotKeepMaterials unless the actor keeps the catalogue of materials."""
    if not keeps_materials(actor):
        raise CannotKeepMaterials
