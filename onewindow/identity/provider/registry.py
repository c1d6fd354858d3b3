"""The register of connected systems: the system administrator keeps it; scopes are released elsewhere."""

import hmac
import secrets
from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from onewindow.government import public as government
from onewindow.identity import policies
from onewindow.identity.levels import Role
from onewindow.identity.provider import addresses
from onewindow.identity.provider.errors import PartyHasNoSecret, PartyInvalid, PartyNotFound, PartyStopped
from onewindow.identity.provider.events import PartyRegistered, PartyStoppedWorking
from onewindow.identity.provider.models import Algorithm, RelyingParty
from onewindow.identity.provider.tokens import end_all_of
from onewindow.identity.reading import Reading
from onewindow.kernel.public import Actor, audit, clock, hashing, outbox, unit

KEEPERS = (Role.ADMIN, Role.SECURITY)
Kind = RelyingParty.Kind
SHORTEST, LONGEST = 4, {"name": 60, "purpose": 300, "contact": 100}


def register_party(
    *, by: Actor, kind: str, agency: str, given: Mapping[str, str]
) -> tuple[RelyingParty, str]:
    """Register a system; return it and its secret, which is shown this once (empty where it has none).

    It may have nothing until scopes are released. Raises RoleMissing, PartyInvalid.
    """
    _require_admin(by)
    reading = Reading()
    if kind not in Kind.values:
        reading.refuse("kind", _("请选择接入方式。"))
    owner = _owner(reading, agency.strip().replace("\x00", ""))
    values = _read(reading, kind, given)
    _raise(reading)
    assert owner is not None
    secret = "" if kind == Kind.NATIVE else secrets.token_urlsafe(32)
    with unit.work():
        try:
            with transaction.atomic():
                row = RelyingParty.objects.create(
                    client_id=secrets.token_hex(12), kind=kind, agency_id=owner.pk, **values,
                    secret=digest_of(secret) if secret else None, registered_at=clock.now(),
                )  # fmt: skip
        except IntegrityError as twice:
            raise PartyInvalid(errors={"name": [_("这个机构已经有同名的接入系统。")]}) from twice
        audit.record(by, "party.registered", row)
        outbox.publish(PartyRegistered(subject=f"party:{row.pk}"))
    return row, secret


def change_party(*, by: Actor, client_id: str, given: Mapping[str, str]) -> RelyingParty:
    """Change name, purpose, contact, addresses, algorithm. Raises RoleMissing, PartyNotFound, …"""
    _require_admin(by)
    with unit.work():
        row = locked(client_id)
        reading = Reading()
        values = _read(reading, row.kind, given)
        _raise(reading)
        changed = [name for name, value in values.items() if getattr(row, name) != value]
        if not changed:
            return row
        for name in changed:
            setattr(row, name, values[name])
        try:
            with transaction.atomic():
                row.save(update_fields=changed)
        except IntegrityError as twice:
            raise PartyInvalid(errors={"name": [_("这个机构已经有同名的接入系统。")]}) from twice
        audit.record(by, "party.changed", row, facts={"changed": ",".join(sorted(changed))})
    return row


def new_secret(*, by: Actor, client_id: str) -> str:
    """Make a new secret, shown this once; the old one ends now. Raises RoleMissing, PartyHasNoSecret, …"""
    _require_admin(by)
    with unit.work():
        row = locked(client_id)
        if row.kind == Kind.NATIVE:
            raise PartyHasNoSecret
        if row.stopped_at is not None:
            raise PartyStopped
        secret = secrets.token_urlsafe(32)
        row.secret = digest_of(secret)
        row.save(update_fields=["secret"])
        audit.record(by, "party.new_secret", row)
    return secret


