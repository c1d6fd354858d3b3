"""Verbs: open a post in a body, and close it."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onewindow.identity.models import Post
from onewindow.identity.posts import policies, reading
from onewindow.identity.posts.errors import PostInvalid, PostNotFound, PostTaken
from onewindow.identity.posts.holding import end_open
from onewindow.identity.posts.models import Holding
from onewindow.kernel.public import Actor, audit, clock, unit

TITLE = 2, 60
DEEPEST = 12


def open_post(*, by: Actor, agency_id: int, title: str, region_prefix: str, reason: str) -> Post:
    """Open a post, without roles: another one gives them. Raises RoleMissing, PostInvalid, PostTaken.

    The region scope lies within the administrator's own; `region_prefix` is the code without trailing zeros.
    """
    policies.require_opener(by)
    said = reading.reason(reason)
    name, prefix = reading.line(title), reading.line(region_prefix)
    errors = {}
    if not TITLE[0] <= len(name) <= TITLE[1]:
        errors["title"] = [_("岗位名称要 2 到 60 个字。")]
    if not (prefix.isascii() and prefix.isdigit() and 2 <= len(prefix) <= DEEPEST):
        errors["region_prefix"] = [_("区域范围要填区划代码的前几位数字，例如 45、4501、450102。")]
    elif not prefix.startswith(by.region_prefix):
        errors["region_prefix"] = [_("区域范围不能超出您自己的管理范围 %s。") % by.region_prefix]
    if not policies.agencies_kept_by(by).filter(pk=agency_id).exists():
        errors["agency_id"] = [_("请选择您管理范围内的机构。")]
    if errors:
        raise PostInvalid(errors=errors)
    with unit.work():
        post = Post(agency_id=agency_id, title=name, roles=[], region_prefix=prefix)
        try:
            with transaction.atomic():
                post.save(force_insert=True)
        except IntegrityError as taken:
            raise PostTaken from taken
        audit.record(by, "post.opened", post, reason=said)
    return post


def close_post(*, by: Actor, post_id: int, reason: str) -> Post:
    """Close a post and end every holding of it; twice is once. Raises RoleMissing, PostNotFound."""
    policies.require_opener(by)
    said = reading.reason(reason)
    with unit.work():
        post = policies.posts_kept_by(by).select_for_update(of=("self",)).filter(pk=post_id).first()
        if post is None:
            raise PostNotFound
        if post.closed_on is None:
            end_open(by, Holding.objects.filter(post=post), said)
            post.closed_on = clock.today()
            post.save(update_fields=["closed_on"])
            audit.record(by, "post.closed", post, reason=said)
    return post
