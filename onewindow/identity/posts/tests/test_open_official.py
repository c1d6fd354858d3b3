"""Officials' accounts: opened without rights and without a password anybody knows."""

import pytest

from onewindow.identity.errors import RegistrationInvalid, RoleMissing, UsernameTaken
from onewindow.identity.models import Account, Person
from onewindow.identity.posts.errors import PostNotFound
from onewindow.identity.posts.holding import give_holding
from onewindow.identity.posts.models import Holding
from onewindow.identity.posts.officials import open_official
from onewindow.identity.posts.tests.factories import REASON, actor, administrators, post
from onewindow.identity.tests.factories import resident_id
from onewindow.kernel.public import Actor

pytestmark = pytest.mark.django_db


def opened(by: Actor, post_id: int, **changes: str) -> Account:
    given = {"username": "newcomer", "name": "某某", "resident_id": resident_id(), "reason": REASON}
    return open_official(by=by, post_id=post_id, **(given | changes))


def test_has_no_rights_before_they_are_given() -> None:
    system, security = administrators()
    at = post(system, security, "window")
    account = opened(system, at.pk)
    assert (actor(account).kind, actor(account).roles, account.has_usable_password()) == (
        "official",
        frozenset(),
        True,
    )
    give_holding(by=security, holding_id=Holding.objects.get(account=account).pk)
    assert actor(account).roles == {"window"}


def test_somebody_known_keeps_the_person(weixiaolan: Account) -> None:
    system, security = administrators()
    at, people = post(system, security, "window"), Person.objects.count()
    account = opened(system, at.pk, name="韦晓兰", resident_id="459900199005120020")
    assert (account.person_id, Person.objects.count()) == (weixiaolan.person_id, people)
    with pytest.raises(RegistrationInvalid):
        opened(system, at.pk, username="another", name="别名", resident_id="459900199005120020")


def test_says_every_fault_and_leaves_nothing(weixiaolan: Account) -> None:
    system, security = administrators()
    at, accounts = post(system, security, "window"), Account.objects.count()
    with pytest.raises(RegistrationInvalid) as refused:
        opened(system, at.pk, username="1", name="", resident_id="45")
    assert set(refused.value.errors) == {"username", "name", "resident_id"}
    with pytest.raises(UsernameTaken):
        opened(system, at.pk, username="weixiaolan")
    with pytest.raises(PostNotFound):
        opened(system, 0)
    with pytest.raises(RoleMissing):
        opened(security, at.pk)
    assert Account.objects.count() == accounts
