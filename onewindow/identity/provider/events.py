"""Facts about connected systems: keys only."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class PartyRegistered(Event):
    """An outside system was registered (subject: party and its number)."""


@dataclass(frozen=True, kw_only=True)
class ScopesReleased(Event):
    """What an outside system may have was decided (subject: party and its number)."""

    scopes: str


@dataclass(frozen=True, kw_only=True)
class PartyStoppedWorking(Event):
    """An outside system was stopped (subject: party and its number)."""


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """Somebody let an outside system have data (subject: account and its number)."""

    party: int
    scopes: str


@dataclass(frozen=True, kw_only=True)
class ConsentRevoked(Event):
    """Somebody took that back (subject: account and its number)."""

    party: int


@dataclass(frozen=True, kw_only=True)
class SigningKeyRotated(Event):
    """A new key signs identity tokens (subject: key id)."""

    algorithm: str


@dataclass(frozen=True, kw_only=True)
class UpstreamBound(Event):
    """An outer account opens an account here from now on (subject: account and its number)."""

    upstream: str


@dataclass(frozen=True, kw_only=True)
class UpstreamUnbound(Event):
    """An outer account opens it no more (subject: account and its number)."""

    upstream: str
