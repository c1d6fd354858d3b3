"""Confirm a mobile number by a code sent to it; from then on it serves to sign in."""

import secrets
from datetime import timedelta

from django.db import IntegrityError

from onewindow.identity import numbers
from onewindow.identity.errors import CodeWrong, NotSignedIn
from onewindow.identity.limits import CODE_MINUTES
from onewindow.identity.models import Account, MobileCode, Person
from onewindow.identity.services.throttles import forget_tries, take_try
from onewindow.identity.signin.codes import deliver_code
from onewindow.kernel.public import Actor, audit, clock, hashing, unit


def send_mobile_code(*, by: Actor, mobile: str) -> str:
    """Send a code to a mobile of one's own and return the number cleaned; a newer code replaces it.

    Call it outside a transaction. Raises BadSpelling, TooManyTries (per number, so that nobody is flooded),
    CodeNotSent.
    """
    if by.account_id is None or by.person_id is None:
        raise NotSignedIn
    number = numbers.mobile(mobile)
    take_try("send-code", number)
    code = f"{secrets.randbelow(1_000_000):06d}"
    MobileCode.objects.update_or_create(
        account_id=by.account_id,
        defaults={
            "mobile": number,
            "digest": _digest(by.account_id, number, code),
            "good_until": clock.now() + timedelta(minutes=CODE_MINUTES),
        },
    )
    deliver_code(number, code)
    return number


def confirm_mobile(*, by: Actor, code: str) -> Account:
    """Make the number the newest code was sent to the account's own; who held it before loses it for sign-in.

    Numbers change hands (二次放号), so the latest proof counts. Raises CodeWrong, TooManyTries.
    """
    if by.account_id is None or by.person_id is None:
        raise NotSignedIn
    take_try("enter-code", str(by.account_id))
    try:
        with unit.work():
            hand_over(by, by.person_id, _spend(by.account_id, numbers.digits(code)))
            forget_tries("enter-code", str(by.account_id))
    except IntegrityError as meanwhile:  # somebody else proved the same number in this moment
        raise CodeWrong from meanwhile
    return Account.objects.select_related("person").get(pk=by.account_id)


def _spend(account_id: int, typed: str) -> str:
    """Use up the code and return the number it proves."""
    sent = MobileCode.objects.select_for_update().filter(pk=account_id, good_until__gt=clock.now()).first()
    if sent is None or not sent.mobile:
        raise CodeWrong
    if not secrets.compare_digest(bytes(sent.digest), _digest(account_id, sent.mobile, typed)):
        raise CodeWrong
    sent.delete()
    return sent.mobile


def hand_over(by: Actor, person_id: int, mobile: str) -> None:
    """Make a proved number a person's own, inside a unit of work; whoever held it before loses it."""
    key = numbers.mobile_key(mobile)
    earlier = list(Person.objects.select_for_update().filter(mobile_hash=key).exclude(pk=person_id))
    for other in earlier:
        other.mobile_hash = None
        other.save(update_fields=["mobile_hash"])
    if earlier:
        audit.record(by, "person.mobile_lost", *earlier)
    person = Person.objects.select_for_update().get(pk=person_id)
    person.mobile, person.mobile_hash = mobile, key
    person.save(update_fields=["mobile", "mobile_hash"])
    audit.record(by, "person.mobile_confirmed", person)


def _digest(account_id: int, mobile: str, code: str) -> bytes:
    return hashing.keyed_hash("mobile-code", f"{account_id}:{mobile}:{code}")
