"""Signing in with an outer account, against the simulated provider over real HTTP."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx
import pytest
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from onewindow.identity.models import Account
from onewindow.identity.provider.errors import AlreadyBound, UpstreamFailed, UpstreamUnavailable
from onewindow.identity.provider.models import UpstreamBinding
from onewindow.identity.provider.tests.conftest import actor
from onewindow.identity.provider.upstream import bindings, gateway, rules, simulated
from onewindow.identity.signin.models import SignIn
from onewindow.identity.tests.factories import PASSWORD, agency, of_the_cast, official, person_account
from onewindow.kernel.public import audit, clock

pytestmark = pytest.mark.django_db
ON = "national: {enabled: true}\nwechat: {enabled: true}\n"


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The simulated provider on a port of its own, and the settings that switch both on."""
    file = tmp_path_factory.mktemp("upstreams") / "on.yaml"
    file.write_text(ON)
    with make_server("127.0.0.1", 0, simulated.application, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield {"SIMULATED_IDENTITY_URL": f"http://127.0.0.1:{server.server_port}", "UPSTREAMS": str(file)}
        server.shutdown()
        thread.join()


@pytest.fixture
def on(outside: dict[str, str]) -> Iterator[None]:
    with override_settings(**outside, DEMO=True):
        yield


def go(browser: Client, name: str, username: str, then: str = "") -> str:
    """Leave for the provider, choose somebody there; return the way back without its host."""
    there = browser.get(f"/account/sign-in/with/{name}/", {"next": then})["Location"]
    answer = httpx.get(f"{there}&as={username}")
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}" == "http://127.0.0.1:8000"
    return f"{back.path}?{back.query}"


def test_all_are_off_in_data(client: Client) -> None:
    assert rules.switched_on() == []
    assert client.get("/account/sign-in/with/national/").status_code == 404
    assert client.get("/account/sign-in/from/national/?code=x").status_code == 404
    assert "模拟" not in client.get("/account/sign-in/").content.decode()


def test_a_vouched_citizen_comes_in_at_once(on: None, client: Client) -> None:
    account = of_the_cast("weixiaolan")
    assert "用国家政务服务平台（模拟）账号登录" in client.get("/account/sign-in/").content.decode()
    answer = client.get(go(client, "national", "weixiaolan", then="/my/access/"))
    assert (answer.status_code, answer["Location"]) == (302, "/my/access/")
    assert SignIn.objects.get().means == "upstream"
    assert UpstreamBinding.objects.get().account_id == account.pk
    assert client.get("/my/").status_code == 200
    assert "proved" not in client.session  # changing secrets asks for the password of this platform
    assert "其他平台的账号" in client.get("/account/sessions/").content.decode()
    again = Client()
    again.get(go(again, "national", "weixiaolan"))
    assert again.get("/my/").status_code == 200
    assert UpstreamBinding.objects.count() == 1
    assert [p for p in audit.verify().problems if "identity_" in p.place] == []


def test_nobody_comes_in_above_what_is_vouched(on: None, client: Client) -> None:
    low = of_the_cast("huangguifang")
    low.person.level = 3
    low.person.save()
    assert client.get(go(client, "national", "huangguifang"))["Location"] == "/account/upstream/"
    of_the_cast("luzihao")
    assert client.get(go(client, "national", "luzihao"))["Location"] == "/account/upstream/"
    assert not UpstreamBinding.objects.exists()


def test_an_account_that_is_only_named_is_bound_once(on: None, client: Client) -> None:
    of_the_cast("weixiaolan")
    assert client.get(go(client, "wechat", "weixiaolan"))["Location"] == "/account/upstream/"
    ask = client.get("/account/upstream/")["Location"]
    assert ask == "/account/sign-in/?next=/account/upstream/"
    client.post(ask, {"username": "weixiaolan", "password": PASSWORD, "next": "/account/upstream/"})
    assert "绑定微信（模拟）账号" in client.get("/account/upstream/").content.decode()
    assert client.post("/account/upstream/")["Location"] == "/my/connections/"
    assert client.post("/account/upstream/")["Location"] == "/my/connections/"
    other = Client()
    assert other.get(go(other, "wechat", "weixiaolan"))["Location"] == "/my/"
    row = UpstreamBinding.objects.get()
    page = client.get("/my/connections/").content.decode()
    assert "解除绑定" in page and "绑定国家政务服务平台（模拟）账号" in page
    stranger = Client()
    stranger.force_login(person_account("stranger"))
    stranger.post(f"/my/connections/outer/{row.pk}/")
    assert UpstreamBinding.objects.exists()
    for _time in range(2):
        assert client.post(f"/my/connections/outer/{row.pk}/").status_code == 302
    assert not UpstreamBinding.objects.exists()


