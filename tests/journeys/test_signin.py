"""Signing in as people do: text message, second factor, passkey, devices, recovery, a lost telephone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from bench.instance import Instance
from tests.journeys import walk

pytestmark = pytest.mark.journey
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@contextmanager
def with_device(chromium: Browser, site: Instance) -> Iterator[Page]:
    """A browser at the name passkeys need, with a virtual authenticator that always says yes."""
    context = chromium.new_context(
        base_url=site.url.replace("127.0.0.1", "localhost"),
        locale="zh-CN",
        viewport={"width": 1440, "height": 900},
    )
    context.set_default_timeout(15_000)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    try:
        yield page
        assert faults == []
    finally:
        context.close()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="退出", exact=True).click()
    expect(page.get_by_text("您已退出登录")).to_be_visible()


def test_a_citizen_adds_a_passkey_and_needs_no_password(chromium: Browser, site: Instance) -> None:
    with with_device(chromium, site) as page:
        walk.sign_in(page, site, "weixiaolan", then="/account/security/")
        walk.shot(page, "signin-security")
        page.get_by_role("button", name="添加通行密钥").click()
        expect(page.get_by_role("heading", name="请记下备用码")).to_be_visible()
        assert page.locator("main li .mono").count() == 10
        walk.shot(page, "signin-recovery-codes")
        page.get_by_role("link", name="我已记下").click()
        expect(page.get_by_text("通行密钥，")).to_be_visible()
        sign_out(page)
        page.goto("/account/sign-in/?next=/account/sessions/")
        walk.shot(page, "signin-sign-in")
        page.get_by_role("button", name="使用通行密钥").click()
        expect(page.get_by_role("heading", name="登录的设备")).to_be_visible()
        expect(page.get_by_text("本机", exact=True)).to_be_visible()
        walk.shot(page, "signin-sessions")
        page.goto("/account/security/")
        page.get_by_role("button", name=re.compile("移除.*通行密钥")).click()
        expect(page.get_by_text("已移除")).to_be_visible()


def test_an_official_uses_a_passkey_as_second_factor(chromium: Browser, site: Instance) -> None:
    with with_device(chromium, site) as page:
        walk.sign_in(page, site, "ganlu", then="/account/security/")
        page.get_by_role("button", name="添加通行密钥").click()
        page.get_by_role("link", name="我已记下").click()
        expect(page.get_by_text("通行密钥，")).to_be_visible()
        sign_out(page)
        page.goto("/account/sign-in/")
        page.get_by_role("button", name="使用通行密钥").click()
        expect(page.get_by_role("alert")).to_contain_text("先输入用户名和密码")
        page.get_by_label("用户名").fill("ganlu")
        page.get_by_label("密码", exact=True).fill(site.password)
        page.locator("main").get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", name="第二步验证")).to_be_visible()
        walk.shot(page, "signin-second")
        page.get_by_role("button", name="使用通行密钥").click()
        expect(page).to_have_url(re.compile("/desk/"))


def test_a_text_message_signs_in_without_javascript(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site, width=390, script=False) as page:
        page.goto("/account/sign-in/")
        page.get_by_role("link", name="用短信验证码登录").click()
        page.get_by_label("手机号").fill("199 0000 0004")
        page.get_by_role("button", name="发送验证码").click()
        expect(page.get_by_label("手机号")).to_have_value("19900000004")
        walk.shot(page, "signin-sms-phone", script=False)
        page.get_by_label("验证码").fill(site.otp("moguoqiang"))
        page.locator("main").get_by_role("button", name="登录").click()
        expect(page).to_have_url(re.compile("/my/"))
        page.goto("/account/security/password/")
        page.get_by_label("现在的密码").fill("wrong")
        page.get_by_label("再输一次新密码").fill("x")
        page.get_by_label("新密码", exact=True).fill("long-lantern-2")
        page.get_by_role("button", name="修改密码").click()
        expect(page.get_by_text("两次输入的密码不一样").first).to_be_visible()


def test_recovery_is_told_to_the_owner_who_stops_it(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site) as page:
        page.goto("/account/sign-in/")
        page.get_by_role("link", name="找回密码").click()
        page.get_by_label("手机号").fill("19900000005")
        page.get_by_role("button", name="发送验证码").click()
        walk.shot(page, "signin-recover")
        for label, value in {
            "验证码": site.otp("dilinuer"),
            "姓名": "迪丽努尔·买买提",
            "公民身份号码": "45990019410620006X",
            "再输一次新密码": "river-lantern-7",
        }.items():
            page.get_by_label(label).fill(value)
        page.get_by_label("新密码", exact=True).fill("river-lantern-7")
        page.get_by_role("button", name="提交").click()
        expect(page.get_by_role("heading", name="申请已收到")).to_be_visible()
        walk.shot(page, "signin-recover-done")
    with walk.visitor(chromium, site, width=390) as page:
        walk.sign_in(page, site, "dilinuer", then="/account/security/")
        walk.shot(page, "signin-recovery-waits-phone")
        page.get_by_role("button", name="停止重设密码").click()
        expect(page.get_by_text("已停止。密码没有改变。")).to_be_visible()


def test_two_administrators_help_who_lost_the_telephone(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "wujianhua", then="/desk/security/releases/")
        page.get_by_label("工作人员的用户名").fill("tanjing")
        page.get_by_label("原因").fill("手机丢失，已当面核对身份证件")
        page.get_by_role("button", name="申请").click()
        expect(page.get_by_text("等另一位安全管理员", exact=True)).to_be_visible()
        walk.shot(page, "signin-releases")
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "lanxiaomei", then="/desk/security/releases/")
        page.get_by_role("button", name=re.compile("^同意")).click()
        expect(page.get_by_text("第二因素已解除")).to_be_visible()
        page.goto("/desk/security/")
        expect(page.get_by_text("第二因素已解除").last).to_be_visible()
        expect(page.get_by_text("账号名连续失败，暂停登录").last).to_be_visible()
        walk.shot(page, "signin-events")
    with walk.visitor(chromium, site, width=390, script=False) as page:
        page.goto("/account/sign-in/")
        page.get_by_label("用户名").fill("tanjing")
        page.get_by_label("密码", exact=True).fill(site.password)
        page.locator("main").get_by_role("button", name="登录").click()
        expect(page.get_by_role("heading", name="设置第二步验证")).to_be_visible()
        walk.shot(page, "signin-enrol-phone", script=False)
        secret = page.locator("main .mono.brk").first.inner_text().replace(" ", "")
        page.get_by_label("动态口令").fill(pyotp.TOTP(secret).now())
        page.get_by_role("button", name="确认").click()
        page.get_by_role("link", name="我已记下").click()
        expect(page).to_have_url(re.compile("/desk/"))
