"""The sheet of a notice, from its signed record."""

from django.conf import settings

from onewindow.documents import facts, integrity, proofs, records, slips, tokens
from onewindow.documents.errors import DocumentNotFound
from onewindow.documents.layouts.sheets import Sheet
from onewindow.documents.models import Document
from onewindow.documents.originals.sources import register_original
from onewindow.government import public as government

KIND = "notice"


def register() -> None:
    """Make notices a source of originals."""
    register_original(KIND, _source)


def _source(number: str) -> Sheet:
    document = Document.objects.filter(number=number).first()
    if document is None:
        raise DocumentNotFound
    integrity.require_intact(document)
    return sheet_of(document, agency_uscc=_uscc(records.read(bytes(document.record))["agency"]))


def sheet_of(document: Document, *, agency_uscc: str) -> Sheet:
    """Return what a notice's original shows."""
    record = bytes(document.record)
    content = records.read(record)
    holder, rules = content["holder"], content["rules"]
    closing = [content["remedies"]] if content["remedies"] else []
    if content["automatic"] and rules:
        closing.append(f"本决定由系统按公布的规则“{content['item']['name']}”第{rules['version']}版自动作出。")
    return Sheet(
        design="notice",
        title=content["title"],
        number=content["number"],
        agency=content["agency"],
        agency_uscc=agency_uscc,
        day=facts.day_of(content["decided_at"]),
        record=proofs.record_file(kid=document.kid, signature=bytes(document.signature), record=record),
        address=slips.address(settings.PUBLIC_URL, document.token, bytes(document.slip)),
        token=tokens.spaced(document.token),
        city=document.city,
        demo=content["demo"],
        rows=[
            ("申请人", holder["name"]),
            ("统一社会信用代码" if holder["kind"] == "organisation" else "身份证件号码", holder["number"]),
            ("事项", content["item"]["name"]),
            ("办件编号", content["case_number"]),
            ("决定", content["decision"]),
            ("有效期至", facts.until(content["valid_until"])),
            *((str(label), str(value)) for label, value in content["facts"]),
        ],
        salutation=holder["name"],
        text=content["text"],
        bases=content["legal_bases"],
        closing=closing,
        case_number=content["case_number"],
        check_page=f"{settings.PUBLIC_URL}/verify/",
    )


def _uscc(agency: str) -> str:
    try:
        return government.agency_named(agency).uscc
    except government.UnknownAgency:
        return ""
