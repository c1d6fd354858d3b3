"""What officials see: their body's licences, deliveries, bad rows, reports, permits; all in keyset pages."""

from django.db.models import QuerySet

from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, codes
from onewindow.licences import policies
from onewindow.licences.errors import LicenceNotFound
from onewindow.licences.models import Delivery, ErrorReport, Licence, LicenceUse, Permit, QuarantineRow
from onewindow.ui.public import Page

A_PAGE = 20


def licences_found(
    by: Actor, text: str = "", *, kind: str = "", status: str = "", after: str = ""
) -> Page[Licence]:
    """Return the body's licences: by number on the face, identifier, whole holder number or holder's name."""
    rows = policies.issued_for(by).defer("record")
    words = text.strip()[:140]
    if words:
        rows = _matching(rows, words)
    if kind:
        rows = rows.filter(type=kind)
    if status:
        rows = rows.filter(status=status)
    if after:
        rows = rows.filter(identifier__gt=after[:140])
    found = list(rows.order_by("identifier")[: A_PAGE + 1])
    return Page(found[:A_PAGE], found[A_PAGE - 1].identifier if len(found) > A_PAGE else "")


def _matching(rows: QuerySet[Licence], words: str) -> QuerySet[Licence]:
    plain = words.upper().removeprefix(f"{codes.LICENCE_ROOT}.")
    if "." in plain:
        return rows.filter(identifier=plain)
    if codes.ResidentId.is_valid(plain) or codes.Uscc.is_valid(plain):
        return rows.filter(holder_key=identity.number_key(plain))
    if any(character.isdigit() for character in words):
        return rows.filter(number=words)
    return rows.filter(holder_name=words)


def desk_licence(by: Actor, identifier: str) -> Licence:
    """Return a licence of the official's body; raise LicenceNotFound."""
    found = policies.issued_for(by).filter(identifier=identifier).first()
    if found is None:
        raise LicenceNotFound
    return found


def versions_of(licence: Licence) -> list[Licence]:
    """Return all versions of a loaded licence's series, the newest first."""
    rows = Licence.objects.filter(
        issuer_uscc=licence.issuer_uscc, serial=licence.serial, type_id=licence.type_id
    )
    return list(rows.defer("record").order_by("-version"))


def quarantine(by: Actor, *, ended: bool = False, library: str = "", after: str = "") -> Page[QuarantineRow]:
    """Return one page of the bad rows the actor keeps: those waiting, or those dealt with."""
    rows = policies.quarantine_of(by).defer("raw")
    rows = rows.exclude(ended="") if ended else rows.filter(ended="")
    if library:
        rows = rows.filter(library__code=library)
    if after.isdigit():
        rows = rows.filter(pk__gt=int(after[:18]))
    found = list(rows.order_by("id")[: A_PAGE + 1])
    return Page(found[:A_PAGE], str(found[A_PAGE - 1].pk) if len(found) > A_PAGE else "")


def bad_row(by: Actor, row_id: int) -> QuarantineRow:
    """Return a bad row the actor keeps; raise LicenceNotFound."""
    found = policies.quarantine_of(by).filter(pk=row_id).first()
    if found is None:
        raise LicenceNotFound
    return found


def deliveries(by: Actor, limit: int = A_PAGE) -> list[Delivery]:
    """Return the newest deliveries to the sub-libraries the actor keeps."""
    kept = list(policies.libraries_kept_by(by).values_list("code", flat=True))
    return list(Delivery.objects.filter(libraries__overlap=kept).order_by("-id")[:limit])


def reports(by: Actor) -> tuple[list[ErrorReport], list[ErrorReport]]:
    """Return the reports that wait for the official's body, the oldest first, and those answered last."""
    rows = policies.reports_for(by)
    waiting = rows.filter(answered_at=None).order_by("id")[:200]
    return list(waiting), list(rows.exclude(answered_at=None).order_by("-answered_at")[:A_PAGE])


def report(by: Actor, report_id: int) -> ErrorReport:
    """Return a report the official's body answers; raise LicenceNotFound."""
    found = policies.reports_for(by).filter(pk=report_id).first()
    if found is None:
        raise LicenceNotFound
    return found


def permits(by: Actor) -> list[Permit]:
    """Return the permits the actor looks after, those in force first."""
    return list(policies.permits_seen_by(by).order_by("-ended_at", "client", "type")[:200])


def own_use(by: Actor, use_id: int) -> LicenceUse:
    """Return a use that the official or system made; raise LicenceNotFound."""
    found = policies.uses_by(by).filter(pk=use_id).first()
    if found is None:
        raise LicenceNotFound
    return found
