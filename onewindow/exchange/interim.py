"""Stands in for identity's access log until that context is merged."""

from collections.abc import Sequence
from dataclasses import dataclass

from onewindow.kernel.public import Actor


@dataclass(frozen=True)
class Access:
    """One read of a subject's data."""

    subject_kind: str
    subject_id: int | None
    what: str
    reason: str
    case: str = ""
    item: str = ""
    source: str = ""


def record_accesses(by: Actor, accesses: Sequence[Access]) -> None:
    """Write nothing yet."""
