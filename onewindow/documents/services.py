"""Verbs of documents."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.core.files.base import File
from django.db import connection

from onewindow.documents import (
    cleaning,
    designs,
    integrity,
    numbering,
    policies,
    records,
    scanning,
    shelves,
    slips,
    sniffing,
    tokens,
)
from onewindow.documents.errors import DocumentNotFound, FileNotScanned, FileRefused, ReasonMissing
from onewindow.documents.events import NoticeRevoked
from onewindow.documents.models import Document, StoredFile
from onewindow.documents.policies import Reading
from onewindow.identity.public import Access, record_accesses
from onewindow.kernel.public import (
    SYSTEM,
    Actor,
    audit,
    canonical,
    clock,
    inserting,
    making,
    outbox,
    sm2,
    unit,
)


def issue_notice(
    *,
    by: Actor,
    kind: str,
    case_number: str,
    item_name: str,
    holder_name: str,
    holder_number: str,
    agency_name: str,
    decision: str,
    decided_at: datetime,
    valid_until: date | None,
    body: Mapping[str, object],
    city: str,
    part: int = 1,
    template: str = designs.FIRST,
) -> Document:
    """Sign the record of a decision and store it at the end of the caller's unit of work.

    `body` may hold title, item_code, item_version, result, text, legal_bases, remedies, automatic, rules
    (rule_set, version, digest) and facts (pairs of label and value); other keys are signed with the rest.
    `part` counts further documents of one kind in a case; `template` is the released one it is printed with
    for ever, and part of what is signed. Nothing is rendered. Raises KeyError for an unknown template,
    RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a notice is issued only inside a unit of work")
    year = clock.local(decided_at).year
    notice = records.Notice(
        kind=kind,
        number=numbering.document_number(agency_name, kind, year, case_number, part=part),
        token=tokens.new_token(),
        case_number=case_number,
        item_name=item_name,
        holder_name=holder_name,
        holder_number=holder_number,
        agency_name=agency_name,
        decision=decision,
        decided_at=decided_at,
        issued_at=clock.now(),
        valid_until=valid_until,
        body=body,
        city=city,
        demo=settings.DEMO,
        template=designs.design(template).name,
    )
    document = signed(notice)
    document.mac = integrity.mac_of(document)
    inserting.insert(document)
    audit.record(by, "notice.issued", document, facts={"number": document.number, "kid": document.kid})
    return document


def revoke_notice(*, by: Actor, number: str, reason: str) -> Document:
    """Take a notice's force away for good; the verify page says so from then on. Tells NoticeRevoked."""
    if not reason.strip():
        raise ReasonMissing(errors={"reason": [ReasonMissing().message]})
    with unit.work():
        document = Document.objects.select_for_update().filter(number=number).first()
        if document is None:
            raise DocumentNotFound
        policies.require_revoker(by, document)
        document.revoke(reason.strip()[:500], at=clock.now())
        document.mac = integrity.mac_of(document)
        document.save(update_fields=["status", "revoked_at", "revoked_reason", "mac"])
        audit.record(by, "notice.revoked", document, reason=document.revoked_reason)
        outbox.publish(
            NoticeRevoked(
                subject=document.number,
                city=document.city,
                number=document.number,
                case_number=document.case_number,
                kind=document.kind,
                reason=document.revoked_reason,
            )
        )
    return document


def signed(notice: records.Notice) -> Document:
    """Return the document of a notice, record and slip signed, not yet stored."""
    record = records.compose(notice)
    digest = canonical.sm3(record)
    signature = sm2.sign("notice", record)
    holder_masked = records.masked_holder(records.holder_kind(notice.holder_number), notice.holder_name)
    return making.made(
        Document,
        token=notice.token,
        kind=notice.kind,
        number=notice.number,
        case_number=notice.case_number,
        record=record,
        digest=digest,
        signature=signature.value,
        kid=signature.kid,
        slip=slips.compose(notice, holder_masked=holder_masked, digest=digest),
        holder_masked=holder_masked,
        issued_at=notice.issued_at,
        valid_until=notice.valid_until,
        city=notice.city,
    )


def store_upload(*, by: Actor, file: "File[bytes]", purpose: str, city: str = "4500") -> StoredFile:
    """Keep an uploaded PDF, OFD or picture of at most 20 MB; raise FileRefused with the cause.

    It is scanned as it came, then kept as `cleaning` leaves it. While the scanner is silent it is kept but
    given to nobody until it has been scanned.
    The file is on disk before its row is written; without the row it is taken away again. Call it outside a
    transaction.
    """
    if (file.size or 0) > sniffing.LARGEST:
        raise FileRefused(cause="文件超过20 MB，请压缩后再传。")
    file.seek(0)
    data = file.read(sniffing.LARGEST + 1)
    if not cleaning.is_heic(data):
        sniffing.media_type(data)
    scanned = scanning.scan(data)
    data = cleaning.cleaned(data)
    kind = sniffing.media_type(data)
    stored = StoredFile(
        name=sniffing.safe_name(file.name or "", kind),
        size=len(data),
        digest=canonical.sm3(data),
        media_type=kind,
        purpose=purpose[:100],
        account_id=by.account_id,
        uploaded_at=clock.now(),
        scan=scanned,
        city=city,
    )
    shelves.put(stored.id, data)
    try:
        with unit.work():
            stored.save(force_insert=True)
            audit.record(by, "file.stored", stored)
    except BaseException:
        shelves.remove(stored.id)
        raise
    return stored


def scan_pending() -> int:
    """Scan what was kept while the scanner was silent; return how many are clean; the rest stays shut."""
    done = 0
    for stored in StoredFile.objects.filter(scan="pending").order_by("pk")[:200]:
        try:
            found = scanning.scan(shelves.get(stored.pk))
        except FileRefused:
            found = "found"
        if found == "pending":
            return done
        with unit.work():
            stored.scan = found
            stored.save(update_fields=["scan"])
            audit.record(SYSTEM, "file.scanned", stored)
        done += found == "clean"
    return done


def open_document(*, by: Actor, document: Document, reading: Reading) -> None:
    """Write into the access log that a whole document is about to be read; raise DocumentDamaged first."""
    integrity.require_intact(document)
    _record(by, reading, what=f"文书{document.number}")


def open_file(*, by: Actor, stored: StoredFile, reading: Reading) -> None:
    """Write into the access log that an uploaded file is about to be read; raise FileNotScanned first."""
    if stored.scan in {"pending", "found"}:
        raise FileNotScanned
    _record(by, reading, what=f"附件“{stored.name}”（{stored.purpose}）")


def _record(by: Actor, reading: Reading, *, what: str) -> None:
    if reading.subject_id is None:
        return
    access = Access(
        subject_kind=reading.subject_kind,
        subject_id=reading.subject_id,
        what=what,
        reason=reading.reason,
        case=reading.case,
        item=reading.item,
    )
    with unit.work():
        record_accesses(by, [access])
