"""Verb: prove the own party at L4 with a certificate that signed a challenge."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import IntegrityError

from onewindow.identity import numbers, papers, policies
from onewindow.identity.certificates import chain, trust
from onewindow.identity.certificates.errors import ChallengeOver, NotNamed, SignatureWrong
from onewindow.identity.errors import VerificationFailed
from onewindow.identity.levels import Level
from onewindow.identity.mandates.models import Kind
from onewindow.identity.mandates.policies import require_principal
from onewindow.identity.models import LevelEvidence, Organisation, Person
from onewindow.identity.services.levels import Holder, locked_holder, prove_level
from onewindow.identity.services.throttles import forget_tries, take_try
from onewindow.identity.signin import rules
from onewindow.kernel.public import Actor, clock, unit

MEANS = "certificate"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A text that is signed once, and until when."""

    text: str
    until: datetime


def challenge() -> Challenge:
    """Return a new text to sign."""
    until = clock.now() + timedelta(minutes=rules.minutes("certificate-challenge"))
    return Challenge(f"一窗认证 {secrets.token_hex(16)}", until)


def require_party(by: Actor) -> None:
    """Raise MandateNotYours unless the actor is the party itself, or the head of the firm."""
    require_principal(by)
    policies.require_own(by, by.account_id or 0)
    if by.mandate_kind == Kind.GUARDIAN:
        raise NotNamed


def prove_with_certificate(*, by: Actor, asked: Challenge, certificate: bytes, signature: bytes) -> Holder:
    """Raise the party to L4 until the certificate ends, when it names the party and signed the challenge.

    The caller gives each challenge once. Again with the same certificate changes nothing. Raises
    MandateNotYours, TooManyTries, CertificateRefused and its kinds, VerificationFailed where the number is
    proved by another account. (《电子签名法》第十三条、第十四条)
    """
    require_party(by)
    take_try("certificate", str(by.account_id))
    if clock.now() > asked.until:
        raise ChallengeOver
    given = chain.read(certificate)
    named = chain.judge(given, *trust.known(), clock.now())
    if not chain.has_signed(given, asked.text.encode(), signature):
        raise SignatureWrong
    try:
        with unit.work():
            holder = locked_holder(None if by.organisation_id else by.person_id, by.organisation_id)
            _require_named(holder, named)
            if _kept(holder, named):
                return holder
            detail = f"{named.issuer}（{named.serial}）"
            prove_level(by, holder, Level.CERTIFICATE, MEANS, detail=detail, valid_until=named.until)
            forget_tries("certificate", str(by.account_id))
    except IntegrityError as taken:
        raise VerificationFailed from taken
    return holder


def _require_named(holder: Holder, named: chain.Named) -> None:
    """Raise NotNamed unless name and number are the holder's."""
    if isinstance(holder, Organisation):
        fits = holder.uscc in named.numbers
    else:
        fits = any(compare_digest(_key(number), bytes(holder.resident_id_hash)) for number in named.numbers)
    if not fits or numbers.name(holder.name) not in {numbers.name(name) for name in named.names if name}:
        raise NotNamed


def _key(number: str) -> bytes:
    return papers.paper_key(papers.RESIDENT_ID, number)


def _kept(holder: Holder, named: chain.Named) -> bool:
    whose = {"person": holder} if isinstance(holder, Person) else {"organisation": holder}
    same = LevelEvidence.objects.filter(**whose, means=MEANS, valid_until=named.until)
    return holder.level >= Level.CERTIFICATE and same.filter(detail__contains=named.serial).exists()
