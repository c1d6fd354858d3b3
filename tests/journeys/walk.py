"""Small verbs of a person at a browser, shared by the journeys."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from bench.instance import Instance
from bench.ledger import connected
from onewindow.kernel.public import clock

SHOTS = Path(__file__).resolve().parents[2] / "artefacts" / "screenshots"
NURSE = "1145000000DM00215X2450118001000"
FOOD = "1145000000DM0026662451031001000"
SENIOR = "1145000000DM0009842450511001000"

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],  # what passes is not told node by node, which took most of the time
}


@contextmanager
def visitor(chromium: Browser, it: Instance, *, width: int = 1440, script: bool = True) -> Iterator[Page]:
    """Open a page of a fresh visitor; any outside request, page error or CSP violation fails the journey."""
    context = chromium.new_context(
        base_url=it.url,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": 900 if width > 600 else 844},
        java_script_enabled=script,
    )
    context.set_default_timeout(15_000)
    page, faults = context.new_page(), []
    page.on("request", lambda r: faults.append(r.url) if not r.url.startswith((it.url, "data:")) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if "Content Security Policy" in m.text else None)
    try:
        yield page
        assert faults == []
    finally:
        context.close()


_SESSIONS: dict[tuple[str, str], list[Any]] = {}


def sign_in(page: Page, it: Instance, username: str, then: str = "/my/", *, keep: bool = True) -> None:
    """Sign in through the page; officials give the second factor their authenticator shows.

    An official's session is used again by later journeys, since a code is taken only once in half a minute.
    `keep=False` for a journey that changes what the session holds, such as the post in use.
    """
    kept = _SESSIONS.get((it.url, username)) if keep else None
    if kept:
        page.context.add_cookies(kept)
        page.goto(then)
        if "/account/sign-in" not in page.url:
            return
        page.context.clear_cookies()
    page.goto(f"/account/sign-in/?next={then}")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(it.password)
    page.locator("main").get_by_role("button", name="登录").click()
    official = "/account/sign-in/second/" in page.url
    if official:
        page.get_by_label("动态口令").fill(_code(it, username))
        page.locator("main").get_by_role("button", name="登录").click()
    expect(page).not_to_have_url(re.compile("/account/sign-in"))
    if official and keep:
        _SESSIONS[it.url, username] = page.context.cookies()


def _code(it: Instance, username: str) -> str:
    """Return what an official's authenticator shows, by the secret `make run` prints; wait where used.

    `onewindow demo otp`, which says the same, takes three seconds to start.
    """
    printed = json.loads((it.home / "log" / "prepared.json").read_text())["accounts"]
    secret = re.search(rf"^  {username} +([A-Z2-7]{{32}})$", printed, re.MULTILINE)
    assert secret is not None, printed
    with connected(it) as database:
        used = database.execute(
            "SELECT max(d.last_step) FROM identity_authenticator d "
            "JOIN identity_account a ON a.id = d.account_id WHERE a.username = %s",
            [username],
        ).fetchone()
    assert used is not None and isinstance(used[0], int)
    step = max(int(time.time()) // 30, used[0] + 1)
    time.sleep(max(0.0, (step - 1) * 30 - time.time()))
    return pyotp.TOTP(secret[1]).at(step * 30)


def go_on(page: Page) -> None:
    """Save the question page and go on; return on the next page, lest one button be pressed twice."""
    with page.expect_navigation():
        page.get_by_role("button", name="保存并继续").click()


def start(page: Page, code: str) -> None:
    """Open a draft for an item."""
    page.goto(f"/apply/{code}/")
    with page.expect_navigation():
        page.get_by_role("button", name="开始填写").click()


def answer_nurse(page: Page, *, days_ago: int = 10) -> None:
    """Answer the six pages of the nurse's renewal; the registers have filled in what they know."""
    expect(page.get_by_label("护士执业证书编号")).not_to_have_value("")
    go_on(page)
    expect(page.get_by_text("示例市第一人民医院")).to_be_visible()
    go_on(page)
    fill_day(page, "exam_date", days_ago)
    go_on(page)
    go_on(page)
    go_on(page)
    page.get_by_role("checkbox").check()
    go_on(page)
    expect(page.get_by_role("heading", name="请核对您填写的内容")).to_be_visible()


def fill_day(page: Page, name: str, days_ago: int) -> None:
    """Fill the three boxes of a date that many days before today."""
    day = clock.today() - timedelta(days=days_ago)
    for part, value in (("year", day.year), ("month", day.month), ("day", day.day)):
        page.locator(f"#{name}-{part}").fill(str(value))


def answer_senior(page: Page, card: str) -> None:
    """Answer the pages of the senior allowance; the household comes from the register."""
    go_on(page)
    page.get_by_label("开户银行").select_option(index=1)
    page.get_by_label("银行卡号").fill(card)
    go_on(page)
    go_on(page)
    page.get_by_role("checkbox").check()
    go_on(page)


def submit(page: Page) -> str:
    """Submit from the check page; return the case number."""
    page.get_by_role("button", name="确认并提交申请").click()
    expect(page).to_have_url(re.compile(r"/cases/[0-9A-Z]{31}/\?new=1"))
    return page.url.split("/cases/")[1].split("/")[0]


def shot(page: Page, name: str, *, script: bool = True) -> None:
    """Keep a full-page screenshot as a build artefact; with script also demand axe 0, normal and 长辈版."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
    if not script:
        return
    size = page.viewport_size
    assert size is not None
    faults: list[str] = []
    for width in sorted({size["width"], 390, 320}):
        page.set_viewport_size({"width": width, "height": 844})
        for mode in ("", "elder"):
            page.evaluate("mode => { document.documentElement.className = mode }", mode)
            page.evaluate(
                "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
            )
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            faults += [f"{wide} pixels too wide at {width} {mode}"] if wide > 0 else []
            faults += [] if width == 320 else [f"{width} {mode}: {fault}" for fault in axe(page)]
    page.set_viewport_size(size)
    page.evaluate("document.documentElement.className = ''")
    assert not faults, f"{name}: {faults}"


def axe(page: Page) -> list[str]:
    """Return what axe finds against a page as it stands; its script goes into a document once."""
    if not page.evaluate("typeof axe === 'object'"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("rules => axe.run(document, rules).then(told => told.violations)", RULES)
    return [f"{v['id']} {[n['html'][:120] for n in v['nodes']][:3]}" for v in found]
