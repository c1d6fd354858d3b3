"""A department's system goes down: the case goes to people, never to approval, and nobody waits for long."""

import time

from playwright.sync_api import Browser, expect

from bench.instance import instance
from tests.journeys import walk


def test_a_dead_register_sends_the_case_to_an_officer(chromium: Browser) -> None:
    with instance(ONEWINDOW_SIMULATED_URL="http://127.0.0.1:9") as it, walk.visitor(chromium, it) as page:
        walk.sign_in(page, it, "huangguifang")
        walk.start(page, walk.SENIOR)
        for level in range(1, 5):
            page.locator(f"select[name=household_region__{level}]").select_option(index=1)
            if level < 4:
                walk.go_on(page)
        walk.go_on(page)
        page.get_by_label("开户银行").select_option(index=1)
        page.get_by_label("银行卡号").fill("6217000000000000011")
        walk.go_on(page)
        walk.go_on(page)
        page.get_by_role("checkbox").check()
        walk.go_on(page)
        before = time.monotonic()
        walk.submit(page)
        assert time.monotonic() - before < 8
        expect(page.get_by_role("heading", name="申请已提交，由工作人员审查")).to_be_visible()
        expect(page.get_by_text("暂时查不到").first).to_be_visible()
        walk.shot(page, "source-down")
