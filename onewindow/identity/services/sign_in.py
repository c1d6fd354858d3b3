"""Sign in: the same answer and the same work whether or not the account exists."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, check_password

from onewindow.identity.errors import SignInRefused, TooManyTries
from onewindow.identity.models import Account
from onewindow.identity.numbers import LONGEST_PASSWORD, mobile_key, typed_at_sign_in
from onewindow.identity.queries import RELATED
from onewindow.identity.services.throttles import forget_tries, give_try_back, take_tries
from onewindow.identity.signin.codes import check_code
from onewindow.identity.signin.errors import NoAccountOfNumber
from onewindow.identity.signin.models import SecurityEvent
from onewindow.identity.signin.places import Place
from onewindow.identity.signin.security import NOWHERE, note
from onewindow.kernel.public import SYSTEM, audit, clock, unit

_OF_ADDRESS = ("sign-in-address", "sign-in-day")


def sign_in(*, username: str, password: str, place: Place = NOWHERE) -> Account:
    """Return the account with this user name or confirmed mobile whose password this is.

    Raises SignInRefused with one message for every cause, TooManyTries after enough of them, under one name
    or from one address. One count, one read, one hash, one event in every case, so that neither words nor
    time tell whether an account exists.
    """
    if len(username) > 200 or len(password) > LONGEST_PASSWORD or "\x00" in username + password:
        raise SignInRefused
    typed, is_mobile = typed_at_sign_in(username)
    _count(typed, place)
    account = _find(typed, is_mobile=is_mobile)
    outdated: list[str] = []
    # an unusable password makes Django hash all the same
    kept = account.password if account is not None and account.is_active else UNUSABLE_PASSWORD_PREFIX
    if not check_password(password, kept, setter=outdated.append) or account is None:
        note(SecurityEvent.Kind.FAILED, account_id=account.pk if account else None, typed=typed, place=place)
        raise SignInRefused
    with unit.work():
        forget_tries("sign-in", typed)
        if outdated:
            account.set_password(password)
        _enter(account, place)
    return account


def sign_in_by_code(*, mobile: str, code: str, place: Place = NOWHERE) -> Account:
    """Return the account that signs in with this mobile, to whoever holds the telephone.

    Raises CodeWrong, TooManyTries; NoAccountOfNumber only after the code was right: only the number's
    holder learns it. Officials sign in with their password.
    """
    number = check_code(purpose="sign-in", mobile=mobile, code=code)
    account = _find(number, is_mobile=True)
    if account is None or not account.is_active:
        raise NoAccountOfNumber
    with unit.work():
        _enter(account, NOWHERE)
    return account


def _count(typed: str, place: Place) -> None:
    tries = [("sign-in", typed)]
    if place.address:
        tries += [(purpose, place.address) for purpose in _OF_ADDRESS]
    try:
        take_tries(tries)
    except TooManyTries as wait:
        if wait.facts["first"]:
            kinds = SecurityEvent.Kind
            kind = kinds.LOCKED if wait.facts["purpose"] == "sign-in" else kinds.ADDRESS_LOCKED
            note(kind, typed=typed, place=place)
        raise


def _enter(account: Account, place: Place) -> None:
    if place.address:
        for purpose in _OF_ADDRESS:
            give_try_back(purpose, place.address)
    account.last_login = clock.now()
    account.save(update_fields=["last_login", "password"])
    audit.record(SYSTEM, "account.signed_in", account)


def _find(typed: str, *, is_mobile: bool) -> Account | None:
    accounts = Account.objects.select_related(*RELATED)
    if is_mobile:
        return accounts.filter(person__mobile_hash=mobile_key(typed), post=None).first()
    return accounts.filter(username=typed).first()
