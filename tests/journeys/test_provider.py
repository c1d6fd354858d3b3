"""Stock clients, not ours, sign people in against a running product; a person sees it and takes it back."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.jwk import KeySet
from playwright.sync_api import Browser, expect

from bench.instance import Instance
from tests.journeys import walk

CLIENTS = Path(__file__).resolve().parents[1] / "clients"
VERIFIER = "x" * 64


@pytest.fixture(scope="module")
def systems(site: Instance) -> dict[str, str]:
    """What `make run` prints of the demonstration systems: secrets by name, and the way back."""
    text = (site.home / "log" / "prepared.json").read_text()
    said = json.loads(text)["accounts"]
    found = dict(re.findall(r"^\s+(demo-site|demo-system)\s+([0-9a-f]{43})$", said, re.MULTILINE))
    back = re.search(r"(http://127\.0\.0\.1:)(\d+)(/callback)", said)
    assert back is not None
    return found | {"back": back.group(0), "after": f"{back.group(1)}{back.group(2)}/"}


def system(closing: ExitStack, site: Instance, name: str, secret: str | None, **how: str) -> OAuth2Client:
    """A connected system on the stock client authlib."""
    how = {"code_challenge_method": "S256", "token_endpoint": ways(site)["token_endpoint"]} | how
    return closing.enter_context(OAuth2Client(name, secret, **how))


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    """Close every client at the end."""
    with ExitStack() as stack:
        yield stack


def person(closing: ExitStack, site: Instance, username: str) -> httpx.Client:
    """A browser without JavaScript, signed in through the page."""
    browser = closing.enter_context(httpx.Client(base_url=site.url))
    page = browser.get("/account/sign-in/").text
    browser.post(
        "/account/sign-in/",
        data={"csrfmiddlewaretoken": token(page), "username": username, "password": site.password},
    )
    return browser


def token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found is not None
    return found.group(1)


def walk_through(browser: httpx.Client, url: str) -> str:
    """Follow an authorisation request, agree where asked; return where the system got the answer."""
    answer = browser.get(url)
    if answer.status_code == 200:
        agree = f"/oauth/consent/?{urlsplit(url).query}"
        data = {"csrfmiddlewaretoken": token(answer.text), "answer": "agree"}
        answer = browser.post(agree, data=data)
    assert answer.status_code == 302, answer.text
    return str(answer.headers["location"])


def ways(site: Instance) -> dict[str, Any]:
    said: dict[str, Any] = httpx.get(f"{site.url}/.well-known/openid-configuration").json()
    return said


def test_authlib(closing: ExitStack, site: Instance, systems: dict[str, str]) -> None:
    at, back = ways(site), systems["back"]
    client = system(
        closing,
        site,
        "demo-site",
        systems["demo-site"],
        scope="openid person offline_access",
        redirect_uri=back,
    )
    browser = person(closing, site, "qinzhiyuan")
    url, _state = client.create_authorization_url(
        at["authorization_endpoint"], code_verifier=VERIFIER, nonce="n"
    )
    came = walk_through(browser, url)
    assert parse_qs(urlsplit(came).query)["iss"] == [site.url]
    for wrong in ("y" * 64, None):
        with pytest.raises(OAuthError, match=r"invalid_grant|invalid_request"):
            client.fetch_token(at["token_endpoint"], authorization_response=came, code_verifier=wrong)
    came = walk_through(browser, url)
    got = client.fetch_token(at["token_endpoint"], authorization_response=came, code_verifier=VERIFIER)
    keys = KeySet.import_key_set(httpx.get(at["jwks_uri"]).json())
    said = jwt.decode(got["id_token"], keys, algorithms=["RS256"]).claims
    jwt.JWTClaimsRegistry(
        iss={"essential": True, "value": site.url}, aud={"essential": True, "value": "demo-site"},
        nonce={"essential": True, "value": "n"}, exp={"essential": True},
    ).validate(said)  # fmt: skip
    info = client.get(at["userinfo_endpoint"]).json()
    assert (info["sub"], info["name"], info["id_number"]) == (said["sub"], "覃志远", "459900198803210018")
    renewed = client.refresh_token(at["token_endpoint"])
    assert renewed["refresh_token"] != got["refresh_token"]
    assert client.get(at["userinfo_endpoint"]).status_code == 200
    with pytest.raises(OAuthError, match="invalid_grant"):
        client.fetch_token(at["token_endpoint"], authorization_response=came, code_verifier=VERIFIER)
    assert (
        httpx.get(
            at["userinfo_endpoint"], headers={"Authorization": f"Bearer {renewed['access_token']}"}
        ).status_code
        == 401
    )
    query = {"id_token_hint": got["id_token"], "post_logout_redirect_uri": systems["after"], "state": "s"}
    done = browser.get(at["end_session_endpoint"], params=query)
    assert done.headers["location"] == f"{systems['after']}?state=s"
    assert browser.get("/my/").headers["location"].startswith("/account/sign-in/")


def test_wrong_ways_back_and_foreign_tokens(
    closing: ExitStack, site: Instance, systems: dict[str, str]
) -> None:
    at, browser = ways(site), person(closing, site, "qinzhiyuan")
    client = system(closing, site, "demo-site", systems["demo-site"], scope="openid")
    url, _state = client.create_authorization_url(
        at["authorization_endpoint"], code_verifier=VERIFIER, redirect_uri="http://127.0.0.1:1/callback"
    )
    assert browser.get(url).status_code == 400
    machine = system(closing, site, "demo-system", systems["demo-system"])
    own = machine.fetch_token(at["token_endpoint"], grant_type="client_credentials")
    assert machine.get(at["userinfo_endpoint"]).status_code == 403
    assert machine.get(f"{site.url}/api/v1/caller/").json()["client_id"] == "demo-system"
    foreign = {"Authorization": f"Bearer {own['access_token'][:-1]}_"}
    assert httpx.get(f"{site.url}/api/v1/caller/", headers=foreign).status_code == 401
    wrong = system(closing, site, "demo-system", "0" * 43)
    with pytest.raises(OAuthError, match="invalid_client"):
        wrong.fetch_token(at["token_endpoint"], grant_type="client_credentials")


@pytest.fixture(scope="module")
def node() -> Callable[[], subprocess.Popen[str]]:
    """The stock client openid-client, fetched by its lock; skipped without Node or the package."""
    if not shutil.which("node") or not shutil.which("npm"):
        pytest.skip("no Node: openid-client can't run here")
    version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.lstrip("v").split(".")[0]) < 20:
        pytest.skip(f"openid-client needs Node 20, this is {version.strip()}")
    if not (CLIENTS / "node_modules" / "openid-client").exists():
        fetch = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=1"]
        try:
            done = subprocess.run(fetch, cwd=CLIENTS, capture_output=True, text=True, timeout=90, check=False)
        except subprocess.TimeoutExpired:
            pytest.skip("openid-client could not be fetched in time")
        if done.returncode:
            pytest.skip(f"openid-client could not be fetched: {done.stderr.strip()[-200:]}")
    return lambda: subprocess.Popen(
        ["node", "openid.mjs"], cwd=CLIENTS, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )  # fmt: skip


@pytest.fixture
def talk(node: Callable[[], subprocess.Popen[str]]) -> Iterator[Callable[[object], dict[str, Any]]]:
    """Say one thing to the client, get one answer."""
    process = node()
    assert process.stdin is not None and process.stdout is not None

    def one(value: object) -> dict[str, Any]:
        if value is not None:
            process.stdin.write(json.dumps(value) + "\n")
            process.stdin.flush()
        line = process.stdout.readline()
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError:
            pytest.fail(line + process.stdout.read())
        return said

    yield one
    process.kill()
    process.communicate()


def test_openid_client(
    closing: ExitStack, site: Instance, systems: dict[str, str], talk: Callable[[object], dict[str, Any]]
) -> None:
    browser = person(closing, site, "weixiaolan")
    machine = {"id": "demo-system", "secret": systems["demo-system"]}
    task = {
        "issuer": site.url,
        "id": "demo-site",
        "secret": systems["demo-site"],
        "redirect": systems["back"],
    }
    url = talk(task | {"after": systems["after"], "machine": machine})["url"]
    first = talk({"url": walk_through(browser, url)})
    assert first["info"]["id_number"] == "459900199005120020"
    assert (first["acr"], first["replayed"], first["after"] == "accepted") == ("L3", "invalid_grant", False)
    second = talk({"url": walk_through(browser, url)})
    assert (second["same"], second["rotated"]) == (True, True)
    assert (second["revoked"] == "accepted", second["reused"]) == (False, "invalid_grant")
    done = browser.get(second["logout"])
    assert done.headers["location"].startswith(systems["after"])
    assert browser.get("/my/").status_code == 302
    last = talk(None)
    assert (last["scope"], last["caller"]["name"]) == ("api", "演示：数据共享对账系统")


def test_a_person_agrees_sees_it_and_takes_it_back(
    closing: ExitStack, chromium: Browser, site: Instance, systems: dict[str, str]
) -> None:
    client = system(closing, site, "demo-site", None, scope="openid person", redirect_uri=systems["back"])
    way = ways(site)["authorization_endpoint"]
    url, _state = client.create_authorization_url(way, code_verifier=VERIFIER)
    context = chromium.new_context(base_url=site.url, locale="zh-CN", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    faults: list[str] = []
    context.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
    context.route(f"{systems['after']}**", lambda route: route.fulfill(body="ok"))
    page = context.new_page()
    page.goto(url)
    page.get_by_label("用户名").fill("huangguifang")
    page.get_by_label("密码", exact=True).fill(site.password)
    page.locator("main").get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", name="是否把您的信息提供给")).to_be_visible()
    for words in ("证件号码（完整）", "手机号（完整）", "出生日期"):
        expect(page.get_by_text(words)).to_be_visible()
    walk.shot(page, "provider-consent")
    page.get_by_role("button", name="同意并继续").click()
    page.wait_for_url(f"{systems['back']}?**")
    assert "code=" in page.url
    again = page.request.get(url, max_redirects=0)  # remembered: straight back
    assert again.headers["location"].startswith(systems["back"])
    page.goto("/my/")
    page.get_by_role("link", name="我的授权").click()
    walk.shot(page, "provider-connections")
    page.get_by_role("button", name="取消授权").click()
    expect(page.get_by_text("还没有授权过任何系统")).to_be_visible()
    page.goto(f"/oauth/logout/?client_id=demo-site&post_logout_redirect_uri={systems['after']}")
    walk.shot(page, "provider-logout")
    page.get_by_role("button", name="退出", exact=True).last.click()
    page.wait_for_url(systems["after"])
    context.close()
    assert faults == []


def test_two_administrators_let_a_system_in(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "weisiyuan", then="/desk/connections/")
        walk.shot(page, "provider-parties")
        page.get_by_role("link", name="登记新的系统").click()
        page.get_by_label("有后台的网站").check()
        page.get_by_label("管理单位").fill("广西壮族自治区民政厅")
        page.get_by_label("系统名称").fill("养老服务网")
        page.get_by_label("用途").fill("登录后预约养老服务。")
        page.get_by_label("联系人和电话").fill("示例处 0771-0000000")
        page.get_by_label("登录后返回的地址").fill("http://yanglao.example.cn/back")
        page.get_by_role("button", name="登记").click()
        expect(page.get_by_role("alert").get_by_text("https://").first).to_be_visible()
        page.get_by_label("登录后返回的地址").fill("https://yanglao.example.cn/back")
        walk.shot(page, "provider-party-form")
        page.get_by_role("button", name="登记").click()
        expect(page.locator("#secret")).to_have_text(re.compile(r"^[\w-]{43}$"))
        walk.shot(page, "provider-party-secret")
        page.get_by_role("link", name="继续").click()
        page.get_by_label("登录标识（openid）").check()
        page.get_by_label("个人信息（person）").check()
        page.get_by_label("理由").fill("预约要核对本人身份")
        page.get_by_role("button", name="申请", exact=True).click()
        expect(page.get_by_text("等待放行")).to_be_visible()
        address = page.url
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "wujianhua", then=address.removeprefix(site.url))
        walk.shot(page, "provider-party")
        page.get_by_role("button", name="放行", exact=True).click()
        expect(page.get_by_text("已放行，立即生效。")).to_be_visible()
        page.goto("/desk/connections/keys/")
        walk.shot(page, "provider-keys")