def stop_party(*, by: Actor, client_id: str, reason: str) -> RelyingParty:
    """Stop a system at once with every code and token of it; either administrator may; again is nothing."""
    if by.kind != "system":
        policies.require_role(by, *KEEPERS)
    said = " ".join(reason.replace("\x00", " ").split())
    if not SHORTEST <= len(said) <= 500:
        raise PartyInvalid(errors={"reason": [_("请写明原因，至少 4 个字。")]})
    with unit.work():
        row = locked(client_id)
        if row.stopped_at is None:
            row.stopped_at = clock.now()
            row.save(update_fields=["stopped_at"])
            end_all_of(row.pk, why="stopped")
            audit.record(by, "party.stopped", row, reason=said)
            outbox.publish(PartyStoppedWorking(subject=f"party:{row.pk}"))
    return row


def resume_party(*, by: Actor, client_id: str) -> RelyingParty:
    """Let a stopped system work again; people sign in anew. Raises RoleMissing, PartyNotFound."""
    _require_admin(by)
    with unit.work():
        row = locked(client_id)
        if row.stopped_at is not None:
            row.stopped_at = None
            row.save(update_fields=["stopped_at"])
            audit.record(by, "party.resumed", row)
    return row


def party(by: Actor, client_id: str) -> RelyingParty:
    """Return a registered system. Raises RoleMissing, PartyNotFound."""
    policies.require_role(by, *KEEPERS)
    row = RelyingParty.objects.select_related("agency").filter(client_id=_clean(client_id)).first()
    if row is None:
        raise PartyNotFound
    return row


def digest_of(secret: str) -> bytes:
    """Return the keyed hash a secret is kept as; it is random and long, so one round is enough."""
    return hashing.keyed_hash("party-secret", secret)


def is_secret_of(row: RelyingParty, secret: str) -> bool:
    """Compare in constant time."""
    return row.secret is not None and hmac.compare_digest(bytes(row.secret), digest_of(secret))


def _require_admin(by: Actor) -> None:
    if by.kind != "system":
        policies.require_role(by, Role.ADMIN)


def locked(client_id: str) -> RelyingParty:
    """Return a system, locked for a verb. Raises PartyNotFound."""
    row = RelyingParty.objects.select_for_update().filter(client_id=_clean(client_id)).first()
    if row is None:
        raise PartyNotFound
    return row


def _clean(client_id: str) -> str:
    return client_id.replace("\x00", "")[:40]


def _owner(reading: Reading, text: str) -> government.Agency | None:
    try:
        return government.agency_by_uscc(text.upper()) if text.isascii() else government.agency_named(text)
    except government.UnknownAgency as unknown:
        reading.refuse("agency", unknown.message)
        return None


def _read(reading: Reading, kind: str, given: Mapping[str, str]) -> dict[str, object]:
    """Read what both registering and changing take; faults go to their fields."""
    values: dict[str, object] = {}
    labels = {"name": _("系统名称"), "purpose": _("用途"), "contact": _("联系人和电话")}
    for name, label in labels.items():
        text = " ".join(given.get(name, "").replace("\x00", " ").split())
        if not 2 <= len(text) <= LONGEST[name]:
            reading.refuse(
                name, _("%(label)s要写 2 至 %(most)d 个字。") % {"label": label, "most": LONGEST[name]}
            )
        values[name] = text
    for name in ("redirects", "logouts"):
        lines, faults = addresses.read(given.get(name, ""))
        for fault in faults:
            reading.refuse(name, fault)
        values[name] = lines if kind != Kind.SYSTEM else []
    if kind in {Kind.WEB, Kind.NATIVE} and not values["redirects"]:
        reading.refuse("redirects", _("请填写登录后返回的地址。"))
    algorithm = given.get("algorithm") or Algorithm.RS256
    if algorithm not in Algorithm.values:
        reading.refuse("algorithm", _("请选择签名算法。"))
    return {**values, "algorithm": algorithm}


def _raise(reading: Reading) -> None:
    if reading.errors:
        raise PartyInvalid(errors=reading.errors)
