"""Facts about running processes; the subject is what the process is about."""

from dataclasses import dataclass
from uuid import UUID

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class ProcessPublished(Event):
    """A version of a process was published (subject: its key)."""

    number: int


@dataclass(frozen=True, kw_only=True)
class ServiceAwaited(Event):
    """A program is to act (subject: what the process is about; `service` names it)."""

    task: UUID
    service: str


@dataclass(frozen=True, kw_only=True)
class ProcessEnded(Event):
    """A process came to an end, with the result its end names."""

    key: str
    result: str
