"""Change one's own password, and prove it once more."""

from django.contrib.auth.hashers import check_password

from onewindow.identity import numbers
from onewindow.identity.errors import NotSignedIn
from onewindow.identity.models import Account
from onewindow.identity.services.throttles import forget_tries, take_try
from onewindow.identity.signin.errors import PasswordWrong
from onewindow.identity.signin.models import SecurityEvent
from onewindow.identity.signin.security import Place, note
from onewindow.identity.signin.sessions import end_sessions
from onewindow.identity.signin.strength import about_name
from onewindow.kernel.public import Actor, audit, unit


def change_password(*, by: Actor, current: str, new: str, place: Place, session: str = "") -> Account:
    """Change one's own password; every other session ends. Raises PasswordWrong, BadSpelling, TooManyTries.

    Call it outside a transaction; `session` is the key of the session that stays.
    """
    if by.account_id is None:
        raise NotSignedIn
    prove_password(by=by, password=current)
    account = Account.objects.select_related("person", "organisation").get(pk=by.account_id)
    chosen = numbers.password(new, about=about_account(account))
    account.set_password(chosen)
    with unit.work():
        account.save(update_fields=["password"])
        end_sessions(account.pk, keep=session)
        audit.record(by, "account.password_changed", account)
        note(SecurityEvent.Kind.PASSWORD_CHANGED, account_id=account.pk, by=by, place=place)
    return account


def prove_password(*, by: Actor, password: str) -> None:
    """Judge one's own password once more. Raises PasswordWrong, TooManyTries."""
    if by.account_id is None:
        raise NotSignedIn
    key = f"again:{by.account_id}"
    take_try("sign-in", key)
    account = Account.objects.get(pk=by.account_id)
    if len(password) > numbers.LONGEST_PASSWORD or not check_password(password, account.password):
        raise PasswordWrong
    forget_tries("sign-in", key)


def about_account(account: Account) -> tuple[str, ...]:
    """Return what is known of an account's owner and has no place in the password."""
    person, organisation = account.person, account.organisation
    if person is not None:
        number = person.resident_id or ""
        return (account.username, number, number[6:14], person.mobile or "", *about_name(person.name))
    if organisation is not None:
        return (
            account.username,
            organisation.uscc,
            organisation.mobile or "",
            *about_name(organisation.name),
        )
    return (account.username,)
