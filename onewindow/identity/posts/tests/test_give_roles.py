"""Roles: asked for by one administrator, given by another."""

import pytest
from django.db import IntegrityError, transaction

from onewindow.identity.errors import RoleMissing
from onewindow.identity.models import Post
from onewindow.identity.posts.errors import DutiesMixed, GrantGone, PostInvalid, RolesMixed
from onewindow.identity.posts.granting import ask_roles, give_roles, refuse_roles
from onewindow.identity.posts.models import RoleGrant
from onewindow.identity.posts.tests.factories import REASON, actor, administrators, held, post
from onewindow.identity.tests.factories import agency, official

pytestmark = pytest.mark.django_db


def test_roles_come_into_force_when_given() -> None:
    system, security = administrators()
    at, account = post(system, security), official("clerk1", agency("示例委员会"))
    held(system, security, account, at)
    asked = ask_roles(by=system, post_id=at.pk, roles=["window", "review"], reason=REASON)
    assert actor(account, at.pk).roles == frozenset()
    assert ask_roles(by=system, post_id=at.pk, roles=["review", "window"], reason=REASON) == asked
    give_roles(by=security, grant_id=asked.pk)
    assert actor(account, at.pk).roles == {"window", "review"}
    with pytest.raises(GrantGone):
        give_roles(by=security, grant_id=asked.pk)


def test_each_administrator_does_one_half() -> None:
    system, security = administrators()
    at = post(system, security)
    with pytest.raises(RoleMissing):
        ask_roles(by=security, post_id=at.pk, roles=["window"], reason=REASON)
    asked = ask_roles(by=system, post_id=at.pk, roles=["window"], reason=REASON)
    for verb in (give_roles, refuse_roles):
        with pytest.raises(RoleMissing):
            verb(by=system, grant_id=asked.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        RoleGrant.objects.filter(pk=asked.pk).update(judged_by=asked.asked_by)


def test_refused_roles_change_nothing() -> None:
    system, security = administrators()
    at = post(system, security, "window")
    asked = ask_roles(by=system, post_id=at.pk, roles=["approve"], reason=REASON)
    with pytest.raises(GrantGone):
        ask_roles(by=system, post_id=at.pk, roles=["review"], reason=REASON)
    assert refuse_roles(by=security, grant_id=asked.pk).status == "refused"
    assert Post.objects.get(pk=at.pk).roles == ["window"]


@pytest.mark.parametrize("roles", [[], ["king"], ["admin", "security"], ["audit", "window"]])
def test_no_post_mixes_administrators(roles: list[str]) -> None:
    system, security = administrators()
    at = post(system, security)
    with pytest.raises((PostInvalid, RolesMixed)):
        ask_roles(by=system, post_id=at.pk, roles=roles, reason=REASON)


def test_new_roles_may_not_meet_what_a_holder_has() -> None:
    system, security = administrators()
    at, account = post(system, security), official("clerk1", agency("示例委员会"))
    held(system, security, account, at)
    asked = ask_roles(by=system, post_id=at.pk, roles=["audit"], reason=REASON)
    with pytest.raises(DutiesMixed):
        give_roles(by=security, grant_id=asked.pk)
    asked.refresh_from_db()
    assert (asked.status, Post.objects.get(pk=at.pk).roles) == ("asked", [])
