"""Refresh: rotated each time, reuse ends everything, narrowing, other systems, revocation."""

from datetime import timedelta

import pytest
from django.test import Client

from onewindow.identity.models import Account
from onewindow.identity.provider import consents, tokens
from onewindow.identity.provider.models import AccessToken, Authorisation, RefreshToken
from onewindow.identity.provider.tests.conftest import Site, actor, party
from onewindow.identity.signin.models import SecurityEvent, SignIn
from onewindow.identity.signin.sessions import end_sessions
from onewindow.kernel.public import clock

pytestmark = pytest.mark.django_db


def refresh(site: Site, token: object, **data: str) -> tuple[int, dict[str, object]]:
    return site.token(grant_type="refresh_token", refresh_token=str(token), **data)


def test_a_refresh_token_is_good_once(site: Site) -> None:
    first = site.tokens()
    status, second = refresh(site, first["refresh_token"])
    assert status == 200
    assert second["refresh_token"] != first["refresh_token"]
    assert "id_token" in second
    assert site.userinfo(second["access_token"])[0] == 200
    status, refused = refresh(site, first["refresh_token"])
    assert (status, refused["error"]) == (400, "invalid_grant")
    for said in (first, second):
        assert site.userinfo(said["access_token"])[0] == 401
    assert refresh(site, second["refresh_token"])[0] == 400
    assert SecurityEvent.objects.filter(kind="token_reused").count() == 1
    assert Authorisation.objects.get().ended_why == "reused"


def test_only_with_offline_access(site: Site) -> None:
    assert "refresh_token" not in site.tokens(scope="openid person")
    assert not RefreshToken.objects.exists()


def test_narrower_but_never_wider(site: Site) -> None:
    said = site.tokens()
    status, narrow = refresh(site, said["refresh_token"], scope="openid offline_access")
    assert (status, narrow["scope"]) == (200, "openid offline_access")
    assert site.userinfo(narrow["access_token"])[1].keys() == {"sub"}
    status, refused = refresh(site, narrow["refresh_token"], scope="openid organisation")
    assert (status, refused["error"]) == (400, "invalid_scope")


def test_foreign_expired_unknown(site: Site) -> None:
    said = site.tokens()
    row, secret = party(name="另一网站")
    assert refresh(Site(row, secret, Client()), said["refresh_token"])[1]["error"] == "invalid_grant"
    assert refresh(site, "unknown")[1]["error"] == "invalid_grant"
    assert refresh(site, said["access_token"])[1]["error"] == "invalid_grant"
    with clock.at(clock.now() + timedelta(days=31)):
        assert refresh(site, said["refresh_token"])[1]["error"] == "invalid_grant"
    assert refresh(site, said["refresh_token"])[0] == 200


def test_taking_consent_back_ends_it(site: Site, citizen: Account) -> None:
    said = site.tokens()
    consent = consents.connections_of(citizen)[0].consent
    consents.revoke_consent(by=actor(citizen), consent_id=consent.pk)
    assert site.userinfo(said["access_token"])[0] == 401
    assert refresh(site, said["refresh_token"])[0] == 400
    assert site.browser.get(site.address()).status_code == 200


def test_revocation(site: Site) -> None:
    said = site.tokens()
    row, secret = party(name="另一网站")
    who = {"client_id": site.party.client_id, "client_secret": site.secret}
    foreign = {"client_id": row.client_id, "client_secret": secret}
    assert Client().post("/oauth/revoke/", foreign | {"token": said["access_token"]}).status_code == 200
    assert site.userinfo(said["access_token"])[0] == 200
    assert Client().post("/oauth/revoke/", who | {"token": said["access_token"]}).status_code == 200
    assert site.userinfo(said["access_token"])[0] == 401
    said = refresh(site, said["refresh_token"])[1]
    assert Client().post("/oauth/revoke/", who | {"token": said["refresh_token"]}).status_code == 200
    assert site.userinfo(said["access_token"])[0] == 401
    assert refresh(site, said["refresh_token"])[0] == 400
    assert Client().post("/oauth/revoke/", {"token": "x"}).status_code == 401
    assert Client().post("/oauth/revoke/", who).status_code == 400


def test_tokens_without_offline_end_with_the_session(site: Site, citizen: Account) -> None:
    key = str(site.browser.session.session_key)
    SignIn.objects.create(
        account=citizen, session=key, device="x", address="", means="password", at=clock.now()
    )
    bound, free = site.tokens(scope="openid"), site.tokens()
    end_sessions(citizen.pk)
    assert site.userinfo(bound["access_token"])[0] == 401
    assert site.userinfo(free["access_token"])[0] == 200


def test_a_native_app_has_no_secret(site: Site) -> None:
    row, secret = party("native", name="示例应用")
    assert (secret, row.secret) == ("", None)
    app = Site(row, "", site.browser)
    said = app.tokens()
    assert refresh(app, said["refresh_token"])[0] == 200
    app.secret = "guess"
    assert app.exchange(app.agree()["code"])[0] == 200


def test_forgetting_keeps_what_is_alive(site: Site) -> None:
    site.tokens()
    site.tokens(scope="openid")
    with clock.at(clock.now() + timedelta(days=2)):
        tokens.forget_expired()
    assert (AccessToken.objects.count(), RefreshToken.objects.count(), Authorisation.objects.count()) == (
        0,
        1,
        1,
    )
    with clock.at(clock.now() + timedelta(days=32)):
        tokens.forget_expired()
    assert Authorisation.objects.count() == 0
