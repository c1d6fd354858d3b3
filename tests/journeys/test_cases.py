"""The way of a case in a browser, days apart on the settable clock of the instance.

Suspension and extension, withdrawal, deemed acceptance, take-back and transfer are walked over HTTP in
`cases/tests/review/test_journeys.py`.
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from bench.instance import Instance
from onewindow.kernel.public import clock
from tests.journeys import walk


def _first_monday() -> datetime:
    """Return noon in China of the first Monday of the coming March, when no holiday is near."""
    today = clock.today()
    first = date(today.year + (today.month >= 3), 3, 1)
    monday = first + timedelta(days=-first.weekday() % 7)
    return datetime(monday.year, monday.month, monday.day, 4, tzinfo=UTC)


MONDAY = _first_monday()
HEALTH_FOOD = "保健食品生产许可（新办）"
LICENCE = "护士执业证书"


@contextmanager
def on_day(
    site: Instance, chromium: Browser, who: str, day: int | None = None, *, width: int = 1440
) -> Iterator[Page]:
    """Sign somebody in; every page after that is answered at noon so many days after the Monday."""
    with walk.visitor(chromium, site, width=width) as page:
        walk.sign_in(page, site, who)
        if day is not None:
            moment = (MONDAY + timedelta(days=day)).isoformat()
            page.context.set_extra_http_headers({"X-Set-Clock": moment})
        yield page


def act(page: Page, number: str, key: str, told: str, **given: str) -> None:
    """Do one of the acts the desk offers on a case; `told` is what the page says then."""
    page.goto(f"/desk/cases/{number}/")
    panel = page.locator(f"#act-{key}")
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()
    for name, value in given.items():
        fill(panel.locator(f"[name='{key}-{name}']"), value)
    panel.locator("button[type=submit]").click()
    expect(page.get_by_text(told).first).to_be_visible()


def fill(box: Locator, value: str) -> None:
    """Fill a box, or choose by value or by words."""
    kind = box.first.evaluate("e => e.tagName === 'SELECT' ? 'select' : e.type")
    if kind == "select":
        options = box.locator("option").filter(has_text=value)
        box.select_option(value=options.first.get_attribute("value"))
    elif kind in {"radio", "checkbox"}:
        box.and_(box.page.locator(f"[value='{value}']")).check()
    else:
        box.fill(value)


def paper(name: str) -> dict[str, object]:
    """Return a small picture as a person would choose it."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(out, "PNG")
    return {"name": name, "mimeType": "image/png", "buffer": out.getvalue()}


def apply_as_a_nurse(page: Page, *, exam: bool = False) -> str:
    """Apply for a renewal that rules cannot judge, maybe with the health check uploaded."""
    walk.start(page, walk.NURSE)
    expect(page.get_by_label("护士执业证书编号")).not_to_have_value("")
    walk.go_on(page)
    walk.go_on(page)
    walk.fill_day(page, "exam_date", 10)
    walk.go_on(page)
    if exam:
        page.locator("input[type=file]").set_input_files(paper("体检.png"))
    walk.go_on(page)
    walk.go_on(page)
    page.get_by_role("checkbox").check()
    walk.go_on(page)
    return walk.submit(page)


def test_online_with_correction(site: Instance, chromium: Browser) -> None:
    with on_day(site, chromium, "qinzhiyuan", width=390) as page:
        number = apply_as_a_nurse(page)
    with on_day(site, chromium, "menglihua") as desk:
        desk.goto(f"/desk/cases/{number}/")
        desk.locator("#act-correct summary").click()
        asked = desk.locator("#act-correct")
        asked.get_by_role("checkbox", name=LICENCE, exact=True).check()
        asked.locator(f"[name='correct-problem-{LICENCE}']").fill("照片看不清编号，请重新拍摄")
        walk.shot(desk, "desk-correct")
        asked.locator("button[type=submit]").click()
        expect(desk.get_by_text("补正告知书已发出").first).to_be_visible()
    with on_day(site, chromium, "qinzhiyuan", width=390) as page:
        page.goto(f"/cases/{number}/")
        todo = page.locator("#correction")
        expect(todo.get_by_text("照片看不清编号，请重新拍摄")).to_be_visible()
        walk.shot(page, "case-correction")
        todo.locator("input[type=file]").set_input_files(paper("证书.png"))
        todo.get_by_role("button", name=re.compile("保存这一项")).click()
        expect(page.get_by_text("已补好").first).to_be_visible()
        page.get_by_role("button", name="全部补好，提交").click()
        expect(page.locator("#correction")).to_have_count(0)
        expect(page.get_by_text("补正告知书").first).to_be_visible()
    with on_day(site, chromium, "menglihua") as desk:
        desk.goto(f"/desk/cases/{number}/materials/?doc=3")
        expect(desk.locator("img.sheet")).to_have_js_property("complete", True)
        assert desk.locator("img.sheet").evaluate("picture => picture.naturalWidth") > 0
        walk.shot(desk, "desk-compare")
        act(desk, number, "accept", "已受理，开始计算办理期限。")
        decide(desk, number, "granted", "补正后材料齐全，暂停期已满。")
        expect(desk.get_by_text("准予").first).to_be_visible()


def decide(desk: Page, number: str, outcome: str, opinion: str) -> None:
    """Sign a decision at the desk."""
    desk.goto(f"/desk/cases/{number}/")
    desk.locator(f"input[name=outcome][value={outcome}]").check()
    desk.get_by_label("办理意见").fill(opinion)
    desk.get_by_role("button", name="签发决定").click()
    expect(desk.locator(".err-sum")).to_have_count(0)


