"""A renewed licence lands in the wallet, is shown by a code on a phone, checked by a stranger, revoked."""

from playwright.sync_api import Browser, expect

from bench.instance import Instance
from tests.journeys import walk


def test_a_licence_is_issued_shown_checked_and_revoked(chromium: Browser, site: Instance) -> None:
    with (
        walk.visitor(chromium, site, width=390) as nurse,
        walk.visitor(chromium, site, width=390, script=False) as stranger,
        walk.visitor(chromium, site) as desk,
    ):
        walk.sign_in(nurse, site, "weixiaolan")
        walk.start(nurse, walk.NURSE)
        walk.answer_nurse(nurse)
        walk.submit(nurse)
        expect(nurse.locator("#licences")).to_contain_text("护士执业证书")

        nurse.goto("/my/licences/")
        walk.shot(nurse, "licences-wallet-390")
        nurse.locator("a.lic", has_text="护士执业证书").click()
        expect(nurse.locator("main")).to_contain_text("示例市第一人民医院")
        walk.shot(nurse, "licences-one-390")
        nurse.get_by_role("link", name="亮证").click()
        nurse.get_by_label("给谁看、做什么用").fill("示例酒店入住登记")
        nurse.get_by_label("出生日期").uncheck()
        walk.shot(nurse, "licences-show-390")
        nurse.get_by_role("button", name="生成亮证码").click()
        code = nurse.locator(".big").inner_text()
        walk.shot(nurse, "licences-code-390")

        stranger.goto("/show/")
        stranger.get_by_label("亮证码").fill(code)
        stranger.get_by_role("button", name="下一步").click()
        stranger.get_by_label("您是谁").fill("示例酒店前台")
        stranger.get_by_role("button", name="查看证照").click()
        expect(stranger.get_by_role("heading", name="真实有效")).to_be_visible()
        expect(stranger.locator("main")).not_to_contain_text("1990年5月12日")
        walk.shot(stranger, "licences-seen-390", script=False)
        stranger.get_by_role("link", name="验真页面").click()
        expect(stranger.get_by_role("heading", name="真实有效")).to_be_visible()

        nurse.get_by_role("link", name="看对方是否看过").click()
        expect(nurse.locator("main")).to_contain_text("自称：示例酒店前台")
        nurse.goto("/my/access/")
        expect(nurse.locator("main")).to_contain_text("示例酒店入住登记")

        walk.sign_in(desk, site, "menglihua", "/desk/licences/")
        desk.get_by_label("按编号、标识、持证人查找").fill("韦晓兰")
        desk.get_by_label("状态").select_option("01")
        desk.locator("main").get_by_role("button", name="查找").click()
        walk.shot(desk, "licences-desk-1440")
        desk.get_by_role("link", name="护士执业证书").first.click()
        walk.shot(desk, "licences-desk-one-1440")
        desk.get_by_role("link", name="撤销").click()
        desk.get_by_label("原因和依据").fill("桂卫撤〔2026〕1号")
        walk.shot(desk, "licences-status-1440")
        desk.get_by_role("button", name="改变状态").click()
        expect(desk.locator("main")).to_contain_text("状态已改")

        stranger.reload()
        expect(stranger.get_by_role("heading", name="真实，但已被撤销")).to_be_visible()
        code = stranger.url.rstrip("/").rpartition("/")[2]
        told = stranger.request.get("/api/v1/licences/verify/", params={"code": code}).json()
        assert (told["genuine"], told["verdict"]) == (False, "revoked")
        nurse.goto("/my/licences/")
        expect(nurse.locator("a.lic", has_text="护士执业证书")).to_have_count(0)
        expect(nurse.locator("main")).to_contain_text("桂卫撤〔2026〕1号")
