"""Who may do what with seals: made by one administrator, issued by another, each use granted to a post."""

from django.db.models import QuerySet

from onewindow.documents.seals.errors import SealNotYours, UseNotGranted
from onewindow.documents.seals.models import Seal, SealGrant
from onewindow.documents.seals.settings import purpose_name
from onewindow.kernel.public import Actor

MAKERS, KEEPERS, READERS = ("admin",), ("security",), ("admin", "security", "audit", "chief")


def require_maker(actor: Actor, region_code: str) -> None:
    """Raise SealNotYours unless the actor makes seals there: the system administrator."""
    _require(actor, MAKERS, region_code)


def require_keeper(actor: Actor, seal: Seal) -> None:
    """Raise SealNotYours unless the actor issues, stops and grants: the security administrator."""
    _require(actor, KEEPERS, seal.agency.region_code)


def require_stopper(actor: Actor, seal: Seal) -> None:
    """Raise SealNotYours unless the actor keeps seals, or is the chief of the body that owns this one."""
    if actor.kind == "official" and actor.has_role("chief") and actor.agency == str(seal.agency_id):
        return
    require_keeper(actor, seal)


def seals_seen_by(actor: Actor) -> QuerySet[Seal]:
    """Return the seals an actor may look at: those of the post's region, a chief's own body's."""
    if actor.kind != "official" or not actor.has_role(*READERS):
        return Seal.objects.none()
    if not actor.has_role("admin", "security", "audit"):
        return Seal.objects.filter(agency_id=int(actor.agency))
    return Seal.objects.filter(agency__region_code__startswith=actor.region_prefix)


def require_use(actor: Actor, seal: Seal, purpose: str) -> None:
    """Raise UseNotGranted unless the actor's post, or the system, may use the seal for the purpose."""
    name = purpose_name(purpose)
    allowed = actor.kind == "system" or (
        actor.kind == "official" and actor.post_id is not None and actor.agency == str(seal.agency_id)
    )
    post = None if actor.kind == "system" else actor.post_id
    granted = SealGrant.objects.filter(seal=seal, post_id=post, purpose=purpose, withdrawn_at=None)
    if not allowed or not granted.exists():
        raise UseNotGranted(name=seal.name, purpose=name)


def _require(actor: Actor, roles: tuple[str, ...], region_code: str) -> None:
    if actor.kind == "system":
        return
    if (
        actor.kind != "official"
        or not actor.has_role(*roles)
        or not region_code.startswith(actor.region_prefix)
    ):
        raise SealNotYours
