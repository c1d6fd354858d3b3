"""Who may do what in the exchange: see, ask, decide, mediate, keep the register."""

from onewindow.exchange.limits import operator
from onewindow.government import public as government
from onewindow.identity.public import Role, RoleMissing, require_role
from onewindow.kernel.public import Actor

VIEWERS = (Role.DATA, Role.CATALOGUE, Role.ADMIN, Role.SECURITY, Role.AUDIT, Role.SUPERVISE, Role.CHIEF)
ASKERS = (Role.DATA, Role.CATALOGUE, Role.CHIEF)
KEEPERS = (Role.DATA, Role.ADMIN)
DECIDERS = (Role.DATA,)


def require_asker(actor: Actor) -> None:
    """Raise RoleMissing unless the actor may ask for data in the name of the body."""
    if actor.kind != "system":
        require_role(actor, *ASKERS)


def may_ask_for(actor: Actor, body: int) -> bool:
    """Tell whether the actor may ask for data for a system of a body: an officer of it, or the operator."""
    return actor.kind == "system" or actor.agency == str(body) or is_operator(actor)


def may_speak_for(actor: Actor, asked_by: str, body: int) -> bool:
    """Tell whether the actor goes on with a demand: its asker, the body of its system, the operator."""
    if actor.kind == "system":
        return True
    return actor.has_role(*ASKERS) and (actor.label == asked_by or may_ask_for(actor, body))


def require_speaker(actor: Actor, asked_by: str, body: int) -> None:
    """Raise RoleMissing unless the actor goes on with a demand."""
    if not may_speak_for(actor, asked_by, body):
        raise RoleMissing


def require_keeper(actor: Actor) -> None:
    """Raise RoleMissing unless the actor keeps systems and declarations: data officer or administrator."""
    if actor.kind != "system":
        require_role(actor, *KEEPERS)


def require_provider(actor: Actor, provider: str) -> None:
    """Raise RoleMissing unless a data officer of the providing body, or of the operator, acts."""
    if actor.kind == "system":
        return
    require_role(actor, *DECIDERS)
    if not (is_operator(actor) or own_agency(actor) == provider):
        raise RoleMissing


def may_keep(actor: Actor, provider: str) -> bool:
    """Tell whether the actor may change and publish what a body provides."""
    try:
        require_provider(actor, provider)
    except RoleMissing:
        return False
    return True


def require_operator(actor: Actor) -> None:
    """Raise RoleMissing unless a data officer of the operating body acts."""
    if actor.kind == "system":
        return
    require_role(actor, *DECIDERS)
    if not is_operator(actor):
        raise RoleMissing


def is_operator(actor: Actor) -> bool:
    """Tell whether the actor's post is in the body that runs the exchange."""
    return own_agency(actor) == operator()


def own_agency(actor: Actor) -> str:
    """Return the name of the body the actor's post is in, empty for who has none."""
    if not actor.agency.isdigit():
        return ""
    found = government.Agency.objects.filter(pk=int(actor.agency)).values_list("name", flat=True).first()
    return found or ""
