"""An officer drafts an item, is told what is missing; two review, another publishes, a citizen reads."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.instance import Instance
from tests.journeys import walk

NAME = "护士执业注册（变更）"
TEXTS: dict[str, dict[str, str]] = {
    "limits": {"#statutory_days": "20", "#promised_days": "5"},
    "course": {
        "#conditions": "持有护士执业证书。",
        "#flow": "申请：网上提交\n审查：逐条审查",
        "#result_name": "护士执业证书",
    },
    "situations": {"#situations-0-text": "是否跨省变更？", "#situations-0-options": "是\n否"},
    "materials": {
        "#materials-0-name": "健康体检证明",
        "#materials-0-source": "申请人自备",
        "#materials-1-name": "原注册机关出具的证明",
        "#materials-1-source": "原注册机关核发",
        "#materials-1-when": "q1：是",
    },
    "bases": {"#bases-0-law": "护士条例", "#bases-0-article": "第九条"},
    "access": {
        "#visits": "0",
        "#address": "综合窗口",
        "#hours": "工作日 9:00—12:00",
        "#reconsideration": "六十日内。",
        "#litigation": "六个月内。",
    },
}


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_an_item_from_the_draft_to_the_guide(chromium: Browser, site: Instance, script: bool) -> None:
    basic = "450118711000" if script else "450118712000"
    with walk.visitor(chromium, site, script=script) as page:
        walk.sign_in(page, site, "tanjing", "/desk/catalogue/")
        walk.shot(page, f"catalogue-empty-{script}", script=script)
        page.get_by_role("link", name="起草", exact=True).click()
        page.get_by_label("新增").check()
        if not page.locator("#level").is_visible():
            page.get_by_text("新事项（新增、拆分、合并时填写）").click()
        page.locator("#level").select_option("2")
        page.locator("#name-1").fill(NAME)
        page.locator("#basic-1").fill(basic)
        page.locator("#reason").fill("护士变更执业地点。")
        walk.shot(page, f"catalogue-new-{script}", script=script)
        page.get_by_role("button", name="开始起草").click()
        expect(page.get_by_text("没有设定依据。写明设定这个事项的法律、法规、规章和条款。")).to_be_visible()
        walk.shot(page, f"catalogue-missing-{script}", script=script)
        address = page.url
        _fill(page, address, script)
        page.goto(address)
        expect(page.get_by_text("内容完整，没有发现问题。")).to_be_visible()
        page.get_by_role("button", name="提交编制审核").click()
        expect(page.get_by_text("已提交，先由编制审核岗审核，再由法制审核岗审核。")).to_be_visible()
    for username in ("qinweidong", "huangyaqin"):
        with walk.visitor(chromium, site, script=script) as page:
            walk.sign_in(page, site, username, "/desk/catalogue/")
            page.get_by_role("link", name=re.compile(re.escape(NAME))).click()
            walk.shot(page, f"catalogue-review-{username}-{script}", script=script)
            page.get_by_label("意见").fill("同意。")
            page.get_by_role("button", name="同意", exact=True).click()
            expect(page.get_by_text("已同意，转入下一步。")).to_be_visible()
    with walk.visitor(chromium, site, script=script) as page:
        walk.sign_in(page, site, "luzhiqiang", "/desk/catalogue/")
        page.get_by_role("link", name=re.compile(re.escape(NAME))).first.click()
        page.get_by_role("link", name="与现行内容逐项对照").click()
        walk.shot(page, f"catalogue-compare-{script}", script=script)
        page.go_back()
        page.get_by_role("button", name="发布").click()
        expect(page.get_by_text("已发布，办事指南已经更新。")).to_be_visible()
    with walk.visitor(chromium, site, width=390, script=script) as page:
        page.goto(f"/items/1145000000DM00215X2{basic}/")
        expect(page.get_by_role("heading", name=NAME)).to_be_visible()
        page.get_by_label("是", exact=True).check()
        page.get_by_role("button", name="下一步").click()
        expect(page.get_by_role("rowheader", name="原注册机关出具的证明")).to_be_visible()
        expect(page.get_by_text("下面是您这种情形的材料。")).to_be_visible()
        walk.shot(page, f"catalogue-guide-{script}", script=script)


def _fill(page: Page, address: str, script: bool) -> None:
    page.goto(f"{address}0/identity/")
    page.get_by_label("自然人").check()
    page.get_by_label("职业资格").check()
    page.locator("#handling").select_option(label="承诺件")
    walk.shot(page, f"catalogue-edit-identity-{script}", script=script)
    page.get_by_role("button", name="保存，下一部分").click()
    for section in ("limits", "course", "situations", "materials", "bases", "fees", "access"):
        expect(page).to_have_url(re.compile(f"/{section}/$"))
        for field, text in TEXTS.get(section, {}).items():
            page.locator(field).fill(text)
        if section == "course":
            page.locator("#result_type").select_option("10")
        if section == "materials":
            for row in (0, 1):
                page.locator(f"#materials-{row}-necessity").select_option("1")
            walk.shot(page, f"catalogue-edit-materials-{script}", script=script)
        if section == "fees":
            page.get_by_label("否", exact=True).check()
        if section == "access":
            page.get_by_role("group", name="是否网上可办").get_by_label("是").check()
        page.get_by_role("button", name="保存，下一部分").click()
