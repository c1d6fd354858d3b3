"""Named reads of documents."""

import logging
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from onewindow.documents import facts, integrity, keyrings, kinds, records, shelves, tokens
from onewindow.documents.errors import DocumentNotFound, FileNotFound
from onewindow.documents.models import Document, Status, StoredFile
from onewindow.documents.verdicts import Check, Verdict, Verification, altered, unknown_key
from onewindow.documents.verification import OFFLINE
from onewindow.kernel.public import canonical, clock, prepared, sm2

log = logging.getLogger("onewindow.documents")
_STANDING = {Verdict.GENUINE: "有效", Verdict.EXPIRED: "已过有效期", Verdict.REVOKED: "已撤销"}


def notices_of(case_number: str) -> list[Document]:
    """Return the documents of a case, oldest first."""
    return _OF_CASE.all(case_number)


_OF_CASE = prepared.Kept(
    lambda: Document.objects.filter(case_number=prepared.Place(1)).order_by("issued_at", "id")
)


def notices_of_all(case_numbers: Sequence[str]) -> list[Document]:
    """Return the documents of several cases, oldest first, in one statement."""
    return list(Document.objects.filter(case_number__in=case_numbers).order_by("issued_at", "id"))


def document_by_token(token: str) -> Document:
    """Return the document a code belongs to; raise DocumentNotFound."""
    document = Document.objects.filter(token=token).first() if tokens.is_token(token) else None
    if document is None:
        raise DocumentNotFound
    return document


def stored_file(file_id: UUID) -> StoredFile:
    """Return what is known of an uploaded file; raise FileNotFound."""
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None:
        raise FileNotFound
    return found


def file_bytes(file_id: UUID) -> bytes:
    """Return an uploaded file whole; whoever asks has checked the right. Raises FileNotFound."""
    try:
        return shelves.get(file_id)
    except FileNotFoundError as fault:
        raise FileNotFound from fault


def check_token(token: str) -> Verification:
    """Check the document behind a code as it lies in the database now: digest, signature, columns, status."""
    try:
        document = document_by_token(token)
    except DocumentNotFound:
        found = kinds.check(token)
        if found is not None:
            return found
        return Verification(
            verdict=Verdict.UNKNOWN,
            sentences=[
                _("没有任何文书或者证照使用这个验证码。"),
                _("请核对是否输错；确认无误仍查不到的，手里的文书是伪造的，请不要采信，可拨打12345反映。"),
            ],
            online=True,
        )
    return examine(document)


def with_standing(found: Verification) -> Verification:
    """Return the verdict on a file, with what the register says of its document now."""
    if not found.token or found.verdict not in {Verdict.GENUINE, Verdict.EXPIRED}:
        return found
    now = check_token(found.token)
    if now.verdict == Verdict.UNKNOWN:
        return found
    said = [text for text in found.sentences if text != str(OFFLINE)]
    return replace(found, verdict=now.verdict, sentences=[*said, *now.sentences[1:]], online=True)


def examine(document: Document) -> Verification:
    """Check a loaded document; nothing is remembered from earlier checks."""
    record, digest = bytes(document.record), bytes(document.digest)
    key = keyrings.own().get(document.kid)
    if key is None:
        return unknown_key(document.kid)
    try:
        content = records.read(record)
    except ValueError:
        content = {}
    signed = bool(content) and sm2.verify(key, record, bytes(document.signature))
    checks = [
        Check(_("记录的SM3摘要"), canonical.sm3(record) == digest),
        Check(_("记录的SM2签名"), signed),
        Check(_("登记内容与记录一致"), signed and integrity.repeats_record(document, content)),
        Check(_("登记内容和状态未被改动"), integrity.is_as_left(document)),
    ]
    if not all(check.passed for check in checks):
        failed = [step.name for step in checks if not step.passed]
        log.error("document %s was altered in the database: %s", document.pk, "、".join(failed))
        return altered(
            _("平台保存的这份文书已被改动，与签发时不符。"), kid=document.kid, checks=checks, online=True
        )
    verdict = _standing(document)
    return Verification(
        verdict=verdict,
        sentences=_said(document, verdict, demo=content["demo"]),
        facts=[*facts.of_record(content), (_("状态"), _STANDING[verdict])],
        checks=checks,
        number=document.number,
        digest=digest.hex(),
        kid=document.kid,
        online=True,
    )


def _standing(document: Document) -> Verdict:
    if document.status == Status.REVOKED:
        return Verdict.REVOKED
    if document.valid_until and document.valid_until < clock.today():
        return Verdict.EXPIRED
    return Verdict.GENUINE


def _said(document: Document, verdict: Verdict, *, demo: bool) -> list[str]:
    sentences = [_("这份文书由本平台签发，摘要和签名刚刚重新核对过，内容没有改动。")]
    if verdict == Verdict.REVOKED and document.revoked_at:
        day = facts.chinese_day(clock.local(document.revoked_at).date())
        sentences.append(_("它已于%(day)s被撤销，不再有效。") % {"day": day})
    elif verdict == Verdict.EXPIRED and document.valid_until:
        day = facts.chinese_day(document.valid_until)
        sentences.append(_("它的有效期已于%(day)s届满。") % {"day": day})
    else:
        sentences.append(_("请对照下列内容；与手里的文书不一致的，手里的文书是伪造的。"))
    if demo:
        sentences.append(_("这是演示数据，不作任何凭证。"))
    return sentences
