"""Taking a lost second factor away needs two security administrators."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from onewindow.identity.errors import ReasonMissing, RoleMissing
from onewindow.identity.models import Account
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.identity.signin import releases
from onewindow.identity.signin.errors import OfficialNotFound, OnlyForOfficials, ReleaseGone, SelfRelease
from onewindow.identity.signin.models import Authenticator, RecoveryCode, Release, SecurityEvent
from onewindow.identity.signin.tests.test_second_factor import enrol
from onewindow.identity.tests.factories import agency, official, person_account
from onewindow.kernel.public import Actor, audit, clock

pytestmark = pytest.mark.django_db
REASON = "手机丢失，已当面核对身份证件"


def administrator(username: str) -> Account:
    account = official(username, agency("示例发展局"), roles=("security",))
    found = account_by_id(account.pk)
    assert found is not None
    return found


@pytest.fixture
def first() -> Actor:
    return actor_for(administrator("security1"))


@pytest.fixture
def second() -> Actor:
    return actor_for(administrator("security2"))


@pytest.fixture
def officer() -> Account:
    account = official("officer1", agency("示例委员会"))
    enrol(account)
    return account


def test_two_take_it_away(first: Actor, second: Actor, officer: Account, client: Client) -> None:
    client.force_login(officer)
    row = releases.ask_release(by=first, username=" Officer1", reason=REASON)
    assert releases.ask_release(by=second, username="officer1", reason="再问一次") == row
    releases.agree_to_release(by=second, release_id=row.pk)
    assert (Authenticator.objects.count(), RecoveryCode.objects.count()) == (0, 0)
    assert [p for p in audit.verify().problems if "identity_" in p.place] == []
    with pytest.raises(ReleaseGone):
        releases.agree_to_release(by=second, release_id=row.pk)
    kinds = list(SecurityEvent.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == ["factor_added", "release_asked", "released"]


def test_nobody_does_it_alone(first: Actor, second: Actor, officer: Account) -> None:
    row = releases.ask_release(by=first, username="officer1", reason=REASON)
    for verb in (releases.agree_to_release, releases.refuse_release):
        with pytest.raises(SelfRelease):
            verb(by=first, release_id=row.pk)
    assert Authenticator.objects.count() == 1


def test_nobody_does_it_for_oneself(first: Actor, second: Actor) -> None:
    me = Account.objects.get(pk=first.account_id)
    enrol(me)
    with pytest.raises(SelfRelease):
        releases.ask_release(by=first, username="security1", reason=REASON)
    row = releases.ask_release(by=second, username="security1", reason=REASON)
    with pytest.raises(SelfRelease):
        releases.agree_to_release(by=first, release_id=row.pk)


def test_the_database_holds_the_rule_too(first: Actor, officer: Account) -> None:
    row = releases.ask_release(by=first, username="officer1", reason=REASON)
    for values in (
        {"agreed_by_id": first.account_id},
        {"agreed_by_id": officer.pk},
        {"asked_by_id": officer.pk},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Release.objects.filter(pk=row.pk).update(**values)


def test_refused_and_run_out(first: Actor, second: Actor, officer: Account) -> None:
    row = releases.ask_release(by=first, username="officer1", reason=REASON)
    releases.refuse_release(by=second, release_id=row.pk)
    assert Authenticator.objects.count() == 1
    again = releases.ask_release(by=first, username="officer1", reason=REASON)
    with clock.at(clock.now() + timedelta(hours=25)):
        with pytest.raises(ReleaseGone):
            releases.agree_to_release(by=second, release_id=again.pk)
        assert releases.ask_release(by=second, username="officer1", reason=REASON) != again


def test_only_security_administrators_for_officials_with_a_factor(first: Actor, officer: Account) -> None:
    with pytest.raises(RoleMissing):
        releases.ask_release(by=actor_for(officer), username="officer1", reason=REASON)
    person_account("citizen1")
    for username in ("citizen1", "nobody", "\x00"):
        with pytest.raises(OfficialNotFound):
            releases.ask_release(by=first, username=username, reason=REASON)
    official("officer2", agency("示例委员会"))
    with pytest.raises(OnlyForOfficials):
        releases.ask_release(by=first, username="officer2", reason=REASON)
    with pytest.raises(ReasonMissing):
        releases.ask_release(by=first, username="officer1", reason="丢")


def test_pages(first: Actor, second: Actor, officer: Account) -> None:
    one, two = Client(), Client()
    one.force_login(Account.objects.get(pk=first.account_id))
    two.force_login(Account.objects.get(pk=second.account_id))
    asked = one.post("/desk/security/releases/", {"username": "officer1", "reason": REASON})
    assert asked["Location"] == "/desk/security/releases/"
    assert "等另一位安全管理员" in one.get("/desk/security/releases/").content.decode()
    page = two.get("/desk/security/releases/").content.decode()
    assert 'value="agree"' in page
    row = Release.objects.get()
    assert one.post(f"/desk/security/releases/{row.pk}/", {"answer": "agree"}).status_code == 403
    assert two.post(f"/desk/security/releases/{row.pk}/", {"answer": "agree"}).status_code == 302
    assert Authenticator.objects.filter(account=officer).count() == 0
    wrong = one.post("/desk/security/releases/", {"username": "nobody", "reason": REASON})
    assert wrong.status_code == 422
    stranger = Client()
    stranger.force_login(officer)
    assert stranger.get("/desk/security/").status_code == 403
