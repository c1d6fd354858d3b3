"""Issue: a decided case becomes a licence, in the same transaction."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

from onewindow.government.public import Agency
from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, clock, codes, outbox, unit
from onewindow.licences import faces, integrity, validity
from onewindow.licences.errors import AlreadyInForce, LicenceInvalid
from onewindow.licences.events import LicenceIssued
from onewindow.licences.models import Licence, LicenceType
from onewindow.licences.queries.types import licence_type
from onewindow.licences.records import Draft, Holder
from onewindow.licences.services.status import marked
from onewindow.licences.signing import signed
from onewindow.licences.states import LIVE, Status

RENEWED = "换发新版本"


def issue_licence(
    *,
    by: Actor,
    type_code: str,
    issuer: Agency,
    holder: Holder,
    number: str,
    face: Mapping[str, Any],
    valid_from: date,
    valid_to: date | None,
    case_number: str,
    renew: bool = False,
) -> Licence:
    """Sign and store a licence in the caller's unit of work; what the same case issued before is returned.

    `renew` makes the next version of the holder's licence in force, which lapses; where there is none, the
    first version is made. Who may decide was judged by the caller, that decides. Raises UnknownLicenceType,
    LicenceInvalid, AlreadyInForce; RuntimeError outside a transaction. Two statements, three on renewal.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a licence is issued only inside a unit of work")
    kind = licence_type(type_code)
    _check(kind, holder, face, valid_from, valid_to)
    with unit.work():
        held = list(
            Licence.objects.select_for_update(of=("self",))
            .filter(type=kind, holder_key=identity.number_key(holder.number))
            .order_by("-version")
        )
        before = next((row for row in held if row.case_number == case_number), None)
        if before is not None:
            return before
        live = [row for row in held if row.status in LIVE]
        previous = live[0] if renew and live else None
        if kind.sole and live and previous is None:
            raise AlreadyInForce(name=kind.name, number=live[0].number)
        draft = Draft(
            type=kind,
            identifier=_identifier(kind, issuer, previous, case_number),
            number=number,
            holder=holder,
            issuer_name=issuer.name,
            issued_on=clock.today(),
            valid_from=valid_from,
            valid_to=valid_to,
            region_code=issuer.region_code,
            face=face,
            previous=previous.identifier if previous else "",
            case_number=case_number,
        )
        return _stored(by, draft, previous)


def _stored(by: Actor, draft: Draft, previous: Licence | None) -> Licence:
    if previous is not None:
        event = marked(previous, Status.LAPSED, note=RENEWED)
        previous.save(update_fields=["status", "status_note", "status_at", "status_by", "mac"])
        audit.record(by, "licence.renewed", previous)
        outbox.publish(event)
    licence = signed(draft)
    licence.mac = integrity.mac_of(licence)
    licence.save(force_insert=True)
    audit.record(by, "licence.issued", licence, facts={"identifier": licence.identifier, "kid": licence.kid})
    outbox.publish(issued(licence))
    return licence


def issued(licence: Licence, library: str = "") -> LicenceIssued:
    """Return the event that tells of a new licence."""
    return LicenceIssued(
        subject=licence.identifier,
        city=licence.city,
        type_code=licence.type_id,
        issuer=licence.issuer_uscc,
        status=licence.status,
        library=library,
        case_number=licence.case_number,
    )


def _identifier(
    kind: LicenceType, issuer: Agency, previous: Licence | None, case_number: str
) -> codes.LicenceId:
    """Return the next version of a series at its issuer, else a new series numbered as the case."""
    if previous is not None and previous.issuer_uscc == issuer.uscc:
        return codes.LicenceId.build(kind.code, issuer.uscc, previous.serial, previous.version + 1)
    return codes.LicenceId.build(kind.code, issuer.uscc, case_number, 1)


def _check(kind: LicenceType, holder: Holder, face: Mapping[str, Any], start: date, end: date | None) -> None:
    errors = {f"face.{name}": [text] for name, text in faces.faults(kind.schema, dict(face)).items()}
    if kind.holder_class not in {"either", holder.kind}:
        errors["holder"] = ["这种证照不发给这类持证人。"]
    fault = validity.fault(kind.validity, start, end)
    if fault:
        errors["valid_to"] = ["有效期不符合这种证照的规定。"]
    if errors:
        raise LicenceInvalid(errors=errors)
