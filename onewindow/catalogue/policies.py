"""Who may change the catalogue."""

from onewindow.catalogue.errors import CannotMaintain
from onewindow.kernel.public import Actor

ROLES = ("catalogue", "admin")


def can_maintain(actor: Actor) -> bool:
    """Tell whether the actor may publish, suspend or import items."""
    return actor.kind == "system" or actor.has_role(*ROLES)


def require_maintainer(actor: Actor) -> None:
    """Raise CannotMaintain unless the actor may change the catalogue."""
    if not can_maintain(actor):
        raise CannotMaintain
