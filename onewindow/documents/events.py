"""Facts of documents."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class NoticeRevoked(Event):
    """A notice lost its force; the subject is its number."""

    number: str
    case_number: str
    kind: str
    reason: str
