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


@dataclass(frozen=True, kw_only=True)
class AuthorityEntrusted(Event):
    """A body let one below decide on an item for a period (subject: the id; the entrusted body by id)."""

    external = True
    item: str
    to_agency: int


@dataclass(frozen=True, kw_only=True)
class EntrustingStopped(Event):
    """What was entrusted was taken back before its time (subject: the id)."""

    external = True
    item: str


@dataclass(frozen=True, kw_only=True)
class BodyGuided(Event):
    """A body was told something by the body above of its line (subject: the id; the guided body by id)."""

    to_agency: int
    case: str


@dataclass(frozen=True, kw_only=True)
class ReceivedElsewhere(Event):
    """A hall of another city took a case in for the body at home (subject: its number; both by id)."""

    external = True
    hall: int
    home: int


@dataclass(frozen=True, kw_only=True)
class PapersArrived(Event):
    """The paper originals of a case received elsewhere arrived at home (subject: its number)."""

    external = True


@dataclass(frozen=True, kw_only=True)
class CaseHandedOver(Event):
    """A case was handed over to another province (subject: its number)."""

    external = True
    partner: str
    document: str


@dataclass(frozen=True, kw_only=True)
class NameClaimed(Event):
    """A name of a company was declared or decided on (subject: the id): kept, refused or to be looked at."""

    state: str


@dataclass(frozen=True, kw_only=True)
class NameUsed(Event):
    """A declared name was registered (subject: the id)."""

    case: str
