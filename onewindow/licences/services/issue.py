"""Issue: a decided case, or the issuer's own desk, makes a licence; renewal makes the next version."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import connection

from onewindow.documents import public as documents
from onewindow.kernel.public import Actor, audit, canonical, clock, codes, outbox, unit
from onewindow.licences import faces, integrity, policies, validity
from onewindow.licences.errors import AlreadyInForce, LicenceInvalid, MovedMeanwhile
from onewindow.licences.events import LicenceIssued
from onewindow.licences.intake.copying import insert_after
from onewindow.licences.models import Licence, LicenceType
from onewindow.licences.queries.licences import held_of_type
from onewindow.licences.queries.types import licence_type
from onewindow.licences.records import Draft, Holder, Issuer
from onewindow.licences.services.status import marked
from onewindow.licences.services.uses import said
from onewindow.licences.signing import signed
from onewindow.licences.states import LIVE, RENEWED, RENEWED_SUSPENDED, Status


def issue_licence(
    *,
    by: Actor,
    type_code: str,
    issuer: Issuer,
    holder: Holder,
    number: str,
    face: Mapping[str, Any],
    valid_from: date,
    valid_to: date | None,
    case_number: str,
    renew: bool = False,
    known: Sequence[Licence] | None = None,
) -> Licence:
    """Sign and store a licence in the caller's unit of work; what the same case issued before is returned.

    `renew` makes the next version of the holder's licence in force, which lapses; where there is none, the
    first version is made. Who may decide was judged by the caller, that decides. With `known`, what
    `held_of_type` told before the unit, nothing is read. One statement, three when a sole licence is renewed
    that was not known. Raises UnknownLicenceType, LicenceInvalid, AlreadyInForce, MovedMeanwhile;
    RuntimeError outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a licence is issued only inside a unit of work")
    kind = licence_type(type_code)
    _check(kind, holder, face, valid_from, valid_to)
    draft = Draft(
        type=kind,
        identifier=_identifier(kind, issuer, None, case_number),
        number=number,
        holder=holder,
        issuer_name=issuer.name,
        issued_on=clock.today(),
        valid_from=valid_from,
        valid_to=valid_to,
        region_code=issuer.region_code,
        face=face,
        case_number=case_number,
    )
    with unit.work():
        if known is None and kind.sole and case_number:
            made = _stored(by, draft, None)  # where one is in force already, the database refuses this
            if made is not None:
                return made
        held = held_of_type(holder.number, kind.code, lock=True) if known is None else known
        before = next((row for row in held if case_number and row.case_number == case_number), None)
        if before is not None:
            return before
        live = sorted((row for row in held if row.status in LIVE), key=lambda row: row.number != number)
        previous = live[0] if renew and live else None
        if kind.sole and live and previous is None:
            raise AlreadyInForce(name=kind.name, number=live[0].number)
        if previous is not None:
            identifier = _identifier(kind, issuer, previous, case_number, among=held)
            draft = replace(draft, identifier=identifier, previous=previous.identifier)
        made = _stored(by, draft, previous)
        if made is None:
            raise MovedMeanwhile
        return made


