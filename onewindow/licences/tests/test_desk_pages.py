"""The issuer's and the keeper's desk on its pages: find, open, change, reissue, repair; each post its own."""

import json
import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.documents import public as documents
from onewindow.documents.tests.factories import codes_on
from onewindow.kernel.public import SYSTEM, Actor, keys
from onewindow.licences import ports
from onewindow.licences.models import Licence, LicenceUse, Permit, QuarantineRow
from onewindow.licences.services.deliveries import deliver
from onewindow.licences.tests.factories import HEALTH, WEI, People, nurse_licence, nurse_row

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], Client]
GOOD = nurse_row(1, date(2026, 3, 2))


@pytest.fixture
def sign_in(people: People) -> SignIn:
    """Sign one of the cast in."""

    def signed(name: str) -> Client:
        client = Client()
        client.force_login(people.accounts[name])
        return client

    return signed


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("wanted", ["202345000123", "韦晓兰", "459900199005120020", "IDENTIFIER", ""])
def test_the_issuer_finds_its_licences(sign_in: SignIn, wanted: str) -> None:
    made = nurse_licence()
    asked = {"q": made.identifier if wanted == "IDENTIFIER" else wanted}
    link = f"/desk/licences/one/{made.identifier}/"
    page = text(sign_in("menglihua").get("/desk/licences/", asked)).split("<table")[1]
    assert link in page and "韦*兰" in page and "459900199005120020" not in page
    assert link not in text(sign_in("liangjianguo").get("/desk/licences/", asked))


def test_opening_is_recorded_and_the_number_stays_masked(sign_in: SignIn) -> None:
    made = nurse_licence()
    page = text(sign_in("zhouhaiyan").get(f"/desk/licences/one/{made.identifier}/"))
    assert "4599**********0020" in page and "459900199005120020" not in page
    assert "改变状态" not in page  # a window post keeps no licence
    assert LicenceUse.objects.get().means == "kept"
    assert sign_in("liangjianguo").get(f"/desk/licences/one/{made.identifier}/").status_code == 404


def test_a_status_is_changed_with_a_reason(sign_in: SignIn) -> None:
    made = nurse_licence()
    desk, at = sign_in("menglihua"), f"/desk/licences/one/{made.identifier}/status/"
    assert "改了以后不能再改回来" in text(desk.get(at))
    bad = desk.post(at, {"status": "03", "reason": ""})
    assert bad.status_code == 422 and 'href="#reason"' in text(bad)
    desk.post(at, {"status": "03", "reason": "桂卫撤〔2026〕1号"})
    assert Licence.objects.get().status == "03"
    assert "真实，但已被撤销" in text(Client().get(f"/verify/{made.token}/"))
    assert sign_in("zhouhaiyan").get(at).status_code == 403


def test_a_licence_is_issued_from_paper_and_changed(sign_in: SignIn) -> None:
    desk = sign_in("menglihua")
    assert "护士执业证书" in text(desk.get("/desk/licences/issue/"))
    given = {
        "holder_name": "韦晓兰", "holder_number": WEI.number, "number": "202345000123",
        "valid_from": "2026-03-02", "valid_to": "2031-03-01", "basis": "桂卫准〔2026〕7号",
        "face-name": "韦晓兰", "face-sex": "女", "face-birth_date": "1990-05-12",
        "face-certificate_number": "202345000123", "face-institution_code": "459900000001",
        "face-institution_name": "示例市第一人民医院", "face-registered_on": "2026-03-02",
    }  # fmt: skip
    bad = desk.post(
        "/desk/licences/issue/nurse/", given | {"face-sex": "", "holder_number": "1", "basis": ""}
    )
    assert bad.status_code == 422
    assert [one for one in ("holder_number", "face-sex", "basis") if f'href="#{one}"' not in text(bad)] == []
    first = desk.post("/desk/licences/issue/nurse/", given)
    made = Licence.objects.get()
    assert first["Location"] == f"/desk/licences/one/{made.identifier}/"
    assert (made.version, made.issuer_uscc, made.case_number) == (1, HEALTH, "")
    at = f"/desk/licences/one/{made.identifier}/reissue/"
    assert "示例市第一人民医院" in text(desk.get(at))
    desk.post(at, given | {"face-institution_name": "示例市第二人民医院", "basis": "变更执业地点"})
    assert [(one.version, one.status) for one in Licence.objects.order_by("version")] == [
        (1, "05"),
        (2, "01"),
    ]
    assert Licence.objects.get(version=2).face["institution_name"] == "示例市第二人民医院"
    assert sign_in("liangjianguo").get("/desk/licences/issue/nurse/").status_code == 403


