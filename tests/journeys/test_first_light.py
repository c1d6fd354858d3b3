"""First light: an instant, signed, checkable decision; what rules cannot judge goes to people."""

import io
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Browser, Page, expect

from bench.instance import Instance
from tests.journeys import walk


def download(page: Page, link: str) -> bytes:
    """Fetch a page's download with the visitor's session."""
    answer = page.context.request.get(link)
    assert answer.status == 200, link
    return answer.body()


def texts_in(pdf: bytes) -> list[str]:
    """Return what the codes on a PDF's first page say."""
    image = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil()
    return [code.text for code in zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)]


@pytest.mark.parametrize(("script", "width"), [(True, 1440), (False, 390)], ids=["script", "no-script-phone"])
def test_a_nurse_is_granted_at_once_and_a_stranger_can_check_it(
    site: Instance, chromium: Browser, tmp_path: Path, script: bool, width: int
) -> None:
    kind = f"{'js' if script else 'nojs'}-{width}"
    with walk.visitor(chromium, site, width=width, script=script) as page:
        page.goto("/")
        walk.shot(page, f"home-{kind}", script=script)
        page.get_by_role("searchbox").first.fill("hushi") if page.get_by_role(
            "searchbox"
        ).count() else page.locator("input[name=q]").first.fill("hushi")
        page.get_by_role("button", name="搜索").click()
        page.get_by_role("link", name="护士执业注册（延续）").click()
        expect(page.get_by_role("heading", name="护士执业注册（延续）")).to_be_visible()
        walk.shot(page, f"guide-{kind}", script=script)
        page.get_by_role("link", name="在线办理").first.click()
        page.get_by_role("link", name="登录后开始填写").click()
        page.get_by_label("用户名").fill("weixiaolan")
        page.get_by_label("密码", exact=True).fill(site.password)
        page.get_by_role("button", name="登录").click()
        page.get_by_role("button", name="开始填写").click()
        walk.answer_nurse(page)
        walk.shot(page, f"check-{kind}", script=script)
        number = walk.submit(page)
        expect(page.get_by_role("heading", name="已准予：护士执业注册（延续）")).to_be_visible()
        expect(page.get_by_text("符合条件，自动通过")).to_be_visible()
        walk.shot(page, f"granted-{kind}", script=script)
        pdf = download(
            page, page.get_by_role("link", name=re.compile("下载 PDF")).first.get_attribute("href") or ""
        )
        page.goto("/my/access/")
        expect(page.get_by_text("公安人口库（模拟系统）").first).to_be_visible()
        walk.shot(page, f"access-{kind}", script=script)
    _check_as_a_stranger(site, chromium, tmp_path, pdf, number, kind)


