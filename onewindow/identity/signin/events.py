"""Facts about the safety of accounts: keys only."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class RecoveryAsked(Event):
    """A new password was asked for (subject: recovery id), for an account or for nobody."""


@dataclass(frozen=True, kw_only=True)
class RecoveryDone(Event):
    """A recovered password took effect (subject: recovery id)."""


@dataclass(frozen=True, kw_only=True)
class PasswordReset(Event):
    """A password was changed with a slip made in person (subject: account id)."""


@dataclass(frozen=True, kw_only=True)
class FactorsReleased(Event):
    """Two security administrators took an official's second factors away (subject: account id)."""