def test_a_licence_is_used_for_a_case_with_a_copy(sign_in: SignIn, people: People) -> None:
    nurse_licence()
    business = ports.Business("C1", f"{HEALTH}2450118001000", "护士执业注册（延续）", WEI)

    def find(by: Actor, number: str) -> ports.Business | None:
        return business if number == "C1" and by.agency == people.menglihua.agency else None

    ports.register_business("tests", find)
    try:
        desk = sign_in("menglihua")
        assert "护士执业证书" in text(desk.get("/desk/licences/use/?case=C1"))
        assert "没有这个办件" in text(desk.get("/desk/licences/use/?case=C2"))
        bad = desk.post("/desk/licences/use/", {"case": "C1", "type": "nurse", "reason": ""})
        assert bad.status_code == 422 and 'href="#reason"' in text(bad)
        done = desk.post("/desk/licences/use/", {"case": "C1", "type": "nurse", "reason": "核对"})
        use = LicenceUse.objects.get()
        assert done["Location"] == f"/desk/licences/uses/{use.pk}/"
        page = text(desk.get(done["Location"]))
        assert "办件C1，2026年4月1日前有效" in page and "示例市第一人民医院" in page
        copy = desk.get(f"/desk/licences/uses/{use.pk}/copy.pdf")
        assert copy.content.startswith(b"%PDF-")
        (code,) = codes_on(copy.content)
        made = Licence.objects.get()
        assert documents.check_qr(code.text, {made.kid: keys.store().public_key(made.kid)}).genuine
        assert sign_in("zhouhaiyan").get(done["Location"]).status_code == 404
    finally:
        del ports.finders["tests"]


def test_bad_rows_are_repaired_and_dropped(sign_in: SignIn) -> None:
    deliver(by=SYSTEM, library="health", entries=[GOOD | {"valid_to": "2099-01-01"}, {"x": 1}], name="api")
    desk = sign_in("mojianping")
    page = text(desk.get("/desk/licences/quarantine/"))
    assert "有效期比这种证照允许的长" in page and "没有对应的分库" in page
    first, second = QuarantineRow.objects.order_by("id")
    at = f"/desk/licences/quarantine/{first.pk}/"
    bad = desk.post(at, {"do": "repair", "raw": "{"})
    assert bad.status_code == 422 and 'href="#raw"' in text(bad)
    assert desk.post(at, {"do": "repair", "raw": json.dumps(GOOD)}).status_code == 302
    assert (
        desk.post(f"/desk/licences/quarantine/{second.pk}/", {"do": "drop", "reason": "空行"}).status_code
        == 302
    )
    assert "没有待修复的数据" in text(desk.get("/desk/licences/quarantine/"))
    assert "已修复入库" in text(desk.get("/desk/licences/quarantine/?ended=1"))
    assert sign_in("menglihua").get("/desk/licences/quarantine/").status_code == 403


def test_a_table_is_delivered_on_the_page(sign_in: SignIn) -> None:
    desk = sign_in("mojianping")
    rows = "\n".join(json.dumps(row) for row in (GOOD, GOOD | {"serial": "a b"}))
    done = desk.post("/desk/licences/deliveries/", {"file": SimpleUploadedFile("三月.jsonl", rows.encode())})
    assert "读入 2 行 = 接收 1 行 + 退回 1 行" in text(done) and "流水号只能用" in text(done)
    assert desk.post("/desk/licences/deliveries/", {}).status_code == 422
    bad = SimpleUploadedFile("a.xlsx", b"no excel")
    assert "不是可读的 Excel 文件" in text(desk.post("/desk/licences/deliveries/", {"file": bad}))


def test_a_permit_is_given_and_taken_back(sign_in: SignIn) -> None:
    desk = sign_in("mojianping")
    given = {
        "client": "gd-health", "client_name": "广东省护士注册系统", "type": "nurse", "items": "440118001000",
        "reason": "跨省变更注册", "good_until": "2026-12-31",
    }  # fmt: skip
    assert desk.post("/desk/licences/permits/", given | {"items": ""}).status_code == 422
    assert desk.post("/desk/licences/permits/", given).status_code == 302
    permit = Permit.objects.get()
    assert re.search(f"permits/{permit.pk}/end/", text(desk.get("/desk/licences/permits/")))
    desk.post(f"/desk/licences/permits/{permit.pk}/end/")
    assert "已收回" in text(desk.get("/desk/licences/permits/"))
