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


@dataclass(frozen=True, kw_only=True)
class BodyAsked(Event):
    """A body was asked about a case (subject: the number of the ask; the agency by id)."""

    external = True
    case: str
    to_agency: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class AskAnswered(Event):
    """A body answered (subject: the number of the ask)."""

    external = True
    case: str
    stance: str


@dataclass(frozen=True, kw_only=True)
class AskEscalated(Event):
    """An ask was not answered in time and told to the head of the asked body (subject: its number)."""

    case: str
    to_agency: int


@dataclass(frozen=True, kw_only=True)
class GatheringCalled(Event):
    """Bodies were called together about a joint case (subject: the number of the lead case)."""

    external = True
    kind: str
    on: str


@dataclass(frozen=True, kw_only=True)
class GatheringRecorded(Event):
    """What bodies found together was recorded (subject: the number of the lead case)."""

    external = True
    kind: str


@dataclass(frozen=True, kw_only=True)
class ProjectFiled(Event):
    """An investment project got its code (subject: the code), before its first approval."""

    external = True
    kind: str
    region: str


@dataclass(frozen=True, kw_only=True)
class ProjectCaseBound(Event):
    """A case belongs to a project from now on (subject: the code of the project)."""

    external = True
    case: str
    stage: str


@dataclass(frozen=True, kw_only=True)
class CompanyOpened(Event):
    """A company was given its code (subject: the number of the registration case)."""

    external = True
    uscc: str


@dataclass(frozen=True, kw_only=True)
class SegmentLow(Event):
    """Few codes are left in a segment (subject: its id; the body by id)."""

    agency: int
    left: int


@dataclass(frozen=True, kw_only=True)
class PushFailed(Event):
    """A receiver was not reached in all tries, or gave a push back (subject: the number of the case)."""

    receiver: str
    tries: int
