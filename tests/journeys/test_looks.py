"""Every page that needs no application: accessible, within the CSP, on the screen, nothing from outside."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from bench.instance import Instance
from bench.ledger import connected
from tests.journeys import walk

pytestmark = pytest.mark.journey

PUBLIC = [
    "/",
    "/?for=firm",
    "/help/",
    "/transparency/",
    "/items/",
    "/items/?q=hushi",
    "/lists/",
    "/lists/negative/",
    "/lists/intermediary/",
    "/lists/transfers/",
    "/items/1145000000DM00215X2450118001000/regions/",
    "/items/1145000000DM00215X2450118001000/versions/",
    "/materials/",
    "/materials/CL450000001/",
    "/powers/",
    "/powers/Q1145000000DM00215X2450118001000/",
    "/accuracy/",
    "/accuracy/guides/",
    "/laws/",
    "/ratings/",
    "/ask/",
    "/answers/",
    "/concerns/",
    "/joint/",
    "/joint/procedures/company/",
    "/joint/procedures/engineering/",
    "/joint/levels/",
    "/joint/levels/?class=metal&place=450102000000",
    "/verify/",
    "/cases/",
    "/hearings/",
    "/decisions/",
    "/account/sign-in/",
    "/account/sign-in/sms/",
    "/account/recover/",
    "/account/reset/",
    "/account/register/",
    "/account/register/paper/",
    "/ui/",
    "/ui/question/",
    "/ui/desk/",
    "/ui/errors/404/",
    "/ui/errors/500/",
    "/no/such/page/",
]
WIDTHS = {"desktop": 1440, "phone": 390}
OUTSIDE = re.compile(r"""(?:src|href|action|url\()\s*=?\s*["'(]?\s*(?:https?:)?//""")


@pytest.fixture(params=["normal", "elder"])
def mode(request: pytest.FixtureRequest) -> str:
    """The normal pages and 长辈版."""
    return str(request.param)


@pytest.fixture(params=WIDTHS)
def visitor(
    request: pytest.FixtureRequest, chromium: Browser, site: Instance, mode: str
) -> Iterator[BrowserContext]:
    """A stranger at a desk or with a phone."""
    context = chromium.new_context(
        base_url=site.url, locale="zh-CN", viewport={"width": WIDTHS[request.param], "height": 900}
    )
    if mode == "elder":
        context.add_cookies([{"name": "elder", "value": "1", "url": site.url}])
    yield context
    context.close()


def picture_name(page: Page, mode: str) -> str:
    path = re.sub(r"[^a-z0-9]+", "-", page.url.split("/", 3)[3].lower()).strip("-") or "home"
    return f"{path[:60]}-{page.viewport_size['width']}-{mode}.png"


def test_pages_are_accessible_and_keep_the_policy(visitor: BrowserContext, mode: str, pictures: Path) -> None:
    page = visitor.new_page()
    said: list[str] = []
    outside: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    faults: list[str] = []
    for path in PUBLIC:
        answer = page.goto(path)
        assert answer is not None
        if answer.status == 404 and path in {"/verify/", "/cases/", "/account/register/"}:
            continue
        faults += [f"{path}: {fault}" for fault in walk.axe(page)]
        over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if over > 0:
            faults.append(f"{path}: {over} pixels too wide")
        outside += OUTSIDE.findall(page.content())
        page.screenshot(path=pictures / picture_name(page, mode), full_page=True)
    assert faults == []
    assert [line for line in said if "Failed to load resource" not in line] == []
    assert outside == []


def test_holds_at_320_pixels(chromium: Browser, site: Instance) -> None:
    context = chromium.new_context(base_url=site.url, viewport={"width": 320, "height": 640})
    page = context.new_page()
    wide = {}
    for path in PUBLIC:
        page.goto(path)
        wide[path] = page.evaluate("document.documentElement.scrollWidth")
    assert {path: width for path, width in wide.items() if width > 320} == {}
    context.close()


@pytest.mark.parametrize(
    ("username", "paths"),
    [
        (
            "huangguifang",
            ["/", "/my/", "/my/access/", "/account/level/", "/account/security/", "/account/sessions/"],
        ),
        (
            "zhuangxiangwei",
            ["/", "/my/", "/my/access/", "/projects/", "/projects/new/", "/joint/company-name/"],
        ),
        (
            "weiguohua",
            [
                "/desk/joint/",
                "/desk/projects/",
                "/desk/asks/",
                "/desk/company/",
                "/desk/company/names/",
                "/desk/lines/",
                "/desk/delegations/",
                "/desk/elsewhere/",
            ],
        ),
        ("qinqinglan", ["/desk/lines/", "/desk/lines/environment/", "/desk/delegations/"]),
        ("menglihua", ["/desk/", "/desk/cases/", "/my/"]),
        ("ganlu", ["/desk/", "/desk/objections/"]),
        (
            "tanjing",
            [
                "/desk/catalogue/",
                "/desk/catalogue/new/",
                "/desk/catalogue/bulk/",
                "/desk/catalogue/import/",
                "/desk/catalogue/standards/",
                "/desk/catalogue/standards/450118001000/",
                "/desk/catalogue/items/1145000000DM00215X2450118001000/",
                "/desk/powers/",
                "/desk/powers/new/",
                "/desk/transfers/",
                "/desk/lists/",
                "/desk/materials/",
                "/desk/materials/CL450000001/",
            ],
        ),
        (
            "weizhengping",
            [
                "/supervision/",
                "/supervision/?period=year",
                "/supervision/figures/on_time/?period=year",
                "/supervision/figures/red/?period=year",
                "/supervision/seven/",
                "/supervision/assessments/",
                "/supervision/bulletin/",
                "/supervision/signals/",
                "/supervision/signals/?level=reminder",
                "/supervision/accountabilities/",
                "/supervision/recommendations/",
                "/supervision/rules/",
                "/supervision/rules/T02/",
                "/desk/concerns/",
                "/desk/ratings/",
                "/desk/ratings/suspicions/",
            ],
        ),
        ("nongzhiping", ["/supervision/watched/", "/desk/concerns/", "/desk/ratings/", "/my/messages/"]),
        ("mojianping", ["/desk/exchange/", "/desk/exchange/feeds/", "/desk/exchange/hooks/"]),
        ("mojianping", ["/desk/exchange/reconciliation/", "/desk/exchange/relay/"]),
        ("mojianping", ["/desk/exchange/resources/population/edit/", "/desk/exchange/resources/"]),
        ("wujianhua", ["/desk/security/", "/desk/security/releases/"]),
        ("zhouhaiyan", ["/desk/reset/", "/desk/people/", "/desk/elsewhere/handover/"]),
    ],
)
@pytest.mark.parametrize("width", WIDTHS.values())
def test_pages_behind_the_sign_in(
    chromium: Browser, site: Instance, pictures: Path, username: str, paths: list[str], width: int
) -> None:
    context = chromium.new_context(
        base_url=site.url, locale="zh-CN", viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    walk.sign_in(page, site, username)
    faults = []
    for path in paths:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200
        faults += [f"{path}: {fault}" for fault in walk.axe(page)]
        if page.evaluate("document.documentElement.scrollWidth - innerWidth") > 0:
            faults.append(f"{path}: too wide")
        page.screenshot(path=pictures / f"{username}-{picture_name(page, 'normal')}", full_page=True)
    assert faults == []
    context.close()


def test_an_offer_that_asks_only_for_confirmation(chromium: Browser, site: Instance) -> None:
    """免申即享: the person's page and the officer's figures, fit to be seen in every width and mode."""
    with walk.visitor(chromium, site, width=390) as page:
        walk.sign_in(page, site, "liangxiulan", "/my/offers/")
        offer = page.get_by_role("link", name="高龄津贴申领").first
        for _ in range(5):  # a register that is slow under load is asked again after an hour: let it go by
            with connected(site) as database:
                database.execute("UPDATE cases_offerbatch SET next_try_at = now() WHERE finished_at IS NULL")
            assert site.run("jobs", "run", "cases.offers").returncode == 0
            page.reload()
            if offer.count():
                break
        offer.click()
        expect(page.get_by_role("button", name="确认领取")).to_be_visible()
        walk.shot(page, "offer")
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "lumin", "/desk/offers/")
        row = page.get_by_role("row", name=re.compile("高龄津贴"))
        expect(row.locator('[data-t="等待确认"]')).to_have_text("1")
        walk.shot(page, "desk-offers")


def test_home_is_light(chromium: Browser, site: Instance) -> None:
    """At most six requests and 80 KB over the wire."""
    context = chromium.new_context(base_url=site.url)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto("/", wait_until="networkidle")
    assert 1 <= len(sizes) <= 6
    assert sum(sizes) <= 80 * 1024
    context.close()


def test_elder_switch_works_without_javascript(chromium: Browser, site: Instance) -> None:
    context = chromium.new_context(base_url=site.url, java_script_enabled=False)
    page = context.new_page()
    page.goto("/help/")
    page.get_by_role("link", name="长辈版", exact=True).click()
    assert page.url == f"{site.url}/help/"
    assert page.locator("html.elder").count() == 1
    page.get_by_role("link", name="退出长辈版").click()
    assert page.locator("html.elder").count() == 0
    context.close()


def test_skip_link_is_the_first_stop(chromium: Browser, site: Instance) -> None:
    context = chromium.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到主要内容"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    context.close()


def test_error_summary_takes_the_focus_and_leads_to_the_field(chromium: Browser, site: Instance) -> None:
    context = chromium.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/ui/question/")
    assert page.title().startswith("错误：")
    assert page.evaluate("document.activeElement.className") == "err-sum"
    page.get_by_role("link", name="手机号码应为").click()
    assert page.evaluate("document.activeElement.id") == "mobile"
    context.close()


def test_list_keys_move_and_rest_while_composing(chromium: Browser, site: Instance) -> None:
    context = chromium.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/ui/desk/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    current = "document.querySelector('[data-row].on b').textContent"
    assert page.evaluate(current) == "示例事项二"
    page.keyboard.press("k")
    assert page.evaluate(current) == "示例事项一"
    composing = (
        "document.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', isComposing: true, bubbles: true}))"
    )
    page.evaluate(composing)
    assert page.evaluate(current) == "示例事项一"
    context.close()


def test_a_form_is_sent_once(chromium: Browser, site: Instance) -> None:
    context = chromium.new_context(base_url=site.url)
    page = context.new_page()
    page.goto("/ui/question/")
    sent: list[str] = []

    def swallow(route: Route) -> None:
        sent.append(route.request.method)
        route.fulfill(status=204)

    page.route("**/ui/question/", swallow)
    page.evaluate("document.querySelector('form[data-once]').requestSubmit()")
    page.evaluate("document.querySelector('form[data-once]').requestSubmit()")
    page.wait_for_function("document.querySelector('form[data-once] button').disabled")
    assert page.locator("form[data-once] button").first.text_content() == "正在提交…"
    page.wait_for_timeout(200)
    assert sent == ["POST"]
    context.close()