def test_trust_first_and_checked_at_delivery(site: Instance, chromium: Browser) -> None:
    with on_day(site, chromium, "qinzhiyuan", width=390) as page:
        number = apply_as_a_nurse(page, exam=True)
    with on_day(site, chromium, "menglihua") as desk:
        decide(desk, number, "granted", "经核实，暂停期已满，准予延续。")
    with on_day(site, chromium, "qinzhiyuan", width=390) as page:
        page.goto(f"/cases/{number}/")
        expect(page.get_by_text("领取时请带上原件核对").first).to_be_visible()
        walk.shot(page, "case-decided")
    with on_day(site, chromium, "menglihua") as desk:
        act(desk, number, "deliver", "还没有核对原件：6 个月内健康体检证明", way="counter")
        walk.shot(desk, "desk-originals")
        desk.locator("#act-deliver").get_by_role("checkbox").check()
        desk.locator("#act-deliver [name='deliver-way'][value=counter]").check()
        desk.locator("#act-deliver button[type=submit]").click()
        expect(desk.get_by_text("已送达并办结。").first).to_be_visible()
    with on_day(site, chromium, "qinzhiyuan", width=390) as page:
        page.goto(f"/cases/{number}/")
        expect(page.get_by_text("窗口核对过原件").first).to_be_visible()
        expect(page.get_by_text("已送达：窗口领取").first).to_be_visible()


def test_refusal_with_hearing(site: Instance, chromium: Browser) -> None:
    held = MONDAY + timedelta(days=15)
    with on_day(site, chromium, "zhuangxiangwei", 0) as page:
        number = _apply_for_health_food(page)
    with on_day(site, chromium, "lufang", 0) as desk:
        act(desk, number, "accept", "已受理")
        act(desk, number, "step", "已提交。", outcome="通过", opinion="材料齐全。")
        act(desk, number, "step", "已提交。", outcome="核查不合格", opinion="布局不符合规定。")
    with on_day(site, chromium, "nongxiaoming", 1) as desk:
        act(desk, number, "step", "已提交。", outcome="核查不合格", opinion="同意核查意见。")
    with on_day(site, chromium, "lufang", 1) as desk:
        act(desk, number, "tell-hearing", "听证权利告知书已发出", reason="布局不符合规定，拟不予许可。")
    with on_day(site, chromium, "zhuangxiangwei", 2, width=390) as page:
        page.goto(f"/cases/{number}/")
        walk.shot(page, "hearing-told")
        page.get_by_label("想在听证会上说什么").fill("已经整改，请听我们的意见。")
        page.get_by_role("button", name="要求听证", exact=True).click()
        expect(page.get_by_text("已要求听证").first).to_be_visible()
    with on_day(site, chromium, "lufang", 2) as desk:
        act(
            desk, number, "call-hearing", "听证通知书已发出", on=f"{held:%Y-%m-%d}", hour="上午9:30",
            place="政务服务中心3楼", host="韦美玲",
        )  # fmt: skip
        expect(desk.get_by_text("韦美玲").first).to_be_visible()
    with on_day(site, chromium, "weimeiling", 15) as desk:
        act(
            desk, number, "record-hearing", "笔录已保存", record="申请人陈述……审查人员陈述……",
            signed_by="陆小燕、陆芳、韦美玲",
        )  # fmt: skip
    with on_day(site, chromium, "liangjianguo", 16) as desk:
        act(
            desk, number, "step", "已提交。", outcome="不予", opinion="布局不符合规定，不予许可。",
            legal_basis="食品安全法 第三十五条", way="electronic",
        )  # fmt: skip
    with on_day(site, chromium, "zhuangxiangwei", 16, width=390) as page:
        page.goto(f"/cases/{number}/")
        for words in (
            "听证权利告知书",
            "听证通知书",
            f"本决定根据{held.year}年{held.month}月{held.day}日上午9:30",
            "申请人陈述",
        ):
            expect(page.get_by_text(words).first).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("下载 PDF.*不予"))).to_be_visible()
        walk.shot(page, "refused-after-hearing")


def _apply_for_health_food(page: Page) -> str:
    """Apply with two products; what is asked about them appears with the first."""
    page.goto(f"/items/?q={HEALTH_FOOD}")
    page.get_by_role("link", name=HEALTH_FOOD).first.click()
    page.get_by_role("link", name="在线办理").first.click()
    page.get_by_role("button", name="开始填写").click()
    page.locator("input[name=product_kind][value=tablet]").check()
    walk.go_on(page)
    for at, (name, approval, route) in enumerate(
        [("金花茶片", "食健备G202545000001", "filed"), ("山茶油软胶囊", "国食健注G20250001", "registered")]
    ):
        page.locator(f"[name=products-{at}-name]").fill(name)
        page.locator(f"[name=products-{at}-approval]").fill(approval)
        page.locator(f"[name=products-{at}-route]").select_option(route)
        page.get_by_role("button", name="保存，再加一项").click()
        expect(page.locator(f"[name=products-{at + 1}-name]")).to_have_value("")
    walk.shot(page, "question-repeat-group")
    page.locator("input[name=entrusted][value=true]").check()
    walk.go_on(page)
    page.get_by_label("受托企业名称").fill("示例药业有限公司")
    walk.go_on(page)
    page.get_by_label("负责人身份证号码").fill("459900198507300086")
    walk.go_on(page)
    page.get_by_role("checkbox").check()
    walk.go_on(page)
    expect(page.get_by_text("（2）产品名称：山茶油软胶囊")).to_be_visible()
    walk.shot(page, "check-repeat-group")
    return walk.submit(page)
