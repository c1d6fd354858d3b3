"""Facts about cases."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class CaseSubmitted(Event):
    """An application became a case (subject: its number)."""

    external = True
    item_code: str
    item_version: int
    automatic: bool


@dataclass(frozen=True, kw_only=True)
class CaseDecided(Event):
    """A case was decided and closed (subject: its number)."""

    external = True
    item_code: str
    outcome: str
    automatic: bool
    notice: str


@dataclass(frozen=True, kw_only=True)
class MaterialSupplied(Event):
    """The applicant added a material that was left for later (subject: the case number)."""

    external = True
    seq: int


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(Event):
    """The applicant took a case back (subject: its number)."""

    external = True
    item_code: str
