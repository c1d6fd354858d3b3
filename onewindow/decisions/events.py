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


@dataclass(frozen=True, kw_only=True)
class ReviewAsked(Event):
    """An applicant wants a person to look at an automatic decision (subject: the case number)."""

    rule_set: str
    review: str


@dataclass(frozen=True, kw_only=True)
class ReviewAnswered(Event):
    """An officer answered a review, asked for or drawn (subject: the case number)."""

    rule_set: str
    review: str
    kind: str
    result: str


@dataclass(frozen=True, kw_only=True)
class SampleDrawn(Event):
    """A share of a rule set's automatic decisions was drawn for checking (subject: the rule set)."""

    rule_set: str
    size: int
    chosen: int


@dataclass(frozen=True, kw_only=True)
class SignalRaised(Event):
    """Something about a rule set needs its keepers (subject: the rule set)."""

    rule_set: str
    kind: str
    signal: int
    proposes_stop: bool


@dataclass(frozen=True, kw_only=True)
class SignalSettled(Event):
    """A signal was settled: automatic decisions were stopped, or go on (subject: the rule set)."""

    rule_set: str
    signal: int
    stopped: bool
