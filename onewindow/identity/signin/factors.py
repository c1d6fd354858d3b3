"""Second factors: authenticator apps (TOTP, RFC 6238) and recovery codes."""

import hmac
import secrets

import pyotp
from django.utils.translation import gettext as _

from onewindow.identity import numbers
from onewindow.identity.errors import CodeWrong, NotSignedIn
from onewindow.identity.models import Account
from onewindow.identity.services.throttles import forget_tries, take_try
from onewindow.identity.signin import rules
from onewindow.identity.signin.errors import FactorNeeded, TooManyFactors
from onewindow.identity.signin.models import Authenticator, Passkey, RecoveryCode, SecurityEvent
from onewindow.identity.signin.security import Place, note
from onewindow.kernel.public import Actor, audit, clock, hashing, unit

STEP, DRIFT = 30, 1  # seconds of a code; steps a clock may be off, either way
ISSUER = "广西政务服务"
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing to mistake for another


def new_secret() -> str:
    """Return a fresh secret of 160 bits, as apps take it (base32)."""
    return pyotp.random_base32()


def address_for_apps(secret: str, username: str) -> str:
    """Return the otpauth: address that an app reads from the QR code."""
    return pyotp.TOTP(secret, interval=STEP).provisioning_uri(name=username, issuer_name=ISSUER)


def add_authenticator(
    *, by: Actor, secret: str, code: str, name: str = "", place: Place | None = None
) -> tuple[Authenticator, list[str]]:
    """Take an authenticator whose present code proves it; return it and recovery codes if it is the first.

    Raises CodeWrong, TooManyTries, TooManyFactors.
    """
    account_id = _own(by)
    take_try("second-factor", str(account_id))
    step = _step_of(secret, code, after=0)
    if step is None:
        raise CodeWrong(_("动态口令不对。请核对手机时间是否准确，再输入新的一组。"))
    with unit.work():
        forget_tries("second-factor", str(account_id))
        Account.objects.select_for_update().get(pk=account_id)
        require_room(Authenticator.objects.filter(account_id=account_id).count())
        device = Authenticator.objects.create(
            account_id=account_id, name=name.strip()[:60] or _("动态口令器"), secret=secret, last_step=step,
            created_at=clock.now(),
        )  # fmt: skip
        audit.record(by, "authenticator.added", device)
        note(SecurityEvent.Kind.FACTOR_ADDED, account_id=account_id, by=by, detail=device.name, place=place)
        codes = first_codes(by, account_id)
    return device, codes


def remove_factor(
    *,
    by: Actor,
    authenticator_id: int | None = None,
    passkey_id: int | None = None,
    place: Place | None = None,
) -> None:
    """Remove one of one's own factors; an official keeps at least one. Unknown ids change nothing."""
    account_id = _own(by)
    with unit.work():
        Account.objects.select_for_update().get(pk=account_id)
        kept: type[Authenticator] | type[Passkey] = Passkey if authenticator_id is None else Authenticator
        row = kept.objects.filter(account_id=account_id, pk=authenticator_id or passkey_id).first()
        if row is None:
            return
        if by.kind == "official" and how_many(account_id) == 1:
            raise FactorNeeded
        audit.record_removal(by, f"{kept._meta.model_name}.removed", row)
        note(SecurityEvent.Kind.FACTOR_REMOVED, account_id=account_id, by=by, detail=row.name, place=place)
        row.delete()
        if how_many(account_id) == 0:
            RecoveryCode.objects.filter(account_id=account_id).delete()


def renew_recovery_codes(*, by: Actor) -> list[str]:
    """Return ten new recovery codes, shown once; the old ones are void."""
    account_id = _own(by)
    with unit.work():
        RecoveryCode.objects.filter(account_id=account_id).delete()
        return _fresh_codes(by, account_id)


