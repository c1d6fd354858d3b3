"""Facts about rights: keys only."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class DataCorrectionAsked(Event):
    """Somebody asked to have data corrected (subject: kind and id)."""

    correction: int


@dataclass(frozen=True, kw_only=True)
class DataCorrectionSettled(Event):
    """A request to correct was decided (subject: kind and id)."""

    correction: int
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ClosingAsked(Event):
    """Somebody asked to close the account (subject: kind and id)."""

    closure: int


@dataclass(frozen=True, kw_only=True)
class AccountClosed(Event):
    """An account was closed for good (subject: kind and id)."""

    closure: int
    identity_kept: bool
