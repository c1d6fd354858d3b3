"""A bad rating is put right and rated again; a complaint never shows the officer who made it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.instance import Instance
from tests.journeys import walk

pytestmark = pytest.mark.journey
SAID = "那天我穿绿色雨衣在三号窗口等了两个小时"


def granted(page: Page, site: Instance) -> str:
    """Let the nurse apply; the grant comes at once. Return the number of the case."""
    walk.sign_in(page, site, "weixiaolan")
    walk.start(page, walk.NURSE)
    walk.answer_nurse(page)
    return walk.submit(page)


def do(page: Page, button: str, text: str) -> None:
    """Write into the one box of the desk and press a button."""
    page.locator("textarea[name=text]").fill(text)
    page.get_by_role("button", name=button).click()
    expect(page.get_by_text("已提交。")).to_be_visible()


def test_a_bad_rating_is_put_right_and_rated_again(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site) as page:
        number = granted(page, site)
        page.get_by_role("link", name="评价这次办理").click()
        page.get_by_label("非常不满意").check()
        page.get_by_label("提供样本有错").check()
        page.get_by_label("还想说什么").fill("样本里的日期写反了，电话19900000001")
        walk.shot(page, "feedback-rate")
        page.get_by_role("button", name="提交评价").click()
        expect(page.get_by_text("不会告诉被评价的人您是谁")).to_be_visible()
        expect(page.get_by_text("电话（已隐去）")).to_be_visible()
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "nongzhiping", then="/desk/ratings/")
        walk.shot(page, "feedback-desk-ratings")
        page.get_by_role("main").get_by_role("link", name=re.compile("护士执业注册")).last.click()
        expect(page.get_by_text("评价人没有同意告知")).to_be_visible()
        expect(page.get_by_text(number)).to_have_count(0)
        walk.shot(page, "feedback-desk-remedy")
        do(page, "联系评价人", "请问是哪一份样本有错？")
        page.get_by_label("核实结果").select_option(label="反映属实")
        do(page, "写核实结果", "样本的日期格式确实写反了。")
        do(page, "报告整改结果", "样本已更换，并检查了同类样本。")
    with walk.visitor(chromium, site, script=False, width=390) as page:
        walk.sign_in(page, site, "weixiaolan", then=f"/rate/{number}/")
        expect(page.get_by_text("样本已更换")).to_be_visible()
        page.get_by_label(re.compile("^4 星")).check()
        page.get_by_role("button", name="提交再评").click()
        expect(page.get_by_text("满意（4 星）")).to_be_visible()
        expect(page.get_by_text("评价人对整改满意")).to_be_visible()
    with walk.visitor(chromium, site) as page:
        page.goto("/ratings/")
        expect(page.get_by_role("heading", name="政务服务好差评")).to_be_visible()
        walk.shot(page, "feedback-ratings")


def test_a_complaint_the_officer_never_sees_the_author_of(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "weixiaolan", then="/ask/")
        page.get_by_label("投诉").check()
        page.get_by_label("一句话说明").fill("三号窗口工作人员态度生硬")
        page.get_by_label("具体情况").fill(f"我叫韦晓兰，{SAID}，工作人员不理人，请处理。")
        walk.shot(page, "feedback-ask")
        page.get_by_role("button", name="提交", exact=True).click()
        expect(page.get_by_role("heading", name="已收到您的诉求")).to_be_visible()
        number = page.locator("b.mono").first.inner_text()
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "weizhengping", then=f"/desk/concerns/{number}/")
        expect(page.get_by_text("韦晓兰")).to_have_count(0)
        page.get_by_label("类别").select_option(label="卫生计生")
        page.get_by_role("button", name="确定分类").click()
        page.get_by_label("主办单位").select_option(label="广西壮族自治区卫生健康委员会")
        page.get_by_label("涉及的工作人员账号").fill("menglihua")
        walk.shot(page, "feedback-desk-concern")
        page.get_by_role("button", name="受理并交办").click()
        expect(page.get_by_text("涉及的 1 名工作人员看不到这件诉求")).to_be_visible()
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "nongzhiping", then="/desk/concerns/")
        page.get_by_role("link", name="三号窗口工作人员态度生硬").click()
        expect(page.get_by_text("我叫（已隐去）")).to_be_visible()
        expect(page.get_by_text("韦晓兰")).to_have_count(0)
        walk.shot(page, "feedback-desk-task")
        task = page.url
        do(page, "提交答复", "已核实，对工作人员批评教育。")
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "menglihua", then="/desk/concerns/?show=done")
        expect(page.get_by_text("三号窗口工作人员态度生硬")).to_have_count(0)
        for address in (task, f"/desk/concerns/{number}/"):
            page.goto(address)
            expect(page.get_by_text("绿色雨衣")).to_have_count(0)
            expect(page.get_by_text("韦晓兰")).to_have_count(0)
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "weizhengping", then=f"/desk/concerns/{number}/")
        page.get_by_role("button", name="发出答复").click()
        expect(page.get_by_text("已提交。")).to_be_visible()
    with walk.visitor(chromium, site, script=False, width=390) as page:
        walk.sign_in(page, site, "weixiaolan", then=f"/my/concerns/{number}/")
        expect(page.get_by_text("已核实，对工作人员批评教育。").first).to_be_visible()
        page.get_by_role("button", name="解决了，满意").click()
        expect(page.get_by_text("已办结")).to_be_visible()
