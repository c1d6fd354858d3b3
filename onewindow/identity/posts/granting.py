"""Verbs: ask for the roles of a post, give or refuse them; two administrators, never one."""

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onewindow.identity.levels import Role
from onewindow.identity.models import Post
from onewindow.identity.posts import policies, reading
from onewindow.identity.posts.errors import (
    DutiesMixed,
    GrantGone,
    OwnRequest,
    PostInvalid,
    PostNotFound,
    RolesMixed,
)
from onewindow.identity.posts.events import RolesGiven
from onewindow.identity.posts.models import RoleGrant
from onewindow.identity.posts.separation import MIXED, group
from onewindow.kernel.public import Actor, audit, clock, outbox, unit


def ask_roles(*, by: Actor, post_id: int, roles: Iterable[str], reason: str) -> RoleGrant:
    """Ask that a post carry these roles and no others; asking the same again returns what waits.

    Raises RoleMissing, PostNotFound, PostInvalid, RolesMixed (三员分立), GrantGone when other roles wait.
    """
    policies.require_opener(by)
    said, wanted = reading.reason(reason), sorted(set(roles))
    if not wanted or not set(wanted) <= set(Role.values):
        raise PostInvalid(errors={"roles": [_("请至少选择一个角色。")]})
    if group(wanted) == MIXED:
        raise RolesMixed(errors={"roles": [RolesMixed().message]})
    with unit.work():
        post = policies.posts_kept_by(by).filter(pk=post_id, closed_on=None).first()
        if post is None:
            raise PostNotFound
        waiting = RoleGrant.objects.filter(post=post, status=RoleGrant.Status.ASKED).first()
        if waiting is not None and sorted(waiting.roles) == wanted:
            return waiting
        try:
            with transaction.atomic():
                row = RoleGrant.objects.create(
                    post=post, roles=wanted, reason=said, asked_by_id=by.account_id, asked_at=clock.now()
                )
        except IntegrityError as other:
            raise GrantGone(_("这个岗位已有一项角色申请在等待授权，请等安全管理员处理后再提。")) from other
        audit.record(by, "roles.asked", row, reason=said)
    return row


def give_roles(*, by: Actor, grant_id: int) -> RoleGrant:
    """Give a post the roles asked for; whoever holds it has them from the next request on.

    Raises RoleMissing, GrantGone, OwnRequest, DutiesMixed when a holder has duties these roles may not meet.
    """
    with unit.work():
        row = _judged(by, grant_id, RoleGrant.Status.GIVEN)
        post = Post.objects.select_for_update().get(pk=row.post_id)
        post.roles = row.roles
        try:
            with transaction.atomic():
                post.save(update_fields=["roles"])
        except IntegrityError as mixed:
            raise DutiesMixed from mixed
        audit.record(by, "roles.given", row, post, reason=row.reason)
        outbox.publish(RolesGiven(subject=f"post:{post.pk}", roles=tuple(row.roles)))
    return row


def refuse_roles(*, by: Actor, grant_id: int) -> RoleGrant:
    """Turn the request down; the post keeps the roles it has. Raises RoleMissing, GrantGone, OwnRequest."""
    with unit.work():
        row = _judged(by, grant_id, RoleGrant.Status.REFUSED)
        audit.record(by, "roles.refused", row)
    return row


def _judged(by: Actor, grant_id: int, status: RoleGrant.Status) -> RoleGrant:
    policies.require_giver(by)
    waiting = policies.grants_kept_by(by).filter(pk=grant_id, status=RoleGrant.Status.ASKED)
    row = waiting.select_for_update(of=("self",)).first()
    if row is None:
        raise GrantGone
    if row.asked_by_id == by.account_id:
        raise OwnRequest
    row.status, row.judged_by_id, row.judged_at = status, by.account_id, clock.now()
    row.save(update_fields=["status", "judged_by", "judged_at"])
    return row