def test_officials_still_owe_the_second_factor(on: None, client: Client) -> None:
    clerk = official("clerk1", agency("示例发展局"), roles=("window",))
    client.force_login(clerk)
    client.get(go(client, "wechat", "moguoqiang"))
    client.post("/account/upstream/")
    other = Client()
    assert other.get(go(other, "wechat", "moguoqiang"))["Location"].startswith("/account/sign-in/")
    assert other.get("/desk/").status_code == 302


def test_one_outer_account_opens_one_account(on: None, citizen: Account) -> None:
    said = gateway.Assertion("wechat", "https://x", "1")
    row = bindings.bind(by=actor(citizen), said=said)
    assert bindings.bind(by=actor(citizen), said=said) == row
    with pytest.raises(AlreadyBound):
        bindings.bind(by=actor(person_account("other")), said=said)
    with pytest.raises(AlreadyBound):
        bindings.bind(by=actor(citizen), said=gateway.Assertion("wechat", "https://x", "2"))


def test_only_the_browser_that_left_comes_back(on: None, client: Client) -> None:
    of_the_cast("weixiaolan")
    back = go(client, "national", "weixiaolan")
    stranger = Client()
    assert stranger.get(back).status_code == 422
    state = parse_qs(urlsplit(back).query)["state"][0]
    assert client.get(back.replace(state, "x" * 43)).status_code == 422
    assert client.get(back).status_code == 422  # the errand was used up
    back = go(client, "national", "weixiaolan")
    assert client.get(back.replace("/national/", "/wechat/")).status_code == 422
    back = go(client, "national", "weixiaolan")
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert client.get(back).status_code == 422
    back = go(client, "national", "weixiaolan")
    client.get(back)
    assert client.get(back).status_code == 422
    client.get("/account/sign-in/with/wechat/")
    assert client.get("/account/sign-in/from/wechat/?error=access_denied").status_code == 422


def test_a_provider_that_is_down_or_lies(outside: dict[str, str], client: Client) -> None:
    with override_settings(**outside | {"SIMULATED_IDENTITY_URL": "http://127.0.0.1:9"}, DEMO=True):
        assert client.get("/account/sign-in/with/national/").status_code == 422
        with pytest.raises(UpstreamUnavailable):
            gateway.way_there(rules.upstream("national"), gateway.errand(rules.upstream("national"), ""), "x")
    elsewhere = outside | {"SIMULATED_IDENTITY_URL": "http://192.0.2.1"}  # not https, not this machine
    with override_settings(**elsewhere, DEMO=True), pytest.raises(UpstreamUnavailable):
        gateway.way_there(rules.upstream("national"), gateway.errand(rules.upstream("national"), ""), "x")
    with override_settings(**outside, DEMO=False):
        assert rules.switched_on() == []


def test_identity_tokens_are_checked(on: None) -> None:
    upstream = rules.upstream("national")
    kept = gateway.errand(upstream, "")
    keys = {"keys": [simulated.KEY.as_dict(private=False)]}
    now = int(clock.now().timestamp())
    good = {"iss": upstream.issuer, "aud": "onewindow", "nonce": kept.nonce, "sub": "x", "exp": now + 60}

    def token(key: object = simulated.KEY, alg: str = "ES256", **changed: object) -> str:
        header = {"alg": alg, "kid": simulated.KEY.kid}
        return jwt.encode(header, good | changed, key, algorithms=[alg])

    assert gateway._checked(upstream, kept, token(), keys)["sub"] == "x"
    header = {"alg": "ES256", "kid": simulated.KEY.kid}
    secret = OctKey.import_key("k" * 32)
    for bad in (
        token(iss="https://evil.cn"), token(aud="other"), token(nonce="n"), token(exp=now - 120),
        token(key=ECKey.generate_key("P-256")), token(key=secret, alg="HS256"), "", "a.b.c",
        jwt.encode(header, {"sub": "x"}, simulated.KEY, algorithms=["ES256"]),
    ):  # fmt: skip
        with pytest.raises(UpstreamFailed):
            gateway._checked(upstream, kept, bad, keys)
    with pytest.raises(UpstreamFailed):
        gateway._checked(upstream, kept, token(), {"keys": []})


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(st.sampled_from(["code", "state", "error", "iss", "as"]), st.text(max_size=30)))
def test_whatever_comes_back(outside: dict[str, str], wild: dict[str, str]) -> None:
    with override_settings(**outside, DEMO=True):
        browser = Client()
        browser.get("/account/sign-in/with/wechat/")
        kept = dict(browser.session["upstream"])
        assert (
            browser.get("/account/sign-in/from/wechat/", {"state": kept["state"]} | wild).status_code == 422
        )
    simulated_url = outside["SIMULATED_IDENTITY_URL"]
    assert httpx.get(f"{simulated_url}/wechat/authorize", params=wild).status_code == 400
    assert httpx.post(f"{simulated_url}/wechat/token", data=wild).status_code == 401