def issue_at_desk(
    *,
    by: Actor,
    type_code: str,
    holder: Holder,
    number: str,
    face: Mapping[str, Any],
    valid_from: date,
    valid_to: date | None,
    basis: str,
    previous: str = "",
) -> Licence:
    """Issue for the officer's own body what was decided on paper, or change a licence into its next version.

    Raises NotTheIssuer, LicenceInvalid, AlreadyInForce, LicenceNotFound.
    """
    kind = licence_type(type_code)
    issuer = policies.require_issuing(by, kind)
    errors: dict[str, list[str]] = {}
    if not number.strip() or len(number) > 100 or "\x00" in number:
        errors["number"] = ["请填写证照编号，最多 100 字。"]
    person = holder.kind == "person"
    valid = codes.ResidentId.is_valid(holder.number) if person else codes.Uscc.is_valid(holder.number)
    if not valid:
        errors["holder_number"] = ["持证人的证件号码校验不通过，请核对。"]
    if not holder.name.strip() or len(holder.name) > 200 or "\x00" in holder.name:
        errors["holder_name"] = ["请填写持证人的姓名或者名称。"]
    errors |= _faults(kind, holder, face, valid_from, valid_to)
    try:
        reason = said(basis, "basis", "请写明依据：决定书文号，或者变更的事由。", 500)
    except LicenceInvalid as fault:
        raise LicenceInvalid(errors={**errors, **fault.errors}) from fault
    if errors:
        raise LicenceInvalid(errors=errors)
    with unit.work():
        held = held_of_type(holder.number, kind.code, lock=True)
        if previous:
            before = next((row for row in held if row.identifier == previous), None)
            if before is None:
                raise LicenceInvalid(errors={"holder_number": ["换发的证照应是同一个持证人的。"]})
            policies.require_issuer(by, before)
            held = [before]
        made = issue_licence(
            by=by, type_code=kind.code, issuer=Issuer(issuer.uscc, issuer.name, issuer.region_code),
            holder=holder, number=number.strip(), face=face, valid_from=valid_from, valid_to=valid_to,
            case_number="", renew=bool(previous), known=held,
        )  # fmt: skip
        audit.record(by, "licence.issued_at_desk", made, reason=reason)
    return made


def _stored(by: Actor, draft: Draft, previous: Licence | None) -> Licence | None:
    """Store the licence of a draft, its predecessor lapsed; nothing where the database refuses it."""
    licence = signed(draft)
    state = canonical.row_state(licence)
    licence.mac = integrity.mac_of_state(state)
    mac = bytes(previous.mac) if previous else b""
    event = None
    if previous is not None:
        note = RENEWED if previous.status == Status.IN_FORCE else RENEWED_SUSPENDED
        event = marked(previous, Status.LAPSED, note=note)
    if not insert_after(licence, previous, mac):
        return None
    if previous is not None and event is not None:
        audit.record(by, "licence.renewed", previous)
        outbox.publish(event)
    told = {"identifier": licence.identifier, "kid": licence.kid}
    audit.record(by, "licence.issued", licence, facts=told, state_of=lambda _: state)
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
    kind: LicenceType,
    issuer: Issuer,
    previous: Licence | None,
    case_number: str,
    *,
    among: Sequence[Licence] = (),
) -> codes.LicenceId:
    """Return the next version of a series at its issuer, else a new one named after its case or by chance.

    A version once given out is not given again, though it was taken back: the highest `among` all counts.
    """
    if previous is not None and previous.issuer_uscc == issuer.uscc:
        series = (
            row.version for row in among if (row.issuer_uscc, row.serial) == (issuer.uscc, previous.serial)
        )
        last = max(series, default=previous.version)
        return codes.LicenceId.build(kind.code, issuer.uscc, previous.serial, last + 1)
    serial = case_number or f"D{clock.today():%y%m%d}{documents.new_token()[:12].upper()}"
    return codes.LicenceId.build(kind.code, issuer.uscc, serial, 1)


def _check(kind: LicenceType, holder: Holder, face: Mapping[str, Any], start: date, end: date | None) -> None:
    errors = _faults(kind, holder, face, start, end)
    if errors:
        raise LicenceInvalid(errors=errors)


def _faults(
    kind: LicenceType, holder: Holder, face: Mapping[str, Any], start: date, end: date | None
) -> dict[str, list[str]]:
    """Return what its type forbids about a licence, by field."""
    errors = {f"face.{name}": [text] for name, text in faces.faults(kind.schema, dict(face)).items()}
    if kind.holder_class not in {"either", holder.kind}:
        errors["holder"] = ["这种证照不发给这类持证人。"]
    if validity.fault(kind.validity, start, end):
        errors["valid_to"] = ["有效期不符合这种证照的规定。"]
    return errors
