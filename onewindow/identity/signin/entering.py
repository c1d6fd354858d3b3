"""From a proved factor to a session: an official's session begins only after the second one."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest
from django.urls import reverse

from onewindow.identity.models import Account
from onewindow.identity.queries import account_by_id, actor_for
from onewindow.identity.signin import rules
from onewindow.identity.signin.factors import has_factor
from onewindow.identity.signin.places import place_of
from onewindow.identity.signin.sessions import close_session, move_session, open_session
from onewindow.kernel.public import clock, fields

BACKEND = "onewindow.identity.accounts.AccountBackend"
SEEN, SINCE, LEVEL, POST = "seen", "since", "level", "post"
_PENDING, _PROVED, _CHALLENGE, _CODES = "pending", "proved", "challenge", "session.codes"


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody who passed the first factor and owes the second; not signed in."""

    account: Account
    means: str
    next: str
    enrolled: bool


def enter(request: HttpRequest, account: Account, means: str, then: str = "") -> str:
    """Go on after a first factor; return where to: the second factor, enrolment, or the end of the way."""
    enrolled = has_factor(account.pk)
    if account.post_id is None and not enrolled:
        return complete(request, account, means, then)
    _clear(request)
    request.session.cycle_key()
    request.session[_PENDING] = {
        "account": account.pk,
        "hash": account.get_session_auth_hash(),
        "means": means,
        "next": then,
        "at": _now(),
    }
    return reverse("identity:second" if enrolled else "identity:enrol")


def pending(request: HttpRequest) -> Pending | None:
    """Return who owes the second factor here; forgotten after some minutes or when the password changed."""
    kept = request.session.get(_PENDING)
    if not isinstance(kept, dict) or _now() - kept["at"] > 60 * rules.minutes("pending"):
        return None
    account = account_by_id(kept["account"])
    if account is None or account.get_session_auth_hash() != kept["hash"]:
        return None
    return Pending(account, kept["means"], kept["next"], has_factor(account.pk))


def complete(request: HttpRequest, account: Account, means: str, then: str = "") -> str:
    """Begin the session under a new key; return where to."""
    _clear(request)
    login(request, account, backend=BACKEND)
    now = _now()
    level = actor_for(account).level
    request.session.update({SEEN: now, SINCE: now, LEVEL: level, "means": means})
    if means not in {"sms", "upstream"}:
        request.session[_PROVED] = now
    place = place_of(request)
    open_session(account=account, session=str(request.session.session_key), place=place, means=means)
    return then or ("/desk/" if account.post_id is not None else settings.LOGIN_REDIRECT_URL)


def leave(request: HttpRequest) -> None:
    """End the session."""
    close_session(str(request.session.session_key))
    logout(request)


def rotate(request: HttpRequest) -> None:
    """Give the session a new key, and its sign-in record too."""
    old = str(request.session.session_key)
    request.session.cycle_key()
    move_session(old, str(request.session.session_key))


def is_recent(request: HttpRequest) -> bool:
    """Tell whether the person proved a password, passkey or authenticator minutes ago."""
    proved = request.session.get(_PROVED, 0)
    return bool(_now() - proved <= 60 * rules.minutes("recent"))


def proved_at(request: HttpRequest) -> datetime:
    """Return when the person of a session last proved who it is."""
    seen = max(request.session.get(_PROVED, 0), request.session.get(SINCE, 0)) or _now()
    return datetime.fromtimestamp(seen, UTC)


def prove_again(request: HttpRequest) -> None:
    """Keep that the person has just proved the password; the key changes with what the session may do."""
    rotate(request)
    request.session[_PROVED] = _now()


def keep_after_password_change(request: HttpRequest, account: Account) -> None:
    """Keep this session alive under a new key, where every other one has ended with the old password."""
    old = str(request.session.session_key)
    update_session_auth_hash(request, account)
    request.session[_PROVED] = _now()
    move_session(old, str(request.session.session_key))


def show_once(request: HttpRequest, codes: list[str], then: str) -> None:
    """Keep new recovery codes, sealed, for the very next page."""
    request.session[_CODES] = {"codes": fields.encrypt(" ".join(codes), _CODES).hex(), "next": then}


def shown_once(request: HttpRequest) -> tuple[list[str], str]:
    """Return the recovery codes kept for this page, and where to go on; the second time nothing."""
    kept = request.session.pop(_CODES, None)
    if not kept:
        return [], ""
    return fields.decrypt(bytes.fromhex(kept["codes"]), _CODES).split(), kept["next"]


def keep_challenge(request: HttpRequest, use: str, challenge: bytes) -> None:
    """Keep what a browser is to sign, for one answer."""
    request.session[_CHALLENGE] = {"use": use, "value": challenge.hex(), "at": _now()}


def take_challenge(request: HttpRequest, use: str) -> bytes:
    """Return what the browser was to sign, once; an unanswerable one when there is none."""
    kept = request.session.pop(_CHALLENGE, None)
    good = (
        isinstance(kept, dict) and kept["use"] == use and _now() - kept["at"] <= 60 * rules.minutes("pending")
    )
    return bytes.fromhex(kept["value"]) if kept and good else b""


def _clear(request: HttpRequest) -> None:
    """Leave nothing of whoever used this browser before."""
    if request.user.is_authenticated:
        leave(request)
    for key in (_PENDING, _PROVED, _CHALLENGE, _CODES):
        request.session.pop(key, None)


def _now() -> int:
    return int(clock.now().timestamp())
