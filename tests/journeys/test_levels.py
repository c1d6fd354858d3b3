"""Three levels on one case: the county receives and reviews, the city checks, the region decides 三级环评."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.instance import Instance
from tests.journeys import walk
from tests.journeys.test_joint import act, at_desk, fill_page

pytestmark = pytest.mark.journey
FIRM, COUNTY, CITY, REGION, HEAD = "zhuangxiangwei", "lumeifang", "qinliping", "lulvzhou", "qinqinglan"
PLACE = ("450100000000", "450102000000", "450102001000", "450102001003")


def choose_place(page: Page) -> None:
    """Choose the place list by list, as without script."""
    for number, code in enumerate(PLACE, 1):
        page.locator(f"[name=project_region__{number}]").select_option(code)
        address = page.locator("[name=project_address]")
        if not address.input_value():
            address.fill("示例路 1 号")
        walk.go_on(page)


def step(chromium: Browser, site: Instance, name: str, number: str, outcome: str) -> None:
    """Do the step of a level at its desk."""
    with at_desk(chromium, site, name, f"/desk/cases/{number}/") as page:
        act(page, "step", outcome=outcome, opinion="已审查，符合规定。")
        expect(page.get_by_text("已提交。")).to_be_visible()


def test_one_application_three_levels(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site, script=False, width=390) as phone:
        walk.sign_in(phone, site, FIRM)
        phone.goto("/joint/levels/?class=metal&place=450102000000")
        expect(phone.get_by_role("heading", name="由广西壮族自治区生态环境厅决定")).to_be_visible()
        phone.get_by_role("link", name="去申请").click()
        phone.get_by_role("button", name="开始填写").click()
        fill_page(phone)
        choose_place(phone)
        while "/check/" not in phone.url:
            fill_page(phone)
        number = walk.submit(phone)
        with at_desk(chromium, site, COUNTY, f"/desk/cases/{number}/") as page:
            act(page, "accept")
            expect(page.get_by_text("已受理，开始计算办理期限")).to_be_visible()
        step(chromium, site, COUNTY, number, "同意上报")
        step(chromium, site, CITY, number, "同意上报")
        with at_desk(chromium, site, HEAD, "/desk/lines/environment/") as page:
            expect(page.get_by_role("row", name="广西壮族自治区生态环境厅")).to_contain_text("1")
        step(chromium, site, REGION, number, "准予")
        phone.goto(f"/cases/{number}/")
        for said in ("报送南宁市生态环境局", "报送广西壮族自治区生态环境厅", "准予"):
            expect(phone.get_by_text(said).first).to_be_visible()
