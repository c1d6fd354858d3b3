"""Designing a form at the desk: on a phone without script, then looked at on a screen."""

from playwright.sync_api import Browser, Page, expect

from bench.instance import Instance
from tests.journeys import walk

CODE = "journey-form"


def test_a_form_is_designed_without_script(site: Instance, chromium: Browser) -> None:
    with walk.visitor(chromium, site, width=390, script=False) as page:
        walk.sign_in(page, site, "tanjing", "/desk/forms/")
        page.get_by_label("表单编号").fill(CODE)
        page.get_by_label("表单名称").fill("设备登记表")
        page.get_by_role("button", name="新建", exact=True).click()
        page.get_by_role("link", name="加一页").click()
        page.get_by_label("这一页问什么").fill("有哪些设备？")
        page.get_by_label("页的编号").fill("machines")
        page.get_by_role("button", name="保存这一页").click()
        _add(page, "加填写项", label="设备", name="machines", widget="group")
        _add(page, "加一栏", label="型号", name="model", widget="text")
        _add(page, "加填写项", label="为什么这么多？", name="why", widget="text", when="count(machines) >")
        expect(page.locator(".err-sum")).to_contain_text("条件写得不对")
        page.get_by_label("什么时候才问").fill("count(machines) > 1")
        page.get_by_role("button", name="保存这一项").click()
        page.get_by_role("link", name="预览、试填").click()
        page.locator("[name=machines-0-model]").fill("甲")
        page.get_by_role("button", name="保存，再加一项").click()
        expect(page.get_by_label("为什么这么多？")).to_have_count(0)
        page.locator("[name=machines-1-model]").fill("乙")
        page.get_by_role("button", name="试填").click()
        expect(page.get_by_label("为什么这么多？")).to_be_visible()
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "tanjing", f"/desk/forms/{CODE}/")
        walk.shot(page, "form-design")
        for path, name in (
            ("", "forms"), (f"{CODE}/field/?page=machines&name=why", "form-field"),
            (f"{CODE}/page/?page=machines", "form-page"), ("health-food-production/preview/", "form-preview"),
        ):  # fmt: skip
            page.goto(f"/desk/forms/{path}")
            walk.shot(page, name)
        page.goto(f"/desk/forms/{CODE}/")
        page.get_by_role("button", name="送审", exact=True).click()
        expect(page.get_by_text("已送审，由另一位人员发布。").first).to_be_visible()
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "luzhiqiang", f"/desk/forms/{CODE}/")
        page.get_by_role("button", name="发布这一版").click()
        expect(page.get_by_text("新开始的申请按这一版填写").first).to_be_visible()


def _add(page: Page, how: str, *, label: str, name: str, widget: str, when: str = "") -> None:
    """Add a field by the pages of the designer."""
    page.get_by_role("link", name=how).first.click()
    page.get_by_label("问题", exact=True).fill(label)
    page.get_by_label("名称", exact=True).fill(name)
    page.get_by_label("填写方式").select_option(widget)
    if when:
        page.get_by_label("什么时候才问").fill(when)
    page.get_by_role("button", name="保存这一项").click()
