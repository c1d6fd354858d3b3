"""What happened to licences, in the past tense; outside systems may subscribe to all of it."""

from dataclasses import dataclass
from typing import ClassVar

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class LicenceIssued(Event):
    """A licence came into the main library; the subject is its identifier."""

    external: ClassVar[bool] = True
    type_code: str
    issuer: str
    status: str
    library: str = ""
    case_number: str = ""


@dataclass(frozen=True, kw_only=True)
class LicenceChanged(Event):
    """A licence changed its status; the subject is its identifier."""

    external: ClassVar[bool] = True
    type_code: str
    issuer: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class LicenceUsed(Event):
    """A licence was looked at for somebody's business; the subject is its identifier."""

    means: str
    item: str = ""
    case_number: str = ""


@dataclass(frozen=True, kw_only=True)
class LicenceErrorReported(Event):
    """A holder says that a licence is wrong; the subject is its identifier."""

    issuer: str


@dataclass(frozen=True, kw_only=True)
class LicenceErrorAnswered(Event):
    """The issuer answered a holder's report; the subject is the licence's identifier."""

    outcome: str