def _check_as_a_stranger(
    site: Instance, chromium: Browser, tmp_path: Path, pdf: bytes, number: str, kind: str
) -> None:
    (address,) = texts_in(pdf)
    assert address.startswith(f"{site.url}/verify/")
    with walk.visitor(chromium, site, width=390) as stranger:
        stranger.goto(address)
        expect(stranger.get_by_role("heading", name="真实有效")).to_be_visible()
        expect(stranger.get_by_text("韦*兰")).to_be_visible()
        assert "459900199005120020" not in stranger.content()
        walk.shot(stranger, f"verify-{kind}")
        keys = download(stranger, "/transparency/keys.json")
    (tmp_path / "keys.json").write_bytes(keys)
    (tmp_path / "notice.pdf").write_bytes(pdf)
    genuine = site.run("verify", str(tmp_path / "notice.pdf"), "--keys", str(tmp_path / "keys.json"))
    assert genuine.returncode == 0, genuine.stdout + genuine.stderr
    for place in (100, len(pdf) // 2, len(pdf) - 20):
        broken = bytearray(pdf)
        broken[place] ^= 1
        (tmp_path / "broken.pdf").write_bytes(broken)
        altered = site.run("verify", str(tmp_path / "broken.pdf"), "--keys", str(tmp_path / "keys.json"))
        assert altered.returncode != 0, f"one bit at {place} was not noticed"
    assert site.run("cases", "replay", number).returncode == 0


def test_a_suspended_nurse_goes_to_an_officer_who_decides(site: Instance, chromium: Browser) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "qinzhiyuan")
        walk.start(page, walk.NURSE)
        walk.answer_nurse(page)
        number = walk.submit(page)
        expect(page.get_by_role("heading", name="申请已提交，由工作人员审查")).to_be_visible()
        walk.shot(page, "to-officer")
    with walk.visitor(chromium, site) as desk:
        walk.sign_in(desk, site, "menglihua", then="/desk/")
        desk.goto("/desk/cases/")
        walk.shot(desk, "desk-queue")
        desk.get_by_role("row").filter(has_text=number).get_by_role("link").first.click()
        expect(desk.get_by_text("不符合").first).to_be_visible()
        walk.shot(desk, "desk-case")
        desk.locator("input[name=outcome][value=refused]").check()
        desk.get_by_role("button", name="签发决定").click()
        expect(desk.get_by_role("heading", name=re.compile("需要改正"))).to_be_visible()
        desk.get_by_label("办理意见").fill("经核实，执业注册处于暂停期内，暂停期满后可以重新申请。")
        desk.get_by_label("不予的依据").fill("护士条例 第三十一条")
        desk.locator("input[name=outcome][value=refused]").check()
        desk.get_by_role("button", name="签发决定").click()
        expect(desk.get_by_text("已送交复核，由另一位人员同意后生效。").first).to_be_visible()
    with walk.visitor(chromium, site) as desk:
        walk.sign_in(desk, site, "nongzhiping", then=f"/desk/cases/{number}/")
        desk.locator("#act-release summary").click()
        walk.shot(desk, "desk-release")
        desk.get_by_role("button", name="同意，签发").click()
        expect(desk.get_by_text("已同意并签发").first).to_be_visible()
    with walk.visitor(chromium, site, width=390) as page:
        walk.sign_in(page, site, "qinzhiyuan", then=f"/cases/{number}/")
        expect(page.get_by_text("人工决定：不予")).to_be_visible()
        expect(page.get_by_role("link", name=re.compile("下载 PDF.*不予决定书"))).to_be_visible()
        walk.shot(page, "refused")
        page.goto("/my/access/")
        expect(page.get_by_text("广西壮族自治区卫生健康委员会 · 审批岗").first).to_be_visible()


def test_a_firm_without_script_on_a_phone(site: Instance, chromium: Browser) -> None:
    with walk.visitor(chromium, site, width=390, script=False) as page:
        walk.sign_in(page, site, "zhuangxiangwei")
        walk.start(page, walk.FOOD)
        page.locator("input[name=premises_same][value=true]").check()
        walk.go_on(page)
        page.locator("input[name=business_form][value=sale]").check()
        walk.go_on(page)
        page.locator("input[name=scope][value=prepackaged]").check()
        walk.go_on(page)
        page.get_by_label("负责人姓名").fill("陆小燕")
        page.get_by_label("负责人身份证号码").fill("459900198507300087")
        walk.go_on(page)
        expect(page.locator(".err-sum")).to_be_visible()
        walk.shot(page, "question-error", script=False)
        page.get_by_label("负责人身份证号码").fill("459900 19850730 0086")
        walk.go_on(page)
        page.get_by_label("食品安全管理员姓名").fill("阿卜杜热合曼•麦麦提依明")
        walk.go_on(page)
        page.locator("input[type=file]").set_input_files(
            {"name": "平面图.pdf", "mimeType": "application/pdf", "buffer": b"not a pdf"}
        )
        walk.go_on(page)
        expect(page.locator(".err-sum")).to_be_visible()
        page.locator("input[type=file]").set_input_files(
            {"name": "平面图.png", "mimeType": "image/png", "buffer": _png()}
        )
        walk.go_on(page)
        walk.go_on(page)
        page.get_by_role("checkbox").check()
        walk.go_on(page)
        expect(page.get_by_text("阿卜杜热合曼·麦麦提依明")).to_be_visible()
        walk.submit(page)
        expect(page.get_by_role("heading", name=re.compile("^已准予"))).to_be_visible()
        walk.shot(page, "firm-granted", script=False)


def _png() -> bytes:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(out, "PNG")
    return out.getvalue()


