"""Facts about mandates: keys only."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class MandateGiven(Event):
    """A party offered or gave a mandate (subject: kind and id of the party)."""

    reference: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class MandateAccepted(Event):
    """The agent took the mandate (subject: kind and id of the party)."""

    reference: str


@dataclass(frozen=True, kw_only=True)
class MandateEnded(Event):
    """A mandate was taken back, given back or declined (subject: kind and id of the party)."""

    reference: str


@dataclass(frozen=True, kw_only=True)
class OrganisationBound(Event):
    """A person was proved to be the head of an organisation (subject: organisation id)."""

    reference: str
