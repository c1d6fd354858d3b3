"""证照文件: the sealed OFD of a licence, made by the worker after the commit, or when first asked for."""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef

from onewindow.documents import public as documents
from onewindow.kernel.public import SYSTEM, clock
from onewindow.licences import faces, integrity, records
from onewindow.licences.copies import record_of
from onewindow.licences.errors import LicenceAltered
from onewindow.licences.models import Licence
from onewindow.licences.queries.licences import licence
from onewindow.licences.signing import address_of

log = logging.getLogger("onewindow.licences")
KIND = "licence"
AT_ONCE, DAYS = 100, 2


def register() -> None:
    """Make licences a source of originals."""
    documents.register_original(KIND, _source)


def _source(identifier: str) -> documents.Sheet:
    found = licence(identifier)
    if not integrity.is_as_left(found):
        raise LicenceAltered
    return sheet_of(found)


def sheet_of(found: Licence) -> documents.Sheet:
    """Return what a licence's original shows: holder, face, dates, and a code with a signed slip in it."""
    content = found.content
    holder = content["holder"]
    number_label = "统一社会信用代码" if holder["kind"] == "organisation" else "公民身份号码"
    face = faces.rows(found.type.schema, found.face)
    shown = {value for _, value in face}
    rows = [
        *([("持证人", holder["name"])] if holder["name"] not in shown else []),
        *([(number_label, holder["number"])] if holder["number"] not in shown else []),
        *face,
        ("有效期起", records.chinese_day(content["valid_from"])),
        ("有效期至", records.chinese_day(content["valid_until"]) if content["valid_until"] else "长期"),
    ]
    return documents.Sheet(
        design="certificate",
        title=found.type.name,
        number=found.number,
        agency=found.issuer_name,
        agency_uscc=found.issuer_uscc,
        day=found.issued_on,
        record=record_of(found),
        address=address_of(found),
        token=documents.spaced(found.token),
        city=found.city,
        demo=bool(content["demo"]),
        rows=rows,
        case_number=found.case_number,
        check_page=f"{settings.PUBLIC_URL}/verify/",
    )


def file_of(found: Licence) -> bytes:
    """Return the sealed OFD of a licence, made now where it is still pending; call it outside a transaction.

    Raises documents.SealMissing, documents.SealNotUsable, LicenceAltered, documents.DocumentDamaged.
    """
    original = documents.seal_original(by=SYSTEM, kind=KIND, reference=found.identifier)
    return documents.original_bytes(original)


def is_pending(found: Licence) -> bool:
    """Tell whether the file of a licence is still to be made (文件制作中)."""
    return documents.original_of(KIND, found.identifier) is None


def seal_pending() -> int:
    """Make the files of licences issued here of late that have none yet; return how many. For the worker.

    Those delivered by sub-libraries are made when somebody asks for them. One that cannot be sealed (its body
    has no usable seal) is left for the next time and holds up nobody.
    """
    made = documents.Original.objects.filter(kind=KIND, reference=OuterRef("identifier"))
    rows = Licence.objects.filter(library=None, status_at__gt=clock.now() - timedelta(days=DAYS), status="01")
    done = 0
    for found in rows.filter(~Exists(made)).order_by("status_at")[:AT_ONCE]:
        try:
            file_of(found)
        except (
            documents.SealMissing,
            documents.SealNotUsable,
            documents.UseNotGranted,
            LicenceAltered,
        ) as fault:
            log.info("no file yet for licence %s: %s", found.pk, fault.code)
        else:
            done += 1
    return done
