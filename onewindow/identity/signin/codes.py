"""Codes by text message: proof that somebody holds a mobile number; nothing about accounts."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import connection

from onewindow.identity import numbers, ports
from onewindow.identity.errors import CodeNotSent, CodeWrong, TooManyTries
from onewindow.identity.limits import limit_of
from onewindow.identity.services.throttles import take_tries, take_try
from onewindow.identity.signin import rules, spool
from onewindow.identity.signin.models import SecurityEvent, SentCode
from onewindow.identity.signin.security import Place, note
from onewindow.kernel.public import clock, hashing

_GUESS = """
    UPDATE identity_sentcode SET tries = tries + 1
    WHERE purpose = %s AND key = %s AND good_until > %s RETURNING id, digest, tries
"""
PURPOSE_LENGTH = 20


def send_code(*, purpose: str, mobile: str, address: str = "") -> str:
    """Send a code to a mobile number for a purpose; return the number cleaned. A newer code replaces it.

    The number need not belong to anybody: asking tells nothing about accounts. Call it outside a transaction.
    Raises BadSpelling, TooManyTries (per number and per address), CodeNotSent.
    """
    if not 0 < len(purpose) <= PURPOSE_LENGTH:
        raise ValueError(f"not a purpose: {purpose!r}")
    number = numbers.mobile(mobile)
    take_try("send-code-gap", f"{purpose}:{number}")  # by itself: a second press is no second message
    try:
        take_tries([("send-code", number), *([("send-code-address", address)] if address else [])])
    except TooManyTries as wait:
        if wait.facts["first"]:
            note(SecurityEvent.Kind.CODES_LIMITED, typed=number, place=Place(address))
        raise
    code = f"{secrets.randbelow(10 ** rules.count('code-digits')):0{rules.count('code-digits')}d}"
    key = numbers.mobile_key(number)
    SentCode.objects.update_or_create(
        purpose=purpose,
        key=key,
        defaults={
            "digest": _digest(purpose, number, code),
            "tries": 0,
            "good_until": clock.now() + timedelta(minutes=rules.minutes("code")),
        },
    )
    deliver_code(number, code)
    return number


def check_code(*, purpose: str, mobile: str, code: str) -> str:
    """Use up the newest code of a number for a purpose and return the number; it works once.

    A guess counts even when the caller's work fails later: call it outside a transaction. Raises BadSpelling,
    CodeWrong, TooManyTries after too many guesses at one code.
    """
    number, typed = numbers.mobile(mobile), numbers.digits(code)
    with connection.cursor() as cursor:
        cursor.execute(_GUESS, [purpose, numbers.mobile_key(number), clock.now()])
        row = cursor.fetchone()
    pk, kept, tries = row or (0, b"", 0)
    if tries > limit_of("enter-code").tries:
        raise TooManyTries
    fits = secrets.compare_digest(bytes(kept), _digest(purpose, number, typed))
    if not fits or not SentCode.objects.filter(pk=pk).delete()[0]:
        raise CodeWrong
    return number


def deliver_code(mobile: str, code: str) -> None:
    """Hand a code to the gateway that is joined, in a demonstration to the simulated one."""
    try:
        _code_sender()(mobile, code)
    except OSError as broken:
        raise CodeNotSent from broken


def _code_sender() -> ports.CodeSender:
    if ports.senders:
        return next(iter(ports.senders.values()))
    if settings.DEMO:
        return spool.send_code
    raise CodeNotSent


def _digest(purpose: str, mobile: str, code: str) -> bytes:
    return hashing.keyed_hash("sms-code", f"{purpose}:{mobile}:{code}")
