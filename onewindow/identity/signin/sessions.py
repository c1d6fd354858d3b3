"""Sessions of an account: where it is signed in, and signing out there."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from onewindow.identity.errors import NotSignedIn
from onewindow.identity.models import Account
from onewindow.identity.signin.models import SecurityEvent, SignIn
from onewindow.identity.signin.places import Place, network
from onewindow.identity.signin.security import note
from onewindow.kernel.public import Actor, audit, clock, unit

SHOWN = 100
_MEANS = {
    "password": _("密码"),
    "sms": _("短信验证码"),
    "passkey": _("通行密钥"),
    "totp": _("动态口令"),
    "recovery": _("备用码"),
    "register": _("注册"),
    "upstream": _("其他平台的账号"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One session as its owner sees it."""

    id: int
    device: str
    place: str
    means: str
    at: datetime
    seen: datetime
    here: bool


def open_session(*, account: Account, session: str, place: Place, means: str) -> SignIn:
    """Write down that an account is signed in; a device it never used before is a security event."""
    with unit.work():
        before = list(SignIn.objects.filter(account=account).values_list("device", flat=True)[:SHOWN])
        row = SignIn.objects.create(
            account=account, session=session, device=place.device, address=place.address, means=means,
            at=clock.now(),
        )  # fmt: skip
        if before and place.device not in before:
            note(SecurityEvent.Kind.NEW_DEVICE, account_id=account.pk, detail=place.device, place=place)
    return row


def move_session(old: str, new: str) -> None:
    """Follow a session to its new key."""
    SignIn.objects.filter(session=old).update(session=new)


def sessions_of(by: Actor, *, here: str) -> list[Shown]:
    """Return where the account is signed in, the present session first, in two statements."""
    rows = list(SignIn.objects.filter(account_id=by.account_id or 0).order_by("-id")[:SHOWN])
    alive = {
        one.session_key: one.get_decoded()
        for one in Session.objects.filter(
            session_key__in=[row.session for row in rows], expire_date__gt=clock.now()
        )
    }
    shown = [
        Shown(
            row.pk, row.device, network(row.address or ""), _in_words(row.means), row.at,
            datetime.fromtimestamp(alive[row.session].get("seen", row.at.timestamp()), UTC),
            row.session == here,
        )
        for row in rows
        if row.session in alive
    ]  # fmt: skip
    return sorted(shown, key=lambda one: (not one.here, -one.seen.timestamp()))


def end_session(*, by: Actor, sign_in_id: int) -> None:
    """Sign one of one's own sessions out; an unknown one is signed out already."""
    if by.account_id is None:
        raise NotSignedIn
    row = SignIn.objects.filter(pk=sign_in_id, account_id=by.account_id).first()
    if row is not None:
        Session.objects.filter(session_key=row.session).delete()
        row.delete()


def end_other_sessions(*, by: Actor, here: str) -> int:
    """Sign out everywhere else; return how many sessions ended."""
    if by.account_id is None:
        raise NotSignedIn
    with unit.work():
        ended = end_sessions(by.account_id, keep=here)
        audit.record(by, "account.signed_out_elsewhere", Account.objects.get(pk=by.account_id))
    return ended


def end_sessions(account_id: int, *, keep: str = "") -> int:
    """End an account's sessions but one; inside a verb that says why."""
    rows = SignIn.objects.filter(account_id=account_id).exclude(session=keep)
    keys = list(rows.values_list("session", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


def _in_words(means: str) -> str:
    """Return how somebody signed in, e.g. 密码 + 动态口令."""
    return " + ".join(str(_MEANS[part]) for part in means.split("+") if part in _MEANS)


def close_session(session: str) -> None:
    """Forget a session that its owner ended here."""
    SignIn.objects.filter(session=session).delete()
