"""Verbs of originals."""

from onewindow.documents import shelves
from onewindow.documents.errors import DocumentDamaged
from onewindow.documents.layouts import certificate, notice
from onewindow.documents.layouts.sheets import Sheet
from onewindow.documents.ofd import writing
from onewindow.documents.ofd.sealing import Sealer
from onewindow.documents.originals.models import Original
from onewindow.documents.originals.sources import sheet_of
from onewindow.documents.seals import services as seals
from onewindow.documents.seals.making import now
from onewindow.kernel.public import Actor, audit, canonical, ids, unit

_DESIGNS = {"notice": notice.lay_out, "certificate": certificate.lay_out}


def seal_original(*, by: Actor, kind: str, reference: str) -> Original:
    """Lay out, write and seal the OFD of a reference; the one that is there already is returned.

    For the worker (by the system), or an official granted the seal. Raises SealMissing, SealNotUsable,
    UseNotGranted; then nothing is left behind. Call it outside a transaction: it renders and writes a file.
    """
    held = original_of(kind, reference)
    if held is not None:
        return held
    sheet = sheet_of(kind, reference)
    use = seals.Use(kind, reference, sheet.case_number, sheet.city)
    seal = seals.seal_for(by=by, agency_uscc=sheet.agency_uscc, use=use)
    made, at = ids.new_id(), now()
    data = write_ofd(sheet, seals.sealer(seal, at=at), number=made.hex)
    original = Original(
        id=made,
        kind=kind,
        reference=reference,
        record_digest=canonical.sm3(sheet.record),
        digest=canonical.sm3(data),
        size=len(data),
        sealed_at=at,
        city=sheet.city,
    )
    digest = canonical.sm3(data)
    shelves.put(made, data)
    kept = False
    try:
        with unit.work():
            seals.lock(seal, at=at)
            if original_of(kind, reference) is None:
                original.seal_use = seals.record_use(by=by, seal=seal, use=use, digest=digest, at=at)
                original.save(force_insert=True)
                audit.record(by, "original.sealed", original, facts={"seal": seal.number})
                kept = True
    finally:
        if not kept:
            shelves.remove(made)
    found = original if kept else original_of(kind, reference)
    assert found is not None
    return found


def write_ofd(sheet: Sheet, sealer: Sealer, *, number: str) -> bytes:
    """Return the sealed OFD of a sheet; `number` are the 32 hex digits the file is known by."""
    shown = sheet.printable()
    facts = writing.Facts(number, f"{sheet.title} {sheet.number}", sheet.agency, sealer.at)
    return writing.write(_DESIGNS[sheet.design](shown), facts, sheet.record, sealer)


def original_of(kind: str, reference: str) -> Original | None:
    """Return the sealed original of a reference, or nothing while its file is pending."""
    return Original.objects.filter(kind=kind, reference=reference).first()


def original_bytes(original: Original) -> bytes:
    """Return an original's bytes; raise DocumentDamaged unless they are the bytes that were sealed."""
    try:
        data = shelves.get(original.pk)
    except FileNotFoundError as error:
        raise DocumentDamaged from error
    if canonical.sm3(data) != bytes(original.digest):
        raise DocumentDamaged
    return data
