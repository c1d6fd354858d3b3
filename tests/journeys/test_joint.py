"""One project, nine bodies of three levels in two cities: one application, one receipt, one delivery.

On the way one correction, one refused part that is applied for again, one extension, one transfer.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.instance import Instance
from tests.journeys import walk

pytestmark = pytest.mark.journey
LEAD, CHIEF, FIRM = "qinxuemei", "lufengqin", "zhuangxiangwei"
TYPED = {
    "mobile": "19900000011",
    "project_code": "2603-450102-04-01-123456",
    "principal_id": "459900198507300086",
}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000"
    "050001a5f645400000000049454e44ae426082"
)
FILE = {"name": "材料.png", "mimeType": "image/png", "buffer": PNG}
DAY = {"-year": "2027", "-month": "4", "-day": "1"}
BODIES = {
    "filing": "lumeifang", "forest": "huangshanlin", "road": "panhaitao", "lightning": "tanqixiang",
    "planning": "huangmeizhen", "fire": "maojianjun", "pollution": "qinliping", "logging": "nongshulin",
    "construction": "liushuilian",
}  # fmt: skip


@contextmanager
def at_desk(chromium: Browser, site: Instance, name: str, path: str) -> Iterator[Page]:
    """Open a page of the desk as an official."""
    with walk.visitor(chromium, site, script=False) as page:
        walk.sign_in(page, site, name, then=path)
        yield page


def fill_page(page: Page) -> None:
    """Answer whatever a question page asks that is still empty."""
    form = page.locator("main form[enctype]")
    for box in form.locator("input.in, textarea.in").all():
        name = box.get_attribute("name") or ""
        if box.input_value():
            continue
        usual = "1234" if box.get_attribute("maxlength") == "40" else "示例内容"
        box.fill(DAY.get(name[name.rfind("-") :]) or TYPED.get(name, usual))
    for group in form.locator("fieldset:has(input[type=radio])").all():
        group.locator("input[type=radio]").first.check()
    for box in form.locator("input[type=file]").all():
        box.set_input_files(FILE)
    for box in form.locator("input[type=checkbox]:not([name$=__remove])").all():
        box.check()
    walk.go_on(page)


def act(page: Page, key: str, **given: str) -> None:
    """Do one act of the desk's case page."""
    box = page.locator(f"#act-{key}")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    for name, value in given.items():
        field = box.locator(f"[name={key}-{name}]")
        if field.first.get_attribute("type") == "radio":
            box.locator(f"[name={key}-{name}][value='{value}']").check()
        else:
            field.fill(value)
    box.locator("button[type=submit]").click()


def parts(page: Page, number: str) -> dict[str, str]:
    """Return the case numbers of the parts by their names, as the applicant's page links them."""
    page.goto(f"/cases/{number}/")
    rows = page.locator("#joint tbody tr").all()
    found = {}
    for row in rows:
        link = row.locator("a[href^='/cases/']")
        if link.count():
            name = row.locator("th").evaluate("e => e.firstChild.textContent.trim()")
            found[name] = (link.first.get_attribute("href") or "").split("/")[2]
    return found


def wait_for(page: Page, number: str, *names: str) -> dict[str, str]:
    """Wait until parts are open and return all case numbers; the worker opens them."""
    for _ in range(60):
        found = parts(page, number)
        if set(names) <= set(found):
            return found
        time.sleep(0.5)
    raise AssertionError(f"{names} are not open: {page.locator('#joint').inner_text()}")


def grant(chromium: Browser, site: Instance, name: str, number: str) -> None:
    """Grant a part at the desk of its body."""
    with at_desk(chromium, site, name, f"/desk/cases/{number}/") as page:
        page.locator("#decide [value=granted]").check()
        page.locator("#opinion").fill("已审查，符合条件。")
        page.get_by_role("button", name="签发决定").click()
        expect(page.get_by_role("heading", name="作出决定")).to_have_count(0)


def test_one_project_nine_bodies_one_delivery(chromium: Browser, site: Instance) -> None:
    with walk.visitor(chromium, site, script=False, width=390) as phone:
        walk.sign_in(phone, site, FIRM, then="/joint/")
        phone.get_by_role("link", name="跨区域工程建设项目联合审批").click()
        phone.get_by_role("link", name="一次申请").click()
        phone.get_by_role("button", name="开始填写").click()
        for _ in range(30):
            if "/check/" in phone.url:
                break
            fill_page(phone)
        number = walk.submit(phone)
        corrected_and_accepted(chromium, site, phone, number)
        open_ = wait_for(phone, number, "企业投资项目备案", "涉路施工活动许可")
        grant(chromium, site, BODIES["filing"], open_["企业投资项目备案"])
        transferred(chromium, site, open_["涉路施工活动许可"])
        open_ = wait_for(phone, number, "使用林地审核")
        grant(chromium, site, BODIES["forest"], open_["使用林地审核"])
        extended(chromium, site, number)
        open_ = wait_for(
            phone, number, "建设工程规划许可", "特殊建设工程消防设计审查", "雷电防护装置设计审核"
        )
        grant(chromium, site, BODIES["fire"], open_["特殊建设工程消防设计审查"])
        grant(chromium, site, BODIES["lightning"], open_["雷电防护装置设计审核"])
        again = refused_and_applied_for_again(chromium, site, phone, number, open_["建设工程规划许可"])
        grant(chromium, site, BODIES["planning"], again)
        open_ = wait_for(phone, number, "排污许可证核发", "林木采伐许可证核发", "建筑工程施工许可")
        grant(chromium, site, BODIES["pollution"], open_["排污许可证核发"])
        grant(chromium, site, BODIES["logging"], open_["林木采伐许可证核发"])
        looked_at_together(chromium, site, number)
        grant(chromium, site, BODIES["construction"], open_["建筑工程施工许可"])
        delivered_once(chromium, site, phone, number)


