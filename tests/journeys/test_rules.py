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


def test_decisions_are_tried_watched_and_reviewed(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "tanjing", "/desk/rules/senior-allowance/1/trial/")
        page.get_by_label("出生日期").fill("1960-01-01")
        page.get_by_role("button", name="试运行").click()
        expect(page.get_by_text("未满 80 周岁")).to_be_visible()
        walk.shot(page, "rules-trial")
        page.goto("/desk/rules/nurse-renewal/watch/")
        page.get_by_role("link", name=re.compile("至")).first.click()
        expect(page.get_by_text("重算相同")).to_be_visible()
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "huangguifang", "/my/reviews/")
        page.get_by_role("link", name=re.compile("高龄津贴申领")).first.click()
        expect(page.get_by_text("正在复核")).to_be_visible()
        walk.shot(page, "review-mine")
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "lumin", "/desk/reviews/")
        page.get_by_role("row", name=re.compile("申请人要求复核")).get_by_role("link").click()
        page.get_by_label("结果", exact=True).select_option("wrong")
        page.get_by_label("说明", exact=True).fill("户籍确已迁出，应由迁入地受理。")
        walk.shot(page, "review-desk")
        page.get_by_role("button", name="记录结果").click()
        expect(page.get_by_text("复核结果已记录")).to_be_visible()
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "tanjing", "/desk/rules/senior-allowance/watch/")
        expect(page.get_by_text("建议停用自动审批")).to_be_visible()
        walk.shot(page, "rules-watch")