def test_a_senior_is_granted_and_one_too_young_goes_to_people(site: Instance, chromium: Browser) -> None:
    for username, card, granted in (
        ("huangguifang", "6217000000000000011", True),
        ("moguoqiang", "6217000000000000029", False),
    ):
        with walk.visitor(chromium, site, width=390) as page:
            walk.sign_in(page, site, username)
            walk.start(page, walk.SENIOR)
            walk.answer_senior(page, card)
            walk.submit(page)
            heading = "已准予：高龄津贴申领" if granted else "申请已提交，由工作人员审查"
            expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_a_mistake_is_told_before_anything_is_filed(site: Instance, chromium: Browser) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "weixiaolan")
        walk.start(page, walk.NURSE)
        walk.answer_nurse(page, days_ago=400)
        page.get_by_role("button", name="确认并提交申请").click()
        expect(page.locator(".err-sum")).to_contain_text("体检")
        expect(page.get_by_role("button", name="资料无误，转人工审查")).to_be_visible()
        walk.shot(page, "correct")
        page.locator("#exam_date").get_by_role("link", name=re.compile("更改")).click()
        walk.fill_day(page, "exam_date", 5)
        walk.go_on(page)
        walk.submit(page)
        expect(page.get_by_role("heading", name=re.compile("^已准予"))).to_be_visible()


def test_a_low_level_is_told_how_to_raise_it(site: Instance, chromium: Browser) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "luzihao")
        page.goto(f"/apply/{walk.NURSE}/")
        expect(page.get_by_text("您的认证等级还不够。提高到 L3 以后就可以填写")).to_be_visible()
        expect(page.get_by_role("button", name="开始填写")).to_have_count(0)
        expect(page.get_by_role("link", name="看怎样提高认证等级")).to_be_visible()
        walk.shot(page, "level-too-low")


def test_two_submits_at_once_make_one_case(site: Instance, chromium: Browser) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, "weixiaolan")
        walk.start(page, walk.NURSE)
        walk.answer_nurse(page)
        action = page.locator("form[action*='/submit/']").get_attribute("action") or ""
        token = page.locator("form[action*='/submit/'] input[name=csrfmiddlewaretoken]").input_value()
        cookies = {c["name"]: c["value"] for c in page.context.cookies()}

        def send(_: int) -> Any:
            with httpx.Client(base_url=site.url, cookies=cookies) as client:
                return client.post(action, data={"csrfmiddlewaretoken": token}, headers={"Referer": site.url})

        with ThreadPoolExecutor(4) as pool:
            answers = list(pool.map(send, range(4)))
    assert {a.status_code for a in answers} == {302}
    assert len({a.headers["location"].split("?")[0] for a in answers}) == 1


def test_the_audit_log_is_whole_after_all_this(site: Instance) -> None:
    done = site.run("audit", "verify")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("username", "code", "pages"),
    [
        ("weixiaolan", walk.NURSE, "certificate institution exam exam-file contact declaration"),
        ("longchengxian", walk.FOOD, "premises business-form scope principal safety-manager layout promise"),
        ("dilinuer", walk.SENIOR, "household bank contact declaration"),
    ],
)
def test_every_question_is_fit_to_be_seen(
    site: Instance, chromium: Browser, username: str, code: str, pages: str
) -> None:
    with walk.visitor(chromium, site) as page:
        walk.sign_in(page, site, username)
        page.goto(f"/items/{code}/")
        walk.shot(page, f"guide-{username}")
        page.goto(f"/apply/{code}/")
        walk.shot(page, f"start-{username}")
        page.get_by_role("button", name="开始填写").click()
        draft = page.url.rsplit("/", 2)[0]
        for key in pages.split():
            page.goto(f"{draft}/{key}/")
            walk.shot(page, f"question-{username}-{key}")
        page.goto(f"{draft}/check/")
        walk.shot(page, f"check-{username}")
        page.goto("/my/")
        walk.shot(page, f"my-{username}")
        page.goto(f"{draft}/discard/")
        walk.shot(page, f"discard-{username}")
        page.get_by_role("button", name="删除草稿").click()
        expect(page.get_by_text("草稿已删除。")).to_be_visible()
