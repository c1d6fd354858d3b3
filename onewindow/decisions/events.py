"""What happened to rule sets."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class RulesReleased(Event):
    """A version of a rule set decides from a day on."""

    rule_set: str
    version: int
    digest: str
    effective_from: str


@dataclass(frozen=True, kw_only=True)
class KillSwitchSet(Event):
    """Automatic decisions of a rule set were stopped or let run again."""

    rule_set: str
    on: bool
    reason: str
