"""The two administrators, and posts made by them."""

from itertools import count

from onewindow.identity.models import Account, Post
from onewindow.identity.posts.granting import ask_roles, give_roles
from onewindow.identity.posts.holding import ask_holding, give_holding
from onewindow.identity.posts.models import Holding
from onewindow.identity.posts.opening import open_post
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.identity.tests.factories import agency, official
from onewindow.kernel.public import Actor

REASON = "按任职文件办理"
_serial = count(1)


def actor(account: Account, post_id: int | None = None) -> Actor:
    """Return the actor as the next request would have it."""
    loaded = account_by_id(account.pk)
    assert loaded is not None
    return actor_for(loaded, post_id)


def administrators(body: str = "示例数据局") -> tuple[Actor, Actor]:
    """Return a system and a security administrator of one body."""
    at, number = agency(body), next(_serial)
    system = official(f"system{number}", at, roles=("admin",))
    return actor(system), actor(official(f"security{number}", at, roles=("security",)))


def post(system: Actor, security: Actor, *roles: str, body: str = "示例委员会", prefix: str = "45") -> Post:
    """Return a new post of a body, given the roles by two administrators."""
    made = open_post(
        by=system,
        agency_id=agency(body).pk,
        title=f"岗位{next(_serial)}",
        region_prefix=prefix,
        reason=REASON,
    )
    if roles:
        give_roles(by=security, grant_id=ask_roles(by=system, post_id=made.pk, roles=roles, reason=REASON).pk)
    return Post.objects.get(pk=made.pk)


def held(
    system: Actor, security: Actor, account: Account, at: Post, kind: str = "joint", **days: object
) -> Holding:
    """Let an official hold a post."""
    asked = ask_holding(
        by=system,
        username=account.username,
        post_id=at.pk,
        kind=kind,
        reason=REASON,
        **days,  # type: ignore[arg-type]
    )
    return give_holding(by=security, holding_id=asked.pk)
