"""Sign in: the same answer and the same work whether or not the account exists."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password

from onewindow.identity.errors import SignInRefused
from onewindow.identity.models import Account
from onewindow.identity.numbers import LONGEST_PASSWORD, mobile_key, typed_at_sign_in
from onewindow.identity.queries import RELATED
from onewindow.identity.services.throttles import forget_tries, take_try
from onewindow.kernel.public import SYSTEM, audit, clock, unit


def sign_in(*, username: str, password: str) -> Account:
    """Return the account with this user name or confirmed mobile whose password this is.

    Raises SignInRefused with one message for every cause, TooManyTries after enough of them. One count, one
    read, one hash in every case, so that neither words nor time tell whether an account exists.
    """
    if len(username) > 200 or len(password) > LONGEST_PASSWORD or "\x00" in username + password:
        raise SignInRefused
    typed, is_mobile = typed_at_sign_in(username)
    take_try("sign-in", typed)
    account = _find(typed, is_mobile=is_mobile)
    outdated: list[str] = []
    # an unusable password makes Django hash all the same
    kept = account.password if account is not None and account.is_active else UNUSABLE_PASSWORD_PREFIX
    if not check_password(password, kept, setter=outdated.append) or account is None:
        raise SignInRefused
    with unit.work():
        forget_tries("sign-in", typed)
        if outdated:
            account.set_password(password)
        account.last_login = clock.now()
        account.save(update_fields=["last_login", "password"])
        audit.record(SYSTEM, "account.signed_in", account)
    return account


def _find(typed: str, *, is_mobile: bool) -> Account | None:
    accounts = Account.objects.select_related(*RELATED)
    if is_mobile:
        return accounts.filter(person__mobile_hash=mobile_key(typed), post=None).first()
    return accounts.filter(username=typed).first()
