"""Consent: given for named scopes, remembered, taken back at any time with everything that came of it."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import Max

from onewindow.identity.errors import NotSignedIn
from onewindow.identity.models import Account
from onewindow.identity.provider import claims, rules
from onewindow.identity.provider.errors import ConsentNotFound
from onewindow.identity.provider.events import ConsentGiven, ConsentRevoked
from onewindow.identity.provider.models import Authorisation, Consent, RelyingParty
from onewindow.identity.provider.tokens import end_all_of
from onewindow.kernel.public import Actor, audit, clock, outbox, unit

SHOWN = 100


@dataclass(frozen=True, slots=True)
class Connection:
    """One connected system as its user sees it."""

    consent: Consent
    party: RelyingParty
    scopes: list[tuple[str, list[tuple[str, str]]]]
    used_at: object


def covers(account_id: int, party_id: int, scopes: list[str]) -> bool:
    """Tell whether the person has agreed to all of this before."""
    rows = Consent.objects.filter(account_id=account_id, party_id=party_id, revoked_at=None)
    given = rows.values_list("scopes", flat=True).first()
    return given is not None and set(scopes) <= set(given)


def give_consent(*, by: Actor, party: RelyingParty, scopes: list[str]) -> Consent:
    """Remember that the person agrees; agreeing to no more than before changes nothing.

    Raises NotSignedIn.
    """
    if by.account_id is None:
        raise NotSignedIn
    with unit.work():
        old = (
            Consent.objects.select_for_update()
            .filter(account_id=by.account_id, party=party, revoked_at=None)
            .first()
        )
        if old is not None and set(scopes) <= set(old.scopes):
            return old
        if old is not None:
            old.revoked_at = clock.now()
            old.save(update_fields=["revoked_at"])
            audit.record(by, "consent.widened", old)
        wide = rules.in_order([*scopes, *(old.scopes if old else [])])
        try:
            with transaction.atomic():
                row = Consent.objects.create(
                    account_id=by.account_id, party=party, scopes=wide, given_at=clock.now()
                )
        except IntegrityError:  # the same person agreed in another window just now
            return Consent.objects.get(account_id=by.account_id, party=party, revoked_at=None)
        audit.record(by, "consent.given", row)
        outbox.publish(
            ConsentGiven(subject=f"account:{by.account_id}", party=party.pk, scopes=" ".join(wide))
        )
    return row


def revoke_consent(*, by: Actor, consent_id: int) -> Consent:
    """Take a consent of one's own back: every token of it ends at once; again changes nothing.

    Raises NotSignedIn, ConsentNotFound.
    """
    if by.account_id is None:
        raise NotSignedIn
    with unit.work():
        rows = Consent.objects.select_for_update().filter(pk=consent_id, account_id=by.account_id)
        row = rows.first()
        if row is None:
            raise ConsentNotFound
        if row.revoked_at is None:
            row.revoked_at = clock.now()
            row.save(update_fields=["revoked_at"])
            end_all_of(row.party_id, account_id=by.account_id, why="revoked")
            audit.record(by, "consent.revoked", row)
            outbox.publish(ConsentRevoked(subject=f"account:{by.account_id}", party=row.party_id))
    return row


def connections_of(account: Account) -> list[Connection]:
    """Return the systems an account is connected with, the newest consent first, in two statements."""
    rows = Consent.objects.select_related("party__agency").filter(account=account, revoked_at=None)
    found = list(rows.order_by("-id")[:SHOWN])
    used = Authorisation.objects.filter(account=account, party__in=[row.party_id for row in found])
    last = dict(used.values_list("party").annotate(Max("begun_at")))
    return [
        Connection(row, row.party, claims.shown(account, row.scopes), last.get(row.party_id)) for row in found
    ]
