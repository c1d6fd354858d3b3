"""Addresses besides the mobile: an e-mail confirmed by a code, a WeChat follower bound by one."""

import re
import secrets
from datetime import timedelta

from django.utils.translation import gettext as _

from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, clock, hashing, unit
from onewindow.messages import gateways
from onewindow.messages.errors import AddressInvalid, BinderOnly, NotSent, ProofWrong
from onewindow.messages.models import Preference

MINUTES, TRIES = 10, 5
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_OPEN_ID = re.compile(r"[A-Za-z0-9_-]{10,64}")


def ask_email(*, by: Actor, address: str) -> Preference:
    """Send a code to an e-mail address one wants messages at. Raises AddressInvalid, NotSent, NotAllowed."""
    identity.require_principal(by)
    given = address.strip()
    if len(given) > 200 or not _EMAIL.fullmatch(given):
        raise AddressInvalid(errors={"email": [_("邮箱不对，例如：name@example.cn。")]})
    code = f"{secrets.randbelow(10**6):06d}"
    with unit.work():
        row = _of(by)
        row.asked = given
        _expect(row, "email", code)
        audit.record(by, "messages.email_asked", row)
    try:
        gateways.send_proof(given, code)
    except OSError as failure:
        raise NotSent from failure
    return row


def confirm_email(*, by: Actor, code: str) -> Preference:
    """Take the address whose code it is. Raises ProofWrong, NotAllowed."""
    identity.require_principal(by)
    with unit.work():
        row = _of(by)
        good = row.asked and _fits(row, "email", code)
        if good:
            row.email, row.asked = row.asked, None
            _forget(row)
        else:
            row.proof_tries += 1
        row.save()
        audit.record(by, "messages.email_confirmed" if good else "messages.proof_wrong", row)
    if not good:
        raise ProofWrong
    return row


def ask_wechat(*, by: Actor) -> str:
    """Return the code that one sends to the public account, good for ten minutes."""
    identity.require_principal(by)
    code = f"{secrets.randbelow(10**8):08d}"
    with unit.work():
        row = _of(by)
        row.asked = None
        _expect(row, "wechat", code)
        audit.record(by, "messages.wechat_asked", row)
    return code


def bind_wechat(*, by: Actor, code: str, open_id: str) -> Preference:
    """Bind the follower who sent a code, told by the public account's system.

    Raises BinderOnly, AddressInvalid, ProofWrong.
    """
    if by.kind not in {"client", "system"}:
        raise BinderOnly
    if not _OPEN_ID.fullmatch(open_id):
        raise AddressInvalid(errors={"open_id": [_("open_id 不对。")]})
    with unit.work():
        row = Preference.objects.select_for_update().filter(proof=_proof("wechat", code)).first()
        if row is None or row.proof_until is None or row.proof_until < clock.now():
            raise ProofWrong
        row.wechat = open_id
        _forget(row)
        row.save()
        audit.record(by, "messages.wechat_bound", row)
    return row


def drop_address(*, by: Actor, channel: str) -> Preference:
    """Take an e-mail address or the WeChat follower away. Raises NotAllowed."""
    identity.require_principal(by)
    with unit.work():
        row = _of(by)
        if channel == "email":
            row.email = None
        elif channel == "wechat":
            row.wechat = None
        row.save()
        audit.record(by, "messages.address_dropped", row)
    return row


def _of(by: Actor) -> Preference:
    firm = by.organisation_id
    whose = {"organisation_id": firm} if firm is not None else {"person_id": by.person_id}
    row, _new = Preference.objects.select_for_update().get_or_create(
        **whose, defaults={"changed_at": clock.now()}
    )
    return row


def _expect(row: Preference, channel: str, code: str) -> None:
    row.proof, row.proof_tries = _proof(channel, code), 0
    row.proof_until = clock.now() + timedelta(minutes=MINUTES)
    row.save()


def _fits(row: Preference, channel: str, code: str) -> bool:
    in_time = row.proof_until is not None and row.proof_until >= clock.now() and row.proof_tries < TRIES
    return in_time and row.proof is not None and bytes(row.proof) == _proof(channel, code.strip())


def _forget(row: Preference) -> None:
    row.proof, row.proof_until, row.proof_tries = None, None, 0


def _proof(channel: str, code: str) -> bytes:
    return hashing.keyed_hash("message-proof", f"{channel}:{code.strip()}")
