"""Sets a document's page with typst; the template is ours, what people wrote reaches it only as data."""

import json
import threading
from functools import cache
from typing import Any

import typst
from django.conf import settings

from onewindow.documents import designs, facts, integrity, proofs, records, slips, tokens
from onewindow.documents.models import Document
from onewindow.documents.rendering import fonts, qr, seals
from onewindow.kernel.public import clock

TEMPLATES = designs.FOLDER
STANDARDS = ["a-3b"]
PPI = 110
_one_at_a_time = threading.Lock()


def render_pdf(document: Document) -> bytes:
    """Return the document as PDF; the same document gives the same pages, only the proof line is new.

    Raises DocumentDamaged when the row is not as it was signed: our proof never covers what we did not issue.
    """
    integrity.require_intact(document)
    return proofs.prove(page_bytes(document), bytes(document.digest))


def page_bytes(document: Document) -> bytes:
    """Return the PDF before it is proved, byte for byte the same each time."""
    template, inputs = _inputs(document)
    return set_page(inputs, STANDARDS, int(document.issued_at.timestamp()), template)


def page_images(document: Document) -> list[bytes]:
    """Return the pages as PNG, as the PDF shows them, for who has no reader at hand.

    Raises DocumentDamaged as `render_pdf` does.
    """
    integrity.require_intact(document)
    template, inputs = _inputs(document)
    with _one_at_a_time:
        made = _compiler(template).compile(format="png", ppi=PPI, sys_inputs=inputs)
    return made if isinstance(made, list) else [made]


def _inputs(document: Document) -> tuple[str, dict[str, str]]:
    """Return the file of the document's template and what it is filled with."""
    record = bytes(document.record)
    content = records.read(record)
    return designs.of_record(content).file, {
        "page": page_data(content, revoked=_revoked(document)),
        "record": proofs.record_file(
            kid=document.kid, signature=bytes(document.signature), record=record
        ).decode(),
        "seal": seals.seal_svg(content["agency"], demo=content["demo"]),
        "qr": qr.svg(slips.address(settings.PUBLIC_URL, document.token, bytes(document.slip))),
    }


def set_page(
    inputs: dict[str, str], standards: list[str], timestamp: int, template: str = "notice-1.typ"
) -> bytes:
    """Set one document; a process has one compiler, which does one thing at a time."""
    with _one_at_a_time:
        made = _compiler(template).compile(
            format="pdf", sys_inputs=inputs, pdf_standards=standards, timestamp=timestamp
        )
    assert isinstance(made, bytes)
    return made


def _revoked(document: Document) -> str:
    if document.revoked_at is None:
        return ""
    return f"本文书已于{facts.chinese_day(clock.local(document.revoked_at).date())}撤销，不再有效。"


@cache
def _compiler(template: str) -> Any:
    return typst.Compiler(
        TEMPLATES / template,
        root=TEMPLATES,
        font_paths=fonts.folders(),
        ignore_system_fonts=True,
    )


def page_data(content: dict[str, Any], *, revoked: str = "") -> str:
    """Return what the template prints, as JSON; every value is text or a list of texts."""
    decided = facts.day_of(content["decided_at"])
    holder = content["holder"]
    rows = [
        ("申请人", holder["name"]),
        ("统一社会信用代码" if holder["kind"] == "organisation" else "身份证件号码", holder["number"]),
        ("事项", content["item"]["name"]),
        ("办件编号", content["case_number"]),
        ("决定", content["decision"]),
        ("有效期至", facts.until(content["valid_until"])),
        *((str(label), str(value)) for label, value in content["facts"]),
    ]
    rules = content["rules"]
    page = {
        "title": content["title"],
        "number": content["number"],
        "holder": holder["name"],
        "rows": [[label, value] for label, value in rows if value],
        "text": content["text"],
        "bases": content["legal_bases"],
        "remedies": content["remedies"],
        "agency": content["agency"],
        "day": facts.chinese_day(decided),
        "automatic": f"本决定由系统按公布的规则“{content['item']['name']}”第{rules['version']}版自动作出。"
        if content["automatic"] and rules
        else "",
        "token": tokens.spaced(content["token"]),
        "address": f"{settings.PUBLIC_URL}/verify/",
        "demo": content["demo"],
        "revoked": revoked,
    }
    shown = fonts.printable(page)
    shown["missing"] = shown != page
    return json.dumps(shown, ensure_ascii=False)
