"""Who may open posts, give roles, and see them; and that one hand does not do two steps."""

from django.db.models import Q, QuerySet

from onewindow.government.public import Agency
from onewindow.identity.levels import Role
from onewindow.identity.models import Account, Post
from onewindow.identity.policies import require_role
from onewindow.identity.posts.errors import SameHand
from onewindow.identity.posts.models import Holding, RoleGrant
from onewindow.kernel.public import Actor

KEEPERS = (Role.ADMIN, Role.SECURITY, Role.AUDIT)
OPENERS = (Role.ADMIN,)
GIVERS = (Role.SECURITY,)
ENDERS = (Role.ADMIN, Role.SECURITY)


def require_opener(actor: Actor) -> None:
    """Raise RoleMissing unless the actor opens accounts and posts: the system administrator."""
    require_role(actor, *OPENERS)


def require_giver(actor: Actor) -> None:
    """Raise RoleMissing unless the actor gives roles and holdings: the security administrator."""
    require_role(actor, *GIVERS)


def agencies_kept_by(actor: Actor) -> QuerySet[Agency]:
    """Return the bodies whose posts an administrator keeps: those of the post's region."""
    if not _keeps(actor):
        return Agency.objects.none()
    return Agency.objects.filter(region_code__startswith=actor.region_prefix)


def posts_kept_by(actor: Actor) -> QuerySet[Post]:
    """Return the posts of those bodies."""
    if not _keeps(actor):
        return Post.objects.none()
    return Post.objects.filter(agency__region_code__startswith=actor.region_prefix)


def holdings_kept_by(actor: Actor) -> QuerySet[Holding]:
    """Return the holdings of posts of those bodies."""
    if not _keeps(actor):
        return Holding.objects.none()
    return Holding.objects.filter(post__agency__region_code__startswith=actor.region_prefix)


def grants_kept_by(actor: Actor) -> QuerySet[RoleGrant]:
    """Return the role grants of posts of those bodies."""
    if not _keeps(actor):
        return RoleGrant.objects.none()
    return RoleGrant.objects.filter(post__agency__region_code__startswith=actor.region_prefix)


def officials_kept_by(actor: Actor) -> QuerySet[Account]:
    """Return the officials of those bodies."""
    if not _keeps(actor):
        return Account.objects.none()
    return Account.objects.filter(post__agency__region_code__startswith=actor.region_prefix)


def endable_by(actor: Actor) -> QuerySet[Holding]:
    """Return the holdings an actor may end: an administrator's, and one's own deputies."""
    own = Holding.objects.filter(stands_for_id=actor.account_id or 0)
    if actor.kind == "official" and actor.has_role(*ENDERS):
        return Holding.objects.filter(
            Q(post__agency__region_code__startswith=actor.region_prefix) | Q(stands_for_id=actor.account_id)
        )
    return own if actor.kind == "official" else Holding.objects.none()


def require_another_hand(by: Actor, *earlier: str) -> None:
    """Raise SameHand when one of the earlier steps, told by actor labels, was the same human being's.

    Reviewing and approving, drafting and releasing, are done by two people; a second account of the same
    person does not make another person. No SQL where nobody acted before; at most one statement.
    """
    accounts = {label.partition(":")[2] for label in earlier if label.startswith(("official:", "person:"))}
    numbers = {int(number) for number in accounts if number.isdecimal()}
    if not numbers or by.kind == "system":
        return
    if by.account_id in numbers:
        raise SameHand
    if by.person_id is not None and Account.objects.filter(pk__in=numbers, person_id=by.person_id).exists():
        raise SameHand


def _keeps(actor: Actor) -> bool:
    return actor.kind == "official" and actor.has_role(*KEEPERS) and bool(actor.region_prefix)
