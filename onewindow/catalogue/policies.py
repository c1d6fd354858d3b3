"""Who may change the catalogue."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from onewindow.catalogue.errors import (
    CannotKeepMaterials,
    CannotMaintain,
    CannotPropose,
    CannotTransfer,
)
from onewindow.catalogue.models import Proposal, ProposalState
from onewindow.kernel.public import Actor

DRAFTER, STAFFING, LEGALITY = "catalogue", "staffing", "legality"
EDITORS = (DRAFTER, STAFFING, LEGALITY)
TRANSFERRERS = (DRAFTER, STAFFING)
PROVINCE = "45"
REVIEWS = {ProposalState.STAFFING: STAFFING, ProposalState.LEGALITY: LEGALITY}


def can_maintain(actor: Actor) -> bool:
    """Tell whether the actor keeps what the province has one of: laws, published lists, samples."""
    return actor.kind == "system" or (actor.has_role(DRAFTER) and actor.region_prefix == PROVINCE)


def require_maintainer(actor: Actor) -> None:
    """Raise CannotMaintain unless the actor keeps what the province has one of."""
    if not can_maintain(actor):
        raise CannotMaintain


def require_unreviewed(actor: Actor, sources: Iterable[str]) -> None:
    """Raise CannotMaintain unless contents may come into force without the two reviews.

    Samples (with a source) may, by who keeps the province's; own items go through a proposal, whose
    publishing acts as the system.
    """
    require_maintainer(actor)
    if actor.kind != "system" and not all(sources):
        raise CannotMaintain


def require_item_keeper(actor: Actor, agency_id: int | None, region_code: str) -> None:
    """Raise CannotMaintain unless the actor keeps the items of this body, within the post's region."""
    if actor.kind != "system" and not _keeps(actor, agency_id, region_code):
        raise CannotMaintain


def require_transferrer(actor: Actor, items: Iterable[tuple[int | None, str]]) -> None:
    """Raise CannotTransfer unless the actor may hand these items (body, region) over to another body.

    The body an item belongs to may, and the staffing post of the region (编办), which decides over powers.
    """
    if actor.kind == "system":
        return
    if not actor.has_role(*TRANSFERRERS) or not actor.region_prefix:
        raise CannotTransfer
    for agency_id, region_code in items:
        staffs = actor.has_role(STAFFING) and region_code.startswith(actor.region_prefix)
        if not staffs and not _keeps(actor, agency_id, region_code):
            raise CannotTransfer


def _keeps(actor: Actor, agency_id: int | None, region_code: str) -> bool:
    own = actor.has_role(DRAFTER) and agency_id is not None and actor.agency == str(agency_id)
    return own and bool(actor.region_prefix) and region_code.startswith(actor.region_prefix)


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
