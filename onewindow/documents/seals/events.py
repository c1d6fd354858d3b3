"""Facts of seals."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class SealStateChanged(Event):
    """A seal was issued, suspended, resumed or revoked; the subject is its number."""

    agency_id: int
    name: str
    state: str
    reason: str
