"""Change the status of a licence: only its issuer, only lawfully; running out is the issuer's own rule."""

from onewindow.kernel.public import SYSTEM, Actor, audit, clock, outbox, unit
from onewindow.licences import integrity, policies
from onewindow.licences.errors import LicenceInvalid, LicenceNotFound, UnlawfulChange
from onewindow.licences.events import LicenceChanged
from onewindow.licences.models import Licence
from onewindow.licences.states import LIVE, STOOD, Status, is_lawful

BATCH = 500
CHANGED = ("status", "status_note", "status_at", "status_by", "delivered_status", "mac")


def change_status(*, by: Actor, identifier: str, status: str, reason: str) -> Licence:
    """Suspend, restore, revoke, cancel… a licence; verification shows it from this commit on.

    Asked again for the status it has, nothing happens. Raises LicenceNotFound, NotTheIssuer, UnlawfulChange,
    LicenceInvalid without a reason.
    """
    errors = {}
    if not reason.strip() or "\x00" in reason:
        errors["reason"] = ["请写明原因和依据。"]
    if status not in Status.values:
        errors["status"] = ["请选择要改成的状态。"]
    if errors:
        raise LicenceInvalid(errors=errors)
    with unit.work():
        licence = (
            Licence.objects.select_for_update(of=("self",))
            .select_related("type")
            .filter(identifier=identifier)
            .first()
        )
        if licence is None:
            raise LicenceNotFound
        policies.require_issuer(by, licence)
        if licence.status == status:
            return licence
        _put(by, licence, marked(licence, Status(status), note=reason.strip()[:500]))
    return licence


def take_back_licence(*, by: Actor, identifier: str, reason: str) -> Licence:
    """Revoke a licence that was issued and not yet handed over; what it was to replace stands as before.

    The earlier version has its force again if it would still hold today. In the caller's unit of work, which
    judged who takes the result back. A licence out of force is left. Raises LicenceNotFound, UnlawfulChange.
    """
    rows = Licence.objects.select_for_update(of=("self",)).select_related("type")
    with unit.work():
        licence = rows.filter(identifier=identifier).first()
        if licence is None:
            raise LicenceNotFound
        if licence.status not in LIVE:
            return licence
        said = reason.strip()
        _put(by, licence, marked(licence, Status.REVOKED, note=said[:500]))
        before = rows.filter(identifier=licence.previous).first() if licence.previous else None
        if before is not None and _stands_again(before):
            _put(by, before, _set(before, STOOD[before.status_note], note=f"换发的证照已撤销：{said}"[:500]))
    return licence


def _stands_again(before: Licence) -> bool:
    """Tell whether a licence lapsed only by its renewal and would still hold today."""
    lapsed = before.status == Status.LAPSED and before.status_note in STOOD
    return lapsed and (before.valid_to is None or before.valid_to >= clock.today())


def _put(by: Actor, licence: Licence, event: LicenceChanged) -> None:
    licence.save(update_fields=CHANGED)
    audit.record(by, "licence.status_changed", licence, reason=licence.status_note)
    outbox.publish(event)


def marked(licence: Licence, status: Status, *, note: str) -> LicenceChanged:
    """Set a licence's status, not yet stored; return the event. Raises UnlawfulChange."""
    before = licence.status
    if not is_lawful(before, status):
        raise UnlawfulChange(before=Status(before).label, after=status.label)
    return _set(licence, status, note=note)


def _set(licence: Licence, status: Status, *, note: str) -> LicenceChanged:
    before = licence.status
    licence.status, licence.status_note = status, note
    licence.status_at, licence.status_by = clock.now(), licence.issuer_uscc
    licence.mac = integrity.mac_of(licence)
    return LicenceChanged(
        subject=licence.identifier,
        city=licence.city,
        type_code=licence.type_id,
        issuer=licence.issuer_uscc,
        before=before,
        after=str(status),
    )


def lapse_expired() -> int:
    """Mark licences that ran out before today as lapsed, in batches; return how many. Runs every night."""
    done = 0
    while True:
        with unit.work():
            rows = list(
                Licence.objects.select_for_update(skip_locked=True)
                .filter(status=Status.IN_FORCE, valid_to__lt=clock.today())
                .order_by("valid_to")[:BATCH]
            )
            if not rows:
                return done
            events = [marked(row, Status.LAPSED, note="有效期届满") for row in rows]
            Licence.objects.bulk_update(rows, CHANGED)
            audit.record(SYSTEM, "licence.lapsed", *rows)
            outbox.publish(*events)
        done += len(rows)
