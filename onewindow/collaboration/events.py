"""What happened in joint procedures; the subject is the number of the lead case."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class ProcedurePublished(Event):
    """A version of a procedure is in force (subject: its key)."""

    number: int


@dataclass(frozen=True, kw_only=True)
class JointStarted(Event):
    """A lead case was accepted: its members begin."""

    external = True
    procedure: str
    members: int


@dataclass(frozen=True, kw_only=True)
class MemberDue(Event):
    """It is a member's turn: its case is to be opened; `attempt` counts its applications."""

    member: str
    attempt: int


@dataclass(frozen=True, kw_only=True)
class MemberEnded(Event):
    """A member came to its end: granted, refused, consented by silence, not needed or no longer awaited."""

    external = True
    member: str
    state: str


@dataclass(frozen=True, kw_only=True)
class JointEnded(Event):
    """A joint procedure came to its end with its lead case."""

    external = True
    outcome: str
