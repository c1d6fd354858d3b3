"""The layout of a licence: nothing left out, nothing over the border, a code checked offline."""

from datetime import UTC, date, datetime

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from onewindow.documents import keyrings, slips, tokens
from onewindow.documents.layouts import certificate, marks
from onewindow.documents.layouts.sheets import Sheet
from onewindow.documents.seals.trust import Trust
from onewindow.documents.verdicts import Verdict
from onewindow.documents.verification import check_qr
from onewindow.kernel.public import canonical, clock

TOKEN = tokens.new_token()
MAY = datetime(2026, 5, 1, tzinfo=UTC)
DIGEST = canonical.sm3(b"the whole record")
FACE = [
    ("姓名", "韦晓兰"), ("性别", "女"), ("出生日期", "1990年5月12日"), ("执业证书编号", "202345000123"),
    ("执业地点", "示例市第一人民医院"), ("有效期至", "2031年3月1日"),
]  # fmt: skip


def sheet_of(**changes: object) -> Sheet:
    given: dict[str, object] = {
        "design": "certificate", "title": "护士执业证书", "number": "202345000123",
        "agency": "广西壮族自治区卫生健康委员会", "agency_uscc": "", "day": date(2026, 3, 2), "record": b"{}",
        "address": "https://example.test/verify/x/", "token": "k7q2 m9x4", "city": "4500", "demo": True,
        "rows": FACE, "check_page": "https://example.test/verify/",
    }  # fmt: skip
    return Sheet(**(given | changes))  # type: ignore[arg-type]


def texts(page: marks.Page) -> list[marks.Text]:
    return [mark for mark in page.marks if isinstance(mark, marks.Text)]


def said(page: marks.Page) -> str:
    return "".join(mark.text for mark in texts(page))


def within(page: marks.Page) -> bool:
    """Tell whether every line that is not the demonstration's faint word lies inside the inner border."""
    lines = [mark for mark in texts(page) if mark.colour != marks.FAINT]
    return all(one.x >= 12 and one.x + one.width <= page.width - 12 and 12 < one.y < 198 for one in lines)


def test_one_page_shows_everything_within_its_border() -> None:
    made = certificate.lay_out(sheet_of())
    (page,) = made.pages
    assert (page.width, page.height) == (297.0, 210.0)
    for word in ("护士执业证书", "202345000123", "广西壮族自治区卫生健康委员会", "2026年3月2日"):
        assert word in said(page)
    assert all(label in said(page) and value in said(page) for label, value in FACE)
    assert "演示数据，不作任何凭证。" in said(page)
    assert within(page)
    stamp = made.stamp
    assert (stamp.page, stamp.side) == (0, 42.0)
    assert stamp.x + stamp.side < page.width - 12 and stamp.y + stamp.side < page.height - 12


@pytest.mark.parametrize(
    "changes",
    [
        {"rows": [("经营范围", "预包装食品销售；" * 120), ("住所", "广西" * 60)]},
        {"rows": [(f"第{n}项内容", f"内容{n}" * 6) for n in range(30)]},
        {"title": "建筑施工企业主要负责人、项目负责人和专职安全生产管理人员安全生产考核合格证书"},
        {"agency": "广西壮族自治区" + "某某管理委员会" * 5},
        {"rows": [("编号", "A" * 300)]},
        {"rows": []},
    ],
    ids=["long", "many", "title", "agency", "unbroken", "none"],
)
def test_what_is_long_is_set_smaller_and_never_left_out(changes: dict[str, object]) -> None:
    (page,) = certificate.lay_out(sheet_of(**changes)).pages
    told = said(page)
    for _, value in changes.get("rows", ()):  # type: ignore[attr-defined]
        assert sum(told.count(character) for character in set(value)) >= len(value)
    assert str(changes.get("title", "护士执业证书")) in told
    assert str(changes.get("agency", "广西壮族自治区卫生健康委员会")) in told
    assert within(page)


def test_a_photo_takes_its_place_beside_the_fields() -> None:
    (page,) = certificate.lay_out(sheet_of(photo=b"\x89PNG\r\n\x1a\n")).pages
    (photo,) = [mark for mark in page.marks if isinstance(mark, marks.Image)]
    assert (photo.kind, photo.x + photo.width) == ("PNG", certificate.RIGHT)
    fields = [one for one in texts(page) if photo.y <= one.y <= photo.y + photo.height]
    assert fields and all(one.x + one.width <= photo.x for one in fields)


def test_the_code_on_it_is_read_by_another_library_and_holds_what_is_checked_offline() -> None:
    slip = slips.certify(
        token=TOKEN, number="202345000123", name="护士执业证书", holder="韦**",
        issuer="广西壮族自治区卫生健康委员会", issued_on=date(2026, 3, 2), valid_until=date(2031, 3, 1),
        digest=DIGEST,
    )  # fmt: skip
    address = slips.address("https://example.test", TOKEN, slip)
    (page,) = certificate.lay_out(sheet_of(address=address)).pages
    (read,) = zxingcpp.read_barcodes(picture_of(page))
    assert read.text == address
    with clock.at(MAY):
        found = check_qr(read.text, keyrings.own())
        gone = {DIGEST.hex(): ("撤销", MAY)}
        listed = check_qr(read.text, keyrings.own(), Trust(records=gone, listed_at=MAY))
    assert (found.verdict, found.number, found.digest) == (Verdict.GENUINE, "202345000123", DIGEST.hex())
    assert dict(found.facts) == {
        "证照名称": "护士执业证书", "证照编号": "202345000123", "持证人": "韦**",
        "颁发机关": "广西壮族自治区卫生健康委员会", "颁发日期": "2026年3月2日", "有效期至": "2031年3月1日",
    }  # fmt: skip
    assert listed.verdict == Verdict.REVOKED
    assert "它的状态是“撤销”" in listed.sentences[-1]


def test_a_slip_of_one_kind_is_no_slip_of_the_other() -> None:
    slip = slips.certify(
        token=TOKEN, number="1", name="护士执业证书", holder="韦**", issuer="机关",
        issued_on=date(2026, 3, 2), valid_until=None, digest=DIGEST,
    )  # fmt: skip
    other = bytes([slips.NOTICE]) + slip[1:]
    found = check_qr(slips.address("https://example.test", TOKEN, other), keyrings.own())
    assert found.verdict == Verdict.ALTERED
    unknown = bytes([9]) + slip[1:]
    with pytest.raises(ValueError, match="not a slip"):
        slips.read(slips.address("https://example.test", TOKEN, unknown))


def picture_of(page: marks.Page, dots: int = 12) -> Image.Image:
    """Draw the code of a page: the white ground and the dark modules, each at its place."""
    image = Image.new("L", (int(page.width * dots), int(page.height * dots)), 255)
    pen = ImageDraw.Draw(image)
    for mark in page.marks:
        if isinstance(mark, marks.Path) and mark.fill:
            for area in mark.data.split("C"):
                words = area.split()
                points = list(zip(words[1::3], words[2::3], strict=True))
                if points:
                    corners = [((mark.x + float(x)) * dots, (mark.y + float(y)) * dots) for x, y in points]
                    pen.polygon(corners, fill=255 if mark.colour == "255 255 255" else 0)
    return image