def check_second_factor(*, account: Account, code: str, place: Place) -> str:
    """Judge a code of an account that passed the first factor; return "totp" or "recovery".

    Raises CodeWrong, TooManyTries. A code is taken once. Call it outside a transaction.
    """
    take_try("second-factor", str(account.pk))
    means = _use_totp(account, code) or _use_recovery_code(account, code, place)
    if not means:
        note(SecurityEvent.Kind.SECOND_FAILED, account_id=account.pk, typed=account.username, place=place)
        raise CodeWrong(_("动态口令或备用码不对，或者已经用过。请等手机显示新的一组再试。"))
    forget_tries("second-factor", str(account.pk))
    return means


def has_factor(account_id: int) -> bool:
    """Tell whether the account has any second factor."""
    return how_many(account_id) > 0


def how_many(account_id: int) -> int:
    """Return how many authenticators and passkeys the account has."""
    return (
        Authenticator.objects.filter(account_id=account_id).count()
        + Passkey.objects.filter(account_id=account_id).count()
    )


def next_code(device: Authenticator) -> str:
    """Return the code that will be taken next: the present one, or the one after when that was used."""
    step = max(int(clock.now().timestamp()) // STEP, device.last_step + 1)
    return pyotp.TOTP(device.secret or "", interval=STEP).at(step * STEP)


def seconds_until_next(device: Authenticator) -> float:
    """Return how long to wait until the next code is taken: nothing, unless two were used within one step."""
    opens = (device.last_step + 1 - DRIFT) * STEP
    return max(0.0, opens - clock.now().timestamp())


def require_room(have: int) -> None:
    """Raise TooManyFactors when the account has as many as it may."""
    if have >= rules.count("authenticators"):
        raise TooManyFactors


def first_codes(by: Actor, account_id: int) -> list[str]:
    """Return recovery codes when the account has none yet; inside a unit of work."""
    return [] if RecoveryCode.objects.filter(account_id=account_id).exists() else _fresh_codes(by, account_id)


def _step_of(secret: str, code: str, *, after: int) -> int | None:
    """Return the time step whose code this is, later than `after`; every step is compared, in equal time."""
    typed, now = numbers.digits(code), int(clock.now().timestamp()) // STEP
    totp, found = pyotp.TOTP(secret, interval=STEP), None
    for step in range(now - DRIFT, now + DRIFT + 1):
        same = hmac.compare_digest(totp.at(step * STEP).encode(), typed.encode())
        if same and step > after:
            found = step
    return found


def _use_totp(account: Account, code: str) -> str:
    for device in Authenticator.objects.filter(account_id=account.pk):
        step = _step_of(device.secret or "", code, after=device.last_step)
        later = Authenticator.objects.filter(pk=device.pk, last_step__lt=step or 0)
        if step is not None and later.update(last_step=step):
            return "totp"
    return ""


def _use_recovery_code(account: Account, code: str, place: Place) -> str:
    typed = numbers.digits(code)
    row = RecoveryCode.objects.filter(
        account_id=account.pk, digest=_digest(account.pk, typed), used_at=None
    ).first()
    if row is None:
        return ""
    with unit.work():
        if not RecoveryCode.objects.filter(pk=row.pk, used_at=None).update(used_at=clock.now()):
            return ""
        note(SecurityEvent.Kind.CODE_USED, account_id=account.pk, typed=account.username, place=place)
    return "recovery"


def _fresh_codes(by: Actor, account_id: int) -> list[str]:
    codes = [
        "".join(secrets.choice(LETTERS) for _ in range(10)) for _ in range(rules.count("recovery-codes"))
    ]
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account_id=account_id, digest=_digest(account_id, code)) for code in codes
    )
    audit.record(by, "recovery_codes.made", Account.objects.get(pk=account_id))
    return [f"{code[:5]}-{code[5:]}" for code in codes]


def _digest(account_id: int, code: str) -> bytes:
    return hashing.keyed_hash("recovery-code", f"{account_id}:{code}")


def _own(by: Actor) -> int:
    if by.account_id is None:
        raise NotSignedIn
    return by.account_id
