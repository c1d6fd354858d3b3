"""Whatever comes, no endpoint breaks and none leads to a strange address."""

import base64

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onewindow.identity.models import Account
from onewindow.identity.provider import keys
from onewindow.identity.provider.tests.conftest import AFTER, BACK, Site, challenge

pytestmark = pytest.mark.django_db
FEW = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
NAMES = [
    "response_type",
    "client_id",
    "redirect_uri",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "max_age",
    "claims",
    "request",
    "response_mode",
    "id_token_hint",
    "grant_type",
    "code",
    "code_verifier",
    "client_secret",
    "refresh_token",
    "token",
    "token_type_hint",
    "post_logout_redirect_uri",
    "ui_locales",
    "access_token",
]
ODD = ["", "none", "login", "\x00", "openid", "openid person", "code", "authorization_code", "refresh_token"]
ODD += ["client_credentials", "[" * 5000, "{}", "9" * 400, "https://evil.cn/", "a" * 3000, "é.é.é", "\ud7ff"]
WILD = st.one_of(st.text(max_size=40), st.sampled_from(ODD))
HEADERS = st.one_of(
    st.none(),
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40),
    st.binary(max_size=30).map(lambda b: f"Basic {base64.b64encode(b).decode()}"),
    st.text(st.characters(min_codepoint=33, max_codepoint=255), max_size=40).map(lambda t: f"Bearer {t}"),
)


@FEW
@given(
    st.dictionaries(st.sampled_from(NAMES), st.lists(WILD, min_size=1, max_size=2)), st.booleans(), HEADERS
)
def test_no_endpoint_breaks(site: Site, wild: dict[str, list[str]], known: bool, header: str | None) -> None:
    base = {
        "client_id": site.party.client_id, "redirect_uri": BACK, "response_type": "code", "scope": "openid",
        "code_challenge": challenge(), "code_challenge_method": "S256", "client_secret": site.secret,
    }  # fmt: skip
    data = {**({k: [v] for k, v in base.items()} if known else {}), **wild}
    headers = {} if header is None else {"authorization": header}
    for method, address in (
        ("get", "/oauth/authorize/"), ("post", "/oauth/authorize/"), ("post", "/oauth/token/"),
        ("get", "/oauth/userinfo/"), ("post", "/oauth/userinfo/"), ("post", "/oauth/revoke/"),
        ("get", "/oauth/logout/"), ("post", "/oauth/logout/"), ("get", "/api/v1/caller/"),
    ):  # fmt: skip
        answer = getattr(site.browser, method)(address, data, headers=headers)
        assert answer.status_code < 500, (method, address, data)
        location = answer.headers.get("Location", "")
        assert location.startswith(("", "/", BACK, AFTER)) and "evil.cn" not in location.split("?")[0]


@FEW
@given(
    st.binary(max_size=200),
    st.sampled_from(["application/json", "text/plain", "application/x-www-form-urlencoded"]),
)
def test_bodies_of_any_kind(db: None, body: bytes, kind: str) -> None:
    for address in (
        "/oauth/token/",
        "/oauth/revoke/",
        "/oauth/userinfo/",
        "/oauth/logout/",
        "/oauth/authorize/",
    ):
        assert Client().post(address, body, content_type=kind).status_code < 500


@FEW
@given(st.text(max_size=80), st.integers(0, 60))
def test_altered_tokens_are_never_ours(db: None, junk: str, at: int) -> None:
    token = keys.sign({"sub": "x"}, "RS256")
    altered = token[:at] + junk + token[at:]
    assert keys.claims_of(altered) in (None, {"sub": "x"})
    assert junk == "" or keys.claims_of(altered) is None


def test_closed_accounts_cannot_agree(site: Site, citizen: Account) -> None:
    Account.objects.filter(pk=citizen.pk).update(is_active=False)
    assert site.browser.get(site.address())["Location"].startswith("/account/sign-in/")
