"""Cards in a browser: yellow explained, revoked; red confirmed, held responsible, appealed; each is told."""

from __future__ import annotations

import re
import time
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.instance import Instance
from onewindow.kernel.public import clock
from tests.journeys import walk
from tests.journeys.test_cases import act, apply_as_a_nurse

pytestmark = pytest.mark.journey
PATIENCE = 60.0
LATE, UNTOLD = "没有办结", "没有告知"


def ago(page: Page, days: int) -> None:
    """Let every page from now on be answered so many days ago."""
    page.context.set_extra_http_headers({"X-Set-Clock": (clock.now() - timedelta(days=days)).isoformat()})


def card_of(page: Page, number: str, rule: str) -> str:
    """Wait until a rule raised a card about a case and it is listed; return the number of the card."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        page.goto(f"/supervision/watched/?q={number}&rule={rule}")
        links = page.get_by_role("main").locator("a[href^='/supervision/signals/J']")
        if links.count():
            return str(links.first.get_attribute("href")).strip("/").rpartition("/")[2]
        page.wait_for_timeout(500)
    raise AssertionError(f"no card by {rule} about {number}")


def say(page: Page, card: str, act: str, button: str, words: str) -> None:
    """Write why and press a button of a card."""
    page.goto(f"/supervision/signals/{card}/")
    page.locator(f"#words-{act}").fill(words)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".err-sum")).to_have_count(0)


def say_of_held(page: Page, card: str, button: str, words: str) -> None:
    """Write why and press a button of the responsibility case of a card."""
    page.goto(f"/supervision/signals/{card}/")
    page.locator("#held-words").fill(words)
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.locator(".err-sum")).to_have_count(0)


def test_yellow_is_revoked_and_red_is_answered_for(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "qinzhiyuan")
        ago(page, 6)
        late = apply_as_a_nurse(page)
        ago(page, 15)
        untold = apply_as_a_nurse(page)
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "menglihua")
        ago(page, 6)
        act(page, late, "accept", "已受理，开始计算办理期限。")
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "nongzhiping")
        yellow, red = card_of(page, late, "T04"), card_of(page, untold, "T02")
        walk.shot(page, "supervision-watched")
        page.goto("/my/messages/")
        expect(page.get_by_text("收到红牌").first).to_be_visible()
        say(page, red, "explain", "提交说明", "系统升级，漏看了这一件。")
    with walk.visitor(chromium, site, script=False, width=390) as page:
        walk.sign_in(page, site, "menglihua")
        page.goto("/my/messages/")
        page.get_by_role("link", name="收到黄牌").first.click()
        expect(page.get_by_text(re.compile(LATE))).to_be_visible()
        expect(page.get_by_text(re.compile("前提交书面说明"))).to_be_visible()
        say(page, yellow, "explain", "提交说明", "申请人来电要求等体检报告，已当天联系。")
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "weizhengping")
        say(page, yellow, "confirm", "撤销这个信号", "调阅记录属实。")
        expect(page.get_by_text("已撤销").first).to_be_visible()
        page.goto(f"/supervision/signals/{red}/")
        expect(page.get_by_text(re.compile(UNTOLD)).first).to_be_visible()
        walk.shot(page, "supervision-signal")
        say(page, red, "confirm", "认定", "漏看不是法定理由。")
        page.get_by_label("提醒").check()
        page.locator("#fact").fill("收件后五个工作日内没有告知申请人。")
        page.locator("#basis").fill("行政许可法第七十二条")
        page.get_by_role("button", name="提起", exact=True).click()
        expect(page.get_by_text("拟追究，待决定").first).to_be_visible()
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "tanqiuyue")
        say_of_held(page, red, "决定追究", "事实清楚。")
    with walk.visitor(chromium, site, script=False) as page:
        walk.sign_in(page, site, "nongzhiping")
        say_of_held(page, red, "对责任追究申诉", "系统升级由平台统一安排。")
        expect(page.get_by_text("申诉中").first).to_be_visible()
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "panjianjun")
        say_of_held(page, red, "维持决定", "升级已提前三天通知。")
        expect(page.get_by_text("申诉后维持").first).to_be_visible()
        page.goto("/supervision/?period=month")
        expect(page.get_by_role("heading", name="全区运行总览")).to_be_visible()
        walk.shot(page, "supervision-board")
