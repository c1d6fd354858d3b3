"""Facts about people and organisations: keys only, never a name or a number."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    """A person opened an account (subject: person id)."""


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(Event):
    """An organisation opened an account (subject: organisation id)."""


@dataclass(frozen=True, kw_only=True)
class LevelRaised(Event):
    """A person's or organisation's assurance level went up (subject: kind and id)."""

    level: int
    evidence: str


@dataclass(frozen=True, kw_only=True)
class LevelLowered(Event):
    """A level went down because its evidence ran out (subject: kind and id)."""

    level: int


@dataclass(frozen=True, kw_only=True)
class AccessObjected(Event):
    """Somebody objected to a look at the own data (subject: kind and id)."""

    objection: int


@dataclass(frozen=True, kw_only=True)
class ObjectionSettled(Event):
    """An objection was answered (subject: kind and id)."""

    objection: int
    outcome: str
