"""Facts about posts: keys only."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class RolesGiven(Event):
    """A post was given other roles (subject: post and id)."""

    roles: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HoldingGiven(Event):
    """An official was given a post (subject: account and id)."""

    post: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class HoldingEnded(Event):
    """An official's holding ended (subject: account and id)."""

    post: int


@dataclass(frozen=True, kw_only=True)
class OfficialLeft(Event):
    """An official left: every holding, session and the account itself ended (subject: account and id)."""
