"""Codes and tokens: found by a keyed hash, ended together with the authorisation they come from."""

import secrets

from onewindow.identity.provider.errors import ScopeTooNarrow, TokenRefused
from onewindow.identity.provider.models import AccessToken, Authorisation, RefreshToken, RelyingParty
from onewindow.identity.signin.models import SecurityEvent
from onewindow.identity.signin.security import Place, note
from onewindow.kernel.public import Actor, clock, hashing, prepared

_RELATED = (
    "party__agency",
    "authorisation__account__person",
    "authorisation__account__organisation",
    "authorisation__account__post__agency",
)
_GOOD = prepared.Kept(
    lambda: AccessToken.objects.select_related(*_RELATED).filter(
        digest=prepared.Place(1), good_until__gt=prepared.Place(2)
    )
)


def made(*_request: object) -> str:
    """Return a new code or token: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(kind: str, text: str) -> bytes:
    """Return what a code or token is found by."""
    return hashing.keyed_hash(f"oidc-{kind}", text)


def access_token(text: str, *scopes: str) -> AccessToken:
    """Return a token that is good now, with whom it stands for, in one statement.

    Raises TokenRefused (unknown, run out, ended, of a stopped system or a closed account), ScopeTooNarrow.
    """
    row = _GOOD.first(digest("access", text), clock.now())
    if row is None or row.party.stopped_at is not None:
        raise TokenRefused
    given = row.authorisation
    if given is not None and (given.ended_at is not None or not given.account.is_active):
        raise TokenRefused
    if not set(scopes) <= set(row.scopes):
        raise ScopeTooNarrow
    return row


def actor_of_party(party: RelyingParty) -> Actor:
    """Return a system as the acting party; needs its agency loaded."""
    return Actor(
        kind="client",
        name=f"{party.agency.name} · {party.name}",
        agency=str(party.agency_id),
        client=party.client_id,
    )


def end(authorisation: Authorisation, *, why: str) -> None:
    """End an authorisation with all its tokens."""
    if authorisation.ended_at is None:
        authorisation.ended_at, authorisation.ended_why = clock.now(), why
        authorisation.save(update_fields=["ended_at", "ended_why"])
    AccessToken.objects.filter(authorisation=authorisation).delete()


def end_stolen(authorisation: Authorisation, *, what: str, place: Place | None = None) -> None:
    """End an authorisation whose code or refresh token came twice, and tell the security administrator."""
    end(authorisation, why="reused")
    note(SecurityEvent.Kind.TOKEN_REUSED, account_id=authorisation.account_id, detail=what, place=place)


def end_all_of(party_id: int, *, account_id: int | None = None, why: str) -> int:
    """End what a system holds, of one account or of all; inside a verb that says why."""
    rows = Authorisation.objects.filter(party_id=party_id, ended_at=None)
    tokens = AccessToken.objects.filter(party_id=party_id)
    if account_id is not None:
        rows, tokens = rows.filter(account_id=account_id), tokens.filter(authorisation__account_id=account_id)
    tokens.delete()
    return rows.update(ended_at=clock.now(), ended_why=why)


def forget_expired() -> int:
    """Delete tokens that ran out, and authorisations without any; return how many rows went."""
    now = clock.now()
    gone = AccessToken.objects.filter(good_until__lt=now).delete()[0]
    gone += RefreshToken.objects.filter(good_until__lt=now).delete()[0]
    return gone + _forget_empty()


def _forget_empty() -> int:
    from datetime import timedelta

    old = Authorisation.objects.filter(begun_at__lt=clock.now() - timedelta(days=1))
    alive = (AccessToken, RefreshToken)
    for table in alive:
        old = old.exclude(pk__in=table.objects.exclude(authorisation=None).values("authorisation"))
    return old.delete()[0]
