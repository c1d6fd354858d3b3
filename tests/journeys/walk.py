"""Small verbs of a person at a browser, shared by the journeys."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

SHOTS = Path(__file__).resolve().parents[2] / "artefacts" / "screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--font-render-hinting=none",
]


def chromium() -> str | None:
    """Return the path of a Chromium on this machine."""
    named = os.environ.get("ONEWINDOW_CHROMIUM")
    if named:
        return named
    for name in ("chromium", "chromium-browser", "google-chrome"):
        found = shutil.which(name)
        if found:
            return found
    return None


@contextmanager
def browser() -> Iterator[Browser]:
    """Run a headless browser for the block."""
    with sync_playwright() as play:
        running = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        try:
            yield running
        finally:
            running.close()


def context(running: Browser, base: str, *, width: int = 1440, script: bool = True) -> BrowserContext:
    """Open a fresh browser context, in Chinese, with or without JavaScript."""
    opened = running.new_context(
        base_url=base,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport={"width": width, "height": 900 if width > 600 else 844},
        java_script_enabled=script,
        accept_downloads=True,
    )
    opened.set_default_timeout(15_000)
    return opened


def sign_in(page: Page, username: str, password: str, then: str = "/my/") -> None:
    """Sign in through the page."""
    page.goto(f"/account/sign-in/?next={then}")
    page.get_by_label("用户名").fill(username)
    page.get_by_label("密码", exact=True).fill(password)
    page.get_by_role("button", name="登录").click()
    expect(page).not_to_have_url(lambda url: "/account/sign-in" in url)


def go_on(page: Page) -> None:
    """Save the question page and go on."""
    page.get_by_role("button", name="保存并继续").click()


def shot(page: Page, name: str) -> None:
    """Keep a full-page screenshot as a build artefact."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)
