"""Signing in at a system: code, tokens, userinfo; and everything that must be refused."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from joserfc import jwt
from joserfc.jwk import KeySet

from onewindow.identity.models import AccessRecord, Account
from onewindow.identity.provider import claims, keys, registry, scoping
from onewindow.identity.provider.models import AccessToken, Authorisation, RefreshToken
from onewindow.identity.provider.tests.conftest import AFTER, BACK, Site, came_back, challenge, party
from onewindow.identity.signin.models import SecurityEvent
from onewindow.identity.tests.factories import agency, official, organisation_account
from onewindow.kernel.public import SYSTEM, clock

pytestmark = pytest.mark.django_db


def test_a_person_signs_in_and_the_look_is_recorded(site: Site, citizen: Account) -> None:
    back = site.agree()
    assert (back["state"], back["iss"], back["from"]) == ("s 1", "http://127.0.0.1:8000", "ow")
    status, said = site.exchange(back["code"])
    assert status == 200
    assert (said["token_type"], said["expires_in"], said["scope"]) == (
        "Bearer",
        900,
        "openid person offline_access",
    )
    keyset = KeySet.import_key_set(Client().get("/oauth/jwks/").json())
    token = jwt.decode(str(said["id_token"]), keyset, algorithms=["RS256"])
    assert token.header["alg"] == "RS256"
    assert token.claims["aud"] == site.party.client_id
    assert token.claims["nonce"] == "n1"
    assert token.claims["acr"] == "L3"
    assert token.claims["exp"] - token.claims["iat"] == 600
    assert "name" not in token.claims
    status, info = site.userinfo(said["access_token"])
    assert status == 200
    assert info == {
        "sub": token.claims["sub"], "name": "韦测试", "id_type": "111",
        "id_number": citizen.person.resident_id, "birthdate": "1990-01-01",
        "phone_number": "19912345678", "level": "L3",
    }  # fmt: skip
    look = AccessRecord.objects.get()
    assert (look.who, look.subject_id) == ("示例发展局 · 示例网站", citizen.person_id)
    assert "证件号码（完整）" in look.what and "手机号（完整）" in look.what
    assert str(citizen.person.resident_id) not in look.what + look.reason


def test_nothing_stored_can_be_used(site: Site) -> None:
    code = site.agree()["code"]
    _status, said = site.exchange(code)
    kept = b"".join(
        bytes(value)
        for table, column in ((Authorisation, "code"), (AccessToken, "digest"), (RefreshToken, "digest"))
        for value in table.objects.values_list(column, flat=True)
    )
    for secret in (code, said["access_token"], said["refresh_token"], site.secret):
        assert str(secret).encode() not in kept
    assert bytes(site.party.secret or b"") == registry.digest_of(site.secret)


def test_each_system_knows_another_name(site: Site, citizen: Account) -> None:
    other, _secret = party(name="另一网站")
    assert claims.subject(site.party.pk, citizen.pk) != claims.subject(other.pk, citizen.pk)


def test_consent_is_remembered_and_asked_again_for_more(site: Site) -> None:
    assert site.browser.get(site.address(scope="openid")).status_code == 200
    site.agree(scope="openid")
    assert site.browser.get(site.address(scope="openid")).status_code == 302
    page = site.browser.get(site.address())
    assert page.status_code == 200
    text = page.content.decode()
    for words in ("证件号码（完整）", "手机号（完整）", "4599***", "199****5678", "示例发展局"):
        assert words.replace("4599***", "4599") in text
    assert site.browser.get(site.address(scope="openid", prompt="consent")).status_code == 200


def test_saying_no_goes_back_with_it(site: Site) -> None:
    query = urlsplit(site.address()).query
    answer = site.browser.post(f"/oauth/consent/?{query}", {"answer": "refuse"})
    assert came_back(answer["Location"])["error"] == "access_denied"
    assert not Authorisation.objects.exists()


def test_from_a_form_of_ours_a_page_leads_on(site: Site) -> None:
    query = urlsplit(site.address()).query
    answer = site.browser.post(
        f"/oauth/consent/?{query}",
        {"answer": "agree"},
        headers={"referer": "http://testserver/oauth/authorize/"},
    )
    assert answer.status_code == 200
    assert 'http-equiv="refresh" content="0;url=https://site.example.cn/callback?' in answer.content.decode()


def test_strangers_sign_in_first(site: Site) -> None:
    answer = Client().get(site.address())
    assert answer["Location"].startswith("/account/sign-in/?next=/oauth/authorize/")
    silent = Client().get(site.address(prompt="none"))
    assert came_back(silent["Location"])["error"] == "login_required"
    assert came_back(site.browser.get(site.address(prompt="none"))["Location"])["error"] == "consent_required"
    site.agree()
    assert "code" in came_back(site.browser.get(site.address(prompt="none"))["Location"])
    again = site.browser.get(site.address(prompt="login"))["Location"]
    assert again.startswith("/account/security/confirm/") and "prompt" not in again
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert site.browser.get(site.address(max_age="60"))["Location"].startswith(
            "/account/security/confirm/"
        )


@pytest.mark.parametrize(
    "changed",
    [
        {"redirect_uri": "https://evil.example.cn/"},
        {"redirect_uri": BACK + "/"},
        {"redirect_uri": "https://site.example.cn/callback"},
        {"redirect_uri": None},
        {"redirect_uri": "javascript:alert(1)"},
        {"client_id": "nobody"},
        {"client_id": None},
        {"state": "\x00"},
    ],
)
def test_unsafe_ways_back_are_not_taken(site: Site, changed: dict[str, str | None]) -> None:
    answer = site.browser.get(site.address(**changed))
    assert answer.status_code == 400
    assert "Location" not in answer


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "code id_token"}, "unsupported_response_type"),
        ({"response_type": None}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"scope": "openid api"}, "invalid_scope"),
        ({"scope": "person"}, "invalid_scope"),
        ({"scope": None}, "invalid_scope"),
        ({"scope": "openid nothing"}, "invalid_scope"),
        ({"request": "x.y.z"}, "request_not_supported"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"claims": "{"}, "invalid_request"),
        ({"nonce": "n" * 501}, "invalid_request"),
    ],
)
def test_wrong_requests_are_told_to_the_system(
    site: Site, changed: dict[str, str | None], error: str
) -> None:
    answer = site.browser.get(site.address(**changed))
    assert answer.status_code == 302
    back = came_back(answer["Location"])
    assert answer["Location"].startswith(BACK)
    assert (back["error"], back["state"], "iss" in back) == (error, "s 1", True)


def test_wrong_exchanges_are_refused(site: Site) -> None:
    for changed, error in (
        ({"code_verifier": "w" * 43}, "invalid_grant"),
        ({"code_verifier": "ü"}, "invalid_grant"),
        ({"redirect_uri": "https://evil.example.cn/"}, "invalid_request"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials"}, "unauthorized_client"),
    ):
        code = site.agree()["code"]
        status, said = site.exchange(code, **changed)
        assert (status, said["error"]) == (400, error), changed
    assert not AccessToken.objects.exists()
    code = site.agree()["code"]
    status, said = site.exchange(code, client_secret="wrong")
    assert (status, said["error"]) == (401, "invalid_client")
    assert site.exchange(code)[0] == 200


def test_a_wrong_verifier_uses_the_code_up(site: Site) -> None:
    code = site.agree()["code"]
    assert site.exchange(code, code_verifier="w" * 43)[0] == 400
    assert site.exchange(code)[0] == 400


def test_a_code_comes_once(site: Site) -> None:
    code = site.agree()["code"]
    status, said = site.exchange(code)
    assert (status, site.userinfo(said["access_token"])[0]) == (200, 200)
    status, refused = site.exchange(code)
    assert (status, refused["error"]) == (400, "invalid_grant")
    assert site.userinfo(said["access_token"])[0] == 401
    status, refused = site.token(grant_type="refresh_token", refresh_token=str(said["refresh_token"]))
    assert (status, refused["error"]) == (400, "invalid_grant")
    assert SecurityEvent.objects.get().kind == "token_reused"


def test_a_code_of_another_system_is_foreign(site: Site) -> None:
    row, secret = party(name="另一网站")
    code = site.agree()["code"]
    assert Site(row, secret, Client()).exchange(code)[1]["error"] == "invalid_grant"
    assert site.exchange(code)[0] == 200


def test_codes_and_tokens_run_out(site: Site) -> None:
    code, said = site.agree()["code"], site.tokens()
    with clock.at(clock.now() + timedelta(seconds=61)):
        assert site.exchange(code)[1]["error"] == "invalid_grant"
        assert site.userinfo(said["access_token"])[0] == 200
    with clock.at(clock.now() + timedelta(seconds=901)):
        status, refused = site.userinfo(said["access_token"])
        assert (status, refused["error"]) == (401, "invalid_token")


def test_what_was_taken_back_ends(site: Site, citizen: Account) -> None:
    said = site.tokens()
    citizen.is_active = False
    citizen.save()
    assert site.userinfo(said["access_token"])[0] == 401
    assert site.token(grant_type="refresh_token", refresh_token=str(said["refresh_token"]))[0] == 400
    citizen.is_active = True
    citizen.save()
    said = site.tokens()
    registry.stop_party(by=SYSTEM, client_id=site.party.client_id, reason="测试停用")
    assert site.userinfo(said["access_token"])[0] == 401
    assert site.exchange("x")[0] == 401
    registry.resume_party(by=SYSTEM, client_id=site.party.client_id)
    assert site.userinfo(said["access_token"])[0] == 401


def test_losing_a_scope_ends_at_once(site: Site) -> None:
    said = site.tokens()
    asked = scoping.ask_scopes(
        by=SYSTEM, client_id=site.party.client_id, scopes=["openid"], reason="不再需要"
    )
    scoping.release_scopes(by=SYSTEM, request_id=asked.pk)
    assert site.userinfo(said["access_token"])[0] == 401
    assert came_back(site.browser.get(site.address())["Location"])["error"] == "invalid_scope"


def test_organisations_and_officials_release_their_own_fields(site: Site) -> None:
    firm = organisation_account(name="测试公司", representative="法定人")
    clerk = official("clerk1", agency("示例发展局"), roles=("window",))
    found = []
    for account in (firm, clerk):
        site.browser.force_login(account)
        said = site.tokens(scope="openid person organisation official")
        assert "refresh_token" not in said
        found.append(site.userinfo(said["access_token"])[1])
    assert found[0]["org_uscc"] == firm.organisation.uscc
    assert found[0]["org_legal_representative"] == "法定人"
    assert "name" not in found[0]
    assert found[1]["official_agency"] == "示例发展局"
    assert found[1]["official_roles"] == ["window"]
    assert "id_number" not in found[1]


def test_es256(site: Site) -> None:
    row, secret = party(name="椭圆网站", algorithm="ES256")
    other = Site(row, secret, site.browser)
    said = other.tokens()
    keyset = KeySet.import_key_set(keys.published())
    assert jwt.decode(str(said["id_token"]), keyset, algorithms=["ES256"]).header["alg"] == "ES256"


def test_statements(site: Site, django_assert_num_queries: object) -> None:
    site.agree()
    with django_assert_num_queries(
        8
    ):  # session, account, system, sign-in, consent, insert; BEGIN and COMMIT are savepoints here
        code = came_back(site.browser.get(site.address())["Location"])["code"]
    with django_assert_num_queries(8):
        said = site.exchange(code)[1]
    with django_assert_num_queries(4):
        site.userinfo(said["access_token"])


def test_logout(site: Site) -> None:
    said = site.tokens()
    hint = str(said["id_token"])
    wrong = site.browser.get(
        "/oauth/logout/", {"id_token_hint": hint, "post_logout_redirect_uri": "https://evil.cn/"}
    )
    assert wrong.status_code == 400
    foreign = Client().get("/oauth/logout/", {"post_logout_redirect_uri": AFTER})
    assert foreign.status_code == 400
    ask = site.browser.get(
        "/oauth/logout/", {"client_id": site.party.client_id, "post_logout_redirect_uri": AFTER}
    )
    assert (ask.status_code, "要退出本平台吗" in ask.content.decode()) == (200, True)
    done = site.browser.get(
        "/oauth/logout/", {"id_token_hint": hint, "post_logout_redirect_uri": AFTER, "state": "s2"}
    )
    assert (done.status_code, done["Location"]) == (302, f"{AFTER}?state=s2")
    assert site.browser.get("/my/connections/").status_code == 302
    posted = Client().post("/oauth/logout/", {"id_token_hint": hint})
    assert (posted.status_code, posted["Location"].startswith("/oauth/logout/?id_token_hint=")) == (303, True)


def test_logout_asks_where_the_session_is_another(site: Site, citizen: Account) -> None:
    hint = str(site.tokens()["id_token"])
    other = Client()
    other.force_login(citizen)
    page = other.get("/oauth/logout/", {"id_token_hint": hint, "post_logout_redirect_uri": AFTER})
    assert page.status_code == 200
    query = f"id_token_hint={hint}&post_logout_redirect_uri={AFTER}"
    assert other.post(f"/oauth/logout/confirmed/?{query}")["Location"] == AFTER


def test_challenge_of_the_standard() -> None:
    assert (
        challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
        == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
    )
