"""Sign in: the same answer and the same work whether or not the account exists."""

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password

from onewindow.identity.errors import SignInRefused
from onewindow.identity.models import Account
from onewindow.identity.numbers import MOBILE, clean_digits, mobile_key
from onewindow.identity.queries import RELATED
from onewindow.kernel.public import SYSTEM, audit, clock, unit

_decoy: list[str] = []


def sign_in(*, username: str, password: str) -> Account:
    """Return the account whose password this is; raise SignInRefused, with one message for every cause.

    A wrong password is counted and committed; enough of them lock the account for some minutes.
    """
    if len(username) > 200 or len(password) > 1000 or "\x00" in username + password:
        raise SignInRefused
    with unit.work():
        account = _judge(username.strip(), password)
    if account is None:
        raise SignInRefused
    return account


def _judge(username: str, password: str) -> Account | None:
    account = _find(username)
    now = clock.now()
    # the password is hashed in every case, so that time tells nothing
    right = check_password(password, account.password if account else _decoy_hash())
    if account is None or not account.is_active or account.is_locked(now):
        return None
    if not right:
        account.count_failure(now, limit=settings.SIGN_IN_TRIES, minutes=settings.SIGN_IN_LOCK_MINUTES)
        account.save(update_fields=["failed_sign_ins", "locked_until"])
        return None
    if account.failed_sign_ins or account.locked_until:
        account.failed_sign_ins, account.locked_until = 0, None
    account.last_login = now
    account.save(update_fields=["last_login", "failed_sign_ins", "locked_until"])
    audit.record(SYSTEM, "account.signed_in", account)
    return account


def _find(username: str) -> Account | None:
    accounts = Account.objects.select_for_update(of=("self",)).select_related(*RELATED)
    found = accounts.filter(username=username).first()
    digits = clean_digits(username)
    if found is None and MOBILE.fullmatch(digits):
        found = accounts.filter(person__mobile_hash=mobile_key(digits), post=None).order_by("id").first()
    return found


def _decoy_hash() -> str:
    if not _decoy:
        _decoy.append(make_password("no account has this password"))
    return _decoy[0]
