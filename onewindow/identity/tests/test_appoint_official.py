"""Officials: accounts in posts of agencies."""

import pytest
from django.db import IntegrityError, transaction

from onewindow.identity.errors import PostDiffers, RoleMissing
from onewindow.identity.models import Account, Person, Post
from onewindow.identity.policies import require_role
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.identity.services.officials import appoint_official
from onewindow.identity.tests.factories import (
    agency,
    official,
    organisation_account,
    person_account,
    resident_id,
)
from onewindow.kernel.public import SYSTEM, Actor

pytestmark = pytest.mark.django_db


def appoint(by: Actor, **changes: object) -> Account:
    given: dict[str, object] = {
        "username": "newcomer", "password": "long-enough-4", "name": "某某", "resident_id": resident_id(),
        "agency_id": agency("示例委员会").pk, "title": "审批岗", "roles": ("review", "approve"),
    }  # fmt: skip
    return appoint_official(by=by, **(given | changes))  # type: ignore[arg-type]


def test_acts_with_the_rights_of_the_post(menglihua: Account) -> None:
    actor = actor_for(menglihua)
    assert (actor.kind, actor.roles, actor.region_prefix) == (
        "official",
        frozenset({"review", "approve"}),
        "45",
    )
    assert actor.agency == str(agency("广西壮族自治区卫生健康委员会").pk)


def test_a_post_is_shared_by_those_in_it(menglihua: Account) -> None:
    at = agency("示例委员会")
    official("first1", at)
    official("second", at)
    assert Post.objects.filter(agency=at).count() == 1


def test_only_the_system_appoints_alone() -> None:
    assert appoint(SYSTEM).post is not None
    for role in ("admin", "approve"):
        with pytest.raises(RoleMissing):
            appoint(Actor(kind="official", account_id=2, roles=frozenset({role})), username="another")
    assert Person.objects.count() == 1


def test_a_post_of_other_rights_is_a_conflict_and_leaves_nothing() -> None:
    appoint(SYSTEM)
    with pytest.raises(PostDiffers):
        appoint(SYSTEM, username="another", roles=("window",))
    assert Account.objects.count() == 1


def test_citizens_hold_no_role(weixiaolan: Account) -> None:
    with pytest.raises(RoleMissing):
        require_role(actor_for(weixiaolan), "review")


def test_an_account_is_of_one_kind() -> None:
    account, firm = person_account(), organisation_account()
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(organisation=firm.organisation)
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.filter(pk=account.pk).update(person=None)


def test_one_statement_loads_all_an_actor_is_made_of(django_assert_num_queries, menglihua: Account) -> None:
    with django_assert_num_queries(1):
        account = account_by_id(menglihua.pk)
        assert account is not None
        assert actor_for(account).agency