def corrected_and_accepted(chromium: Browser, site: Instance, phone: Page, number: str) -> None:
    """The lead asks for a better paper, the applicant hands it in, the lead accepts."""
    with at_desk(chromium, site, LEAD, f"/desk/cases/{number}/") as page:
        box = page.locator("#act-correct")
        box.locator("summary").click()
        box.locator("input[type=checkbox][value='建设工程设计方案']").check()
        box.locator("[name='correct-problem-建设工程设计方案']").fill("缺总平面图，请补全。")
        box.locator("button[type=submit]").click()
        expect(page.get_by_text("补正告知书已发出")).to_be_visible()
    phone.goto(f"/cases/{number}/")
    phone.locator("#correction input[type=file]").set_input_files(FILE)
    phone.get_by_role("button", name=re.compile("保存这一项")).click()
    phone.get_by_role("button", name="全部补好，提交").click()
    expect(phone.get_by_text("补正内容已提交")).to_be_visible()
    with at_desk(chromium, site, LEAD, f"/desk/cases/{number}/") as page:
        act(page, "accept")
        expect(page.get_by_text("已受理，开始计算办理期限")).to_be_visible()


def transferred(chromium: Browser, site: Instance, number: str) -> None:
    """A part goes to another body with its history; that body takes it over and grants it."""
    with at_desk(chromium, site, BODIES["road"], f"/desk/cases/{number}/") as page:
        act(page, "transfer", agency="广西壮族自治区林业局", reason="路段在林区，职权在林业部门。")
        expect(page.get_by_text("已转办")).to_be_visible()
    with at_desk(chromium, site, BODIES["forest"], f"/desk/cases/{number}/") as page:
        act(page, "take-over")
        expect(page.get_by_text("已接收，由本机关负责到底")).to_be_visible()
    grant(chromium, site, BODIES["forest"], number)


def extended(chromium: Browser, site: Instance, number: str) -> None:
    """The lead asks for more days of the shared limit, its head grants them."""
    with at_desk(chromium, site, LEAD, f"/desk/cases/{number}/") as page:
        act(page, "extend", days="15", reason="规划方案需要重新论证。")
        expect(page.get_by_text("已送负责人批准")).to_be_visible()
    with at_desk(chromium, site, CHIEF, f"/desk/cases/{number}/") as page:
        act(page, "grant-extension")
        expect(page.get_by_text("已批准，延长通知书已签发")).to_be_visible()


def refused_and_applied_for_again(
    chromium: Browser, site: Instance, phone: Page, number: str, part: str
) -> str:
    """A body refuses its part, a colleague releases it; the applicant puts it right, others went on."""
    with at_desk(chromium, site, BODIES["planning"], f"/desk/cases/{part}/") as page:
        page.locator("#decide [value=refused]").check()
        page.locator("#opinion").fill("退让距离不足。")
        page.locator("#legal_basis").fill("中华人民共和国城乡规划法第四十条")
        page.get_by_role("button", name="签发决定").click()
    with at_desk(chromium, site, "weiguohua", f"/desk/cases/{part}/") as page:
        act(page, "release")
        expect(page.get_by_text("已同意并签发")).to_be_visible()
    for _ in range(60):
        phone.goto(f"/cases/{number}/")
        button = phone.get_by_role("button", name=re.compile("改正后再申请"))
        if button.count():
            break
        time.sleep(0.5)
    expect(phone.get_by_text("退让距离不足。").first).to_be_visible()
    button.click()
    expect(phone.get_by_text("上次填写的内容都在")).to_be_visible()
    return walk.submit(phone)


def looked_at_together(chromium: Browser, site: Instance, number: str) -> None:
    """A body that takes part sees all results and the picture; applicant and officer have fit pages."""
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, BODIES["construction"], then=f"/desk/joint/{number}/")
        expect(page.get_by_text("已审查，符合条件。")).to_have_count(8)
        walk.shot(page, "joint-desk")
        page.goto("/desk/joint/?tab=part")
        walk.shot(page, "joint-list")
    with walk.visitor(chromium, site) as page:
        page.goto("/joint/")
        walk.shot(page, "joint-procedures")
        page.goto("/joint/procedures/engineering/")
        walk.shot(page, "joint-procedure")
        walk.sign_in(page, site, FIRM, then=f"/cases/{number}/")
        walk.shot(page, "joint-case")


def delivered_once(chromium: Browser, site: Instance, phone: Page, number: str) -> None:
    """The lead sums up and delivers everything at once; every part is delivered with it."""
    with at_desk(chromium, site, LEAD, f"/desk/cases/{number}/") as page:
        for _ in range(60):
            if page.locator("#act-step").count():
                break
            time.sleep(0.5)
            page.reload()
        act(page, "step", outcome="准予", opinion="九个部分已经办完。", way="counter")
        expect(page.get_by_text("已提交。")).to_be_visible()
        box = page.locator("#act-deliver")
        box.locator("summary").click()
        for original in box.locator("input[type=checkbox]").all():
            original.check()
        box.locator("[name=deliver-way][value=counter]").check()
        box.locator("button[type=submit]").click()
        expect(page.get_by_text("已送达并办结")).to_be_visible()
    for _ in range(60):
        done = [phone.goto(f"/cases/{part}/") and phone.get_by_text("已办结").count() for part in
                list(parts(phone, number).values())[:3]]  # fmt: skip
        if all(done):
            break
        time.sleep(0.5)
    assert all(done)
    phone.goto(f"/cases/{number}/")
    expect(phone.get_by_text("已办完 9 个")).to_be_visible()
