"""Passkeys (WebAuthn): a key pair on the person's own device, unlocked by finger, face or PIN."""

import ipaddress
import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import webauthn
from django.conf import settings
from django.db import IntegrityError
from django.db.models import Q
from django.utils.translation import gettext as _
from webauthn.helpers import structs

from onewindow.identity.errors import NotSignedIn
from onewindow.identity.models import Account
from onewindow.identity.queries import RELATED
from onewindow.identity.services.throttles import take_try
from onewindow.identity.signin.errors import PasskeyRefused
from onewindow.identity.signin.factors import first_codes, require_room
from onewindow.identity.signin.models import Passkey, SecurityEvent
from onewindow.identity.signin.security import Place, note
from onewindow.kernel.public import Actor, audit, clock, hashing, unit

LONGEST_ANSWER = 64 * 1024
REQUIRED = structs.UserVerificationRequirement.REQUIRED


@dataclass(frozen=True, slots=True)
class RelyingParty:
    """Us, as browsers know us: the domain keys are bound to, and the only origin that may use them."""

    id: str
    origin: str


def relying_party() -> RelyingParty:
    """Return the domain of PUBLIC_URL; browsers take no numeric address, so for 127.0.0.1 it is localhost."""
    parts = urlsplit(settings.PUBLIC_URL)
    host = parts.hostname or "localhost"
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return RelyingParty(host, f"{parts.scheme}://{parts.netloc}")
    port = f":{parts.port}" if parts.port else ""
    return RelyingParty("localhost", f"{parts.scheme}://localhost{port}")


def creation_options(*, by: Actor) -> tuple[str, bytes]:
    """Return what the browser needs to make a passkey, as JSON, and the challenge to keep."""
    account = Account.objects.get(pk=_own(by))
    known = Passkey.objects.filter(account=account).values_list("credential", flat=True)
    options = webauthn.generate_registration_options(
        rp_id=relying_party().id,
        rp_name="广西政务服务",
        user_name=account.username,
        user_id=hashing.keyed_hash("passkey-user", str(account.pk)),
        user_display_name=account.username,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED, user_verification=REQUIRED
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=bytes(one)) for one in known],
    )
    return webauthn.options_to_json(options), options.challenge


def add_passkey(
    *, by: Actor, answer: bytes, challenge: bytes, name: str = "", place: Place | None = None
) -> tuple[Passkey, list[str]]:
    """Take a passkey the browser made; return it and recovery codes if it is the first factor.

    Raises PasskeyRefused, TooManyFactors.
    """
    account_id, us = _own(by), relying_party()
    take_try("second-factor", f"passkey:{account_id}")
    credential = _read(answer)
    try:
        proved = webauthn.verify_registration_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=us.id,
            expected_origin=us.origin, require_user_verification=True,
        )  # fmt: skip
    except Exception as refused:  # whatever the parsers of foreign bytes raise, it is not a passkey
        raise PasskeyRefused from refused
    try:
        with unit.work():
            Account.objects.select_for_update().get(pk=account_id)
            require_room(Passkey.objects.filter(account_id=account_id).count())
            row = Passkey.objects.create(
                account_id=account_id, name=_named(name), credential=proved.credential_id,
                public_key=proved.credential_public_key, signatures=proved.sign_count, created_at=clock.now(),
            )  # fmt: skip
            audit.record(by, "passkey.added", row)
            note(SecurityEvent.Kind.FACTOR_ADDED, account_id=account_id, by=by, detail=row.name, place=place)
            codes = first_codes(by, account_id)
    except IntegrityError as twice:
        raise PasskeyRefused from twice
    return row, codes


def request_options(*, account_id: int | None = None) -> tuple[str, bytes]:
    """Return what the browser needs to use a passkey; without an account any passkey of ours may answer."""
    known = [] if account_id is None else Passkey.objects.filter(account_id=account_id)
    options = webauthn.generate_authentication_options(
        rp_id=relying_party().id,
        allow_credentials=[structs.PublicKeyCredentialDescriptor(id=bytes(one.credential)) for one in known],
        user_verification=REQUIRED,
    )
    return webauthn.options_to_json(options), options.challenge


def use_passkey(*, answer: bytes, challenge: bytes, place: Place, account_id: int | None = None) -> Account:
    """Return the account whose passkey signed the challenge; with `account_id` only that one's counts.

    Raises PasskeyRefused with one message for every cause.
    """
    credential, us = _read(answer), relying_party()
    row = _known(credential)
    if row is None or (account_id is not None and row.account_id != account_id):
        raise PasskeyRefused
    try:
        proved = webauthn.verify_authentication_response(
            credential=credential, expected_challenge=challenge, expected_rp_id=us.id,
            expected_origin=us.origin, credential_public_key=bytes(row.public_key),
            credential_current_sign_count=0, require_user_verification=True,
        )  # fmt: skip
    except Exception as refused:  # as above: foreign bytes
        note(SecurityEvent.Kind.SECOND_FAILED, account_id=row.account_id, detail=row.name, place=place)
        raise PasskeyRefused from refused
    rising = Passkey.objects.filter(Q(signatures__lt=proved.new_sign_count) | Q(signatures=0), pk=row.pk)
    if not rising.update(signatures=proved.new_sign_count, used_at=clock.now()):
        note(SecurityEvent.Kind.CLONED, account_id=row.account_id, detail=row.name, place=place)
        raise PasskeyRefused
    account = Account.objects.select_related(*RELATED).filter(pk=row.account_id, is_active=True).first()
    if account is None:
        raise PasskeyRefused
    return account


def passkeys_of(by: Actor) -> list[Passkey]:
    """Return one's own passkeys, oldest first."""
    return list(Passkey.objects.filter(account_id=by.account_id or 0).order_by("id"))


def _read(answer: bytes) -> dict[str, Any]:
    if len(answer) > LONGEST_ANSWER:
        raise PasskeyRefused
    try:
        credential = json.loads(answer)
    except (ValueError, RecursionError) as broken:
        raise PasskeyRefused from broken
    if not isinstance(credential, dict):
        raise PasskeyRefused
    return credential


def _known(credential: dict[str, Any]) -> Passkey | None:
    try:
        key = webauthn.base64url_to_bytes(str(credential.get("id", "")))
    except ValueError:
        return None
    return Passkey.objects.filter(credential=key).first() if 0 < len(key) <= 1023 else None


def _named(name: str) -> str:
    cleaned = " ".join(name.replace("\x00", " ").split())[:60]
    return cleaned or _("通行密钥")


def _own(by: Actor) -> int:
    if by.account_id is None:
        raise NotSignedIn
    return by.account_id
