"""Builders of notices for tests, through the verb."""

from datetime import UTC, date, datetime
from typing import Any

import pypdfium2
import zxingcpp

from onewindow.documents import designs
from onewindow.documents import public as documents
from onewindow.kernel.public import SYSTEM, unit

CASE = "11459900MA0DEM0991" + "261123" + "000012" + "K"
HEALTH = "广西壮族自治区卫生健康委员会"
DECIDED = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def notice_of(**changes: object) -> documents.Document:
    """Issue a nurse's notice, changed where said."""
    given: dict[str, object] = {
        "by": SYSTEM,
        "kind": "grant",
        "case_number": CASE,
        "item_name": "护士执业注册（延续）",
        "holder_name": "韦晓兰",
        "holder_number": "459900199005120020",
        "agency_name": HEALTH,
        "decision": "准予",
        "decided_at": DECIDED,
        "valid_until": date(2032, 1, 21),
        "body": {
            "item_code": "0001",
            "item_version": 1,
            "result": "准予护士执业注册（延续）决定书",
            "text": "经审查，申请人符合护士执业注册延续的条件，准予延续注册，有效期5年。",
            "legal_bases": ["《护士条例》第十条", "《中华人民共和国行政许可法》第五十条"],
            "automatic": True,
            "remedies": "",
            "rules": {"rule_set": "nurse-renewal", "version": "1", "digest": "ab" * 32},
            "facts": [["护士执业证书编号", "202345000123"]],
        },
        "city": "4500",
    }
    with unit.work():
        return documents.issue_notice(**(given | changes))  # type: ignore[arg-type]


def template_names() -> set[str]:
    """Return the templates that were ever released."""
    return set(designs.released())


def image_of(pdf: bytes, dpi: int = 150) -> Any:
    """Return the first page as a picture."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        page = document[0]
        try:
            return page.render(scale=dpi / 72).to_pil()
        finally:
            page.close()
    finally:
        document.close()


def codes_on(pdf: bytes) -> Any:
    """Read QR codes only: dense print now and then passes for a linear code."""
    return zxingcpp.read_barcodes(image_of(pdf), formats=zxingcpp.BarcodeFormat.QRCode)
