"""Verbs of seals."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from onewindow.documents.ofd.sealing import Sealer
from onewindow.documents.seals import authorities, making, policies
from onewindow.documents.seals.errors import (
    SealDamaged,
    SealExists,
    SealMissing,
    SealNotFound,
    SealReasonMissing,
)
from onewindow.documents.seals.events import SealStateChanged
from onewindow.documents.seals.models import Seal, SealGrant, SealKind, SealState, SealUse
from onewindow.documents.seals.settings import purpose_name
from onewindow.government import public as government
from onewindow.kernel.public import Actor, audit, clock, ids, keys, outbox, sm2, unit


@dataclass(frozen=True, slots=True)
class Use:
    """What a seal is about to be used for; the digest of the sealed bytes follows when it is recorded."""

    purpose: str
    reference: str
    case_number: str
    city: str


def make_seal(*, by: Actor, agency: government.Agency, kind: SealKind = SealKind.APPROVAL) -> Seal:
    """Make a seal for a body: key, certificate, picture, signed data; of no use before it is issued.

    Raises SealExists where the body has an approval seal (一章办结). Call it outside a transaction.
    """
    policies.require_maker(by, agency.region_code)
    mine = Seal.objects.filter(agency_id=agency.pk)
    if kind == SealKind.APPROVAL and mine.filter(kind=kind).exclude(state=SealState.REVOKED).exists():
        raise SealExists(agency=agency.name)
    authorities.set_up(by)
    seal_id, at = ids.new_id(), making.now()
    number = making.number_of(agency, mine.count() + 1)
    name = f"{agency.name}{kind.label if kind == SealKind.APPROVAL else ''}"
    made = making.make(
        seal_id, agency=agency, number=number, name=name, kind=str(kind), demo=settings.DEMO, at=at
    )
    seal = Seal(
        id=seal_id,
        number=number,
        version=4,
        kind=kind,
        name=name,
        signer=agency.name,
        agency_id=agency.pk,
        made_at=at,
        valid_to=made.valid_to,
        state_at=at,
        kid=made.kid,
        serial=made.serial,
        certificate=made.certificate,
        picture=made.picture,
        data=made.data,
        city=agency.region_code[:4],
    )
    with unit.work():
        seal.save(force_insert=True)
        audit.record(by, "seal.made", seal, facts={"number": number, "kid": made.kid})
    return seal


def issue_seal(*, by: Actor, seal_id: UUID) -> Seal:
    """Hand a made seal to its body, or let a suspended one be used again. Tells SealStateChanged."""
    return _moved(by, seal_id, SealState.ISSUED, "", stop=False)


def suspend_seal(*, by: Actor, seal_id: UUID, reason: str) -> Seal:
    """Stop a seal from being used for now; what it sealed stays good. Tells SealStateChanged."""
    return _moved(by, seal_id, SealState.SUSPENDED, _reason(reason), stop=True)


def revoke_seal(*, by: Actor, seal_id: UUID, reason: str) -> Seal:
    """End a seal for good and put its certificate on the revocation list. Tells SealStateChanged."""
    return _moved(by, seal_id, SealState.REVOKED, _reason(reason), stop=False)


def grant_use(*, by: Actor, seal_id: UUID, post_id: int | None, purpose: str) -> SealGrant:
    """Let a post, or the system (no post), use a seal for a purpose; granted already is left as it is."""
    purpose_name(purpose)
    with unit.work():
        seal = _locked(seal_id)
        policies.require_keeper(by, seal)
        found = SealGrant.objects.filter(
            seal=seal, post_id=post_id, purpose=purpose, withdrawn_at=None
        ).first()
        if found is not None:
            return found
        grant = SealGrant.objects.create(
            seal=seal, post_id=post_id, purpose=purpose, granted_at=clock.now(), city=seal.city
        )
        audit.record(by, "seal.use_granted", grant, facts={"seal": seal.number, "purpose": purpose})
    return grant


def withdraw_use(*, by: Actor, seal_id: UUID, grant_id: int) -> None:
    """Take a grant away; withdrawn already is left as it is."""
    with unit.work():
        seal = _locked(seal_id)
        policies.require_keeper(by, seal)
        grant = SealGrant.objects.filter(seal=seal, pk=grant_id, withdrawn_at=None).first()
        if grant is not None:
            grant.withdrawn_at = clock.now()
            grant.save(update_fields=["withdrawn_at"])
            audit.record(by, "seal.use_withdrawn", grant, facts={"seal": seal.number})


def seal_for(*, by: Actor, agency_uscc: str, use: Use) -> Seal:
    """Return the seal of a body for a use; raise SealMissing, SealNotUsable or UseNotGranted."""
    usable = Seal.objects.select_related("agency").filter(
        agency__uscc=agency_uscc, kind=SealKind.APPROVAL, state__in=(SealState.ISSUED, SealState.SUSPENDED)
    )
    seal = usable.first()
    if seal is None:
        try:
            name = government.agency_by_uscc(agency_uscc).name
        except government.UnknownAgency:
            name = agency_uscc
        raise SealMissing(agency=name)
    seal.require_usable(clock.now())
    policies.require_use(by, seal, use.purpose)
    return seal


def sealer(seal: Seal, *, at: datetime) -> Sealer:
    """Return what sets a seal; raise SealDamaged where the store holds another key under its id."""
    store = keys.seal_store()
    try:
        key = store.public_key(seal.kid)
    except keys.KeyMissing as error:
        raise SealDamaged from error
    if key not in bytes(seal.certificate):
        raise SealDamaged
    return Sealer(
        seal=bytes(seal.data),
        certificate=bytes(seal.certificate),
        at=at,
        sign=lambda message: sm2.sign_with(store, seal.kid, message),
    )


def lock(seal: Seal, *, at: datetime) -> None:
    """Hold a seal to the end of the transaction; raise SealNotUsable where it was stopped meanwhile."""
    Seal.objects.select_for_update().get(pk=seal.pk).require_usable(at)


def record_use(*, by: Actor, seal: Seal, use: Use, digest: bytes, at: datetime) -> SealUse:
    """Write a use of a locked seal into the log, in the caller's unit of work."""
    made = SealUse.objects.create(
        seal=seal,
        at=at,
        actor=by.label,
        post_id=by.post_id,
        purpose=use.purpose,
        reference=use.reference,
        case_number=use.case_number,
        digest=digest,
        city=use.city,
    )
    audit.record(by, "seal.used", made, facts={"seal": seal.number, "purpose": use.purpose})
    return made


def _moved(by: Actor, seal_id: UUID, state: SealState, reason: str, *, stop: bool) -> Seal:
    with unit.work():
        seal = _locked(seal_id)
        (policies.require_stopper if stop else policies.require_keeper)(by, seal)
        seal.move(state, reason, at=clock.now())
        seal.save(update_fields=["state", "state_reason", "state_at", "issued_at"])
        audit.record(by, f"seal.{state}", seal, reason=reason, facts={"number": seal.number})
        outbox.publish(
            SealStateChanged(
                subject=seal.number,
                city=seal.city,
                agency_id=seal.agency_id,
                name=seal.name,
                state=str(state),
                reason=reason,
            )
        )
    return seal


def _locked(seal_id: UUID) -> Seal:
    seal = Seal.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=seal_id).first()
    if seal is None:
        raise SealNotFound
    return seal


def _reason(text: str) -> str:
    if not text.strip():
        raise SealReasonMissing(errors={"reason": [SealReasonMissing().message]})
    return text.strip()[:300]
