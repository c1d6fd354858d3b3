"""An author drafts a version, changes a threshold, sees the unit cases fail and what it would change."""

import re

from playwright.sync_api import Browser, expect

from bench.instance import Instance
from tests.journeys import walk


def test_an_author_drafts_and_tries_a_version(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "tanjing", "/desk/rules/")
        walk.shot(page, "rules")
        page.get_by_role("link", name="高龄津贴申领", exact=True).click()
        walk.shot(page, "rules-set")
        page.get_by_role("button", name="照最新版本起草下一版").click()
        page.get_by_label("minimum_age").fill("90")
        page.get_by_role("button", name="保存参数").click()
        expect(page.get_by_text("没有通过")).to_be_visible()
        page.get_by_role("button", name="开始试算").click()
        expect(page.get_by_text("这个版本会改变")).to_be_visible()
        walk.shot(page, "rules-version")
        page.get_by_role("link", name=re.compile("第 2 条")).click()
        walk.shot(page, "rules-rule")
