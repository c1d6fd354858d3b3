"""Who may change rules: system and keepers of the catalogue; releasing takes a second person."""

from onewindow.decisions.errors import CannotMaintainRules, NotTheAuthor, SamePerson
from onewindow.decisions.models import RuleSetVersion
from onewindow.kernel.public import Actor

ROLES = ("catalogue",)


def can_maintain(actor: Actor) -> bool:
    """Tell whether the actor may draft, release and switch rules."""
    return actor.kind == "system" or actor.has_role(*ROLES)


def require_maintainer(actor: Actor) -> None:
    """Raise CannotMaintainRules unless the actor may change rules."""
    if not can_maintain(actor):
        raise CannotMaintainRules


def require_second_person(actor: Actor, version: RuleSetVersion) -> None:
    """Raise SamePerson when the author would release their own draft; the system releases shipped rules."""
    if actor.kind != "system" and actor.label == version.drafted_by:
        raise SamePerson


def require_author(actor: Actor, version: RuleSetVersion) -> None:
    """Raise NotTheAuthor when someone else would change a draft."""
    if actor.label != version.drafted_by:
        raise NotTheAuthor
