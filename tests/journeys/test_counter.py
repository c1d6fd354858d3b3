"""The counter without a mouse: card, item, form, scan, receipt, the next; what follows later is promised."""

import re
from datetime import timedelta

from playwright.sync_api import Browser, Page, expect

from bench.instance import Instance
from onewindow.kernel.public import clock
from tests.journeys import walk

QIN = "459900198803210018"


def test_a_repeat_case_by_keyboard_only(site: Instance, chromium: Browser) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "zhouhaiyan", "/desk/counter/devices/")
        page.get_by_label("证件号码").focus()
        page.keyboard.type(QIN)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="窗口受理")).to_be_visible()
        walk.shot(page, "counter-start")
        numbers = []
        for turn in (1, 2):
            page.keyboard.press("F2")
            expect(page.get_by_role("heading", name=re.compile("覃志远"))).to_be_visible()
            assert QIN not in page.content()
            expect(page.get_by_label("办什么事")).to_be_focused()
            page.keyboard.type("hszyzc")
            page.keyboard.press("Enter")
            expect(page.get_by_role("button", name=re.compile("护士执业注册（延续）"))).to_be_visible()
            page.keyboard.press("1")
            expect(page.get_by_role("heading", name="护士执业注册（延续）")).to_be_visible()
            if turn == 1:
                walk.shot(page, "counter-form")
                _fill(page, "certificate_number", "202345000456")
                _fill(page, "institution_code", "459900000001")
                _fill(page, "institution_name", "示例市第一人民医院")
            else:
                expect(page.get_by_text("上次填过的内容已带入")).to_be_visible()
                page.locator("body").press("F3")
                expect(page.get_by_text("健康体检证明.png").first).to_be_visible()
            _date(page)
            page.locator("[name=declaration]").focus()
            page.keyboard.press("Space")
            page.keyboard.press("a")
            expect(page.get_by_role("heading", name=re.compile("已收件"))).to_be_visible()
            numbers.append(page.locator(".done-panel .mono").first.inner_text())
            walk.shot(page, f"counter-receipt-{turn}")
            page.keyboard.press("F8")
            expect(page.get_by_role("heading", name="窗口受理")).to_be_visible()
        assert len(set(numbers)) == 2
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "qinzhiyuan", f"/cases/{numbers[0]}/")
        expect(page.get_by_text("容缺后补：6 个月内健康体检证明")).to_be_visible()
        walk.shot(page, "case-promise")


def _fill(page: Page, name: str, text: str) -> None:
    box = page.locator(f"[name={name}]")
    if box.count() and not box.input_value():
        box.focus()
        page.keyboard.type(text)


def _date(page: Page) -> None:
    day = clock.today() - timedelta(days=10)
    for part, value in (("year", day.year), ("month", day.month), ("day", day.day)):
        page.locator(f"[name=exam_date-{part}]").focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(str(value))
