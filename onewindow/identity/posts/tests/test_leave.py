"""Leaving: everything ends at once."""

import pytest
from django.test import Client

from onewindow.identity.errors import RoleMissing
from onewindow.identity.models import Account
from onewindow.identity.posts.errors import HoldingNotFound, OwnRequest
from onewindow.identity.posts.leaving import leave
from onewindow.identity.posts.models import Holding
from onewindow.identity.posts.tests.factories import REASON, actor, administrators
from onewindow.identity.queries import account_by_id
from onewindow.identity.signin.models import SignIn
from onewindow.identity.signin.places import Place
from onewindow.identity.signin.sessions import open_session
from onewindow.identity.tests.factories import agency, official

pytestmark = pytest.mark.django_db


def test_holdings_sessions_and_account_end(client: Client) -> None:
    system, _ = administrators()
    account = official("clerk1", agency("示例委员会"), roles=("supervise",))
    client.force_login(account)
    open_session(
        account=account, session=str(client.session.session_key), place=Place("", ""), means="password"
    )
    assert client.get("/desk/objections/").status_code == 200
    for _ in range(2):
        leave(by=system, account_id=account.pk, reason=REASON)
    assert client.get("/desk/objections/").status_code == 302
    assert list(Holding.objects.filter(account=account).values_list("status", flat=True)) == ["ended"]
    assert not SignIn.objects.filter(account=account).exists()
    assert account_by_id(account.pk) is None


def test_the_citizen_stays(weixiaolan: Account) -> None:
    from onewindow.identity.services.officials import appoint_official
    from onewindow.kernel.public import SYSTEM

    system, _ = administrators()
    official_too = appoint_official(
        by=SYSTEM, username="nurse_and_clerk", password="x", name="韦晓兰", resident_id="459900199005120020",
        agency_id=agency("示例委员会").pk, title="窗口岗", roles=("window",),
    )  # fmt: skip
    assert official_too.person_id == weixiaolan.person_id
    leave(by=system, account_id=official_too.pk, reason=REASON)
    assert account_by_id(weixiaolan.pk) is not None


def test_only_the_system_administrator_and_never_oneself() -> None:
    system, security = administrators()
    account = official("clerk1", agency("示例委员会"))
    for by in (security, actor(account)):
        with pytest.raises(RoleMissing):
            leave(by=by, account_id=account.pk, reason=REASON)
    with pytest.raises(OwnRequest):
        leave(by=system, account_id=system.account_id or 0, reason=REASON)
    with pytest.raises(HoldingNotFound):
        leave(by=system, account_id=0, reason=REASON)
