"""Facts about cases."""

from dataclasses import dataclass
from datetime import date

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


@dataclass(frozen=True, kw_only=True)
class CaseSentAway(Event):
    """A case ended here because another province goes on with it (subject: its number)."""

    external = True
    item_code: str
    to: str


@dataclass(frozen=True, kw_only=True)
class CaseReceived(Event):
    """An application was received, its five days began (subject: the case number)."""

    external = True
    item_code: str


@dataclass(frozen=True, kw_only=True)
class CorrectionAsked(Event):
    """The applicant was told what to put right (subject: the case number; kind: notice or pre_review)."""

    external = True
    kind: str
    items: int
    due: date


@dataclass(frozen=True, kw_only=True)
class CorrectionSupplied(Event):
    """The applicant handed in the whole correction (subject: the case number)."""

    external = True
    kind: str


@dataclass(frozen=True, kw_only=True)
class CaseLapsed(Event):
    """A case ended because a correction, or what was promised for later, never came (subject: its number)."""

    external = True
    item_code: str


@dataclass(frozen=True, kw_only=True)
class CaseAccepted(Event):
    """A case was accepted (subject: its number); `how` is `deemed` when the body let five days pass."""

    external = True
    item_code: str
    how: str


@dataclass(frozen=True, kw_only=True)
class NegativeFiled(Event):
    """An intended refusal was filed for release (subject: the case number; kind: not_accepted or refused)."""

    kind: str


@dataclass(frozen=True, kw_only=True)
class CaseNotAccepted(Event):
    """An application was not accepted, for a lawful cause (subject: the case number)."""

    external = True
    item_code: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class HearingRightTold(Event):
    """The applicant was told of the right to a hearing (subject: the case number), until a day."""

    external = True
    until: date


@dataclass(frozen=True, kw_only=True)
class HearingAsked(Event):
    """A hearing was asked for; it must be held by a day (subject: the case number)."""

    external = True
    by: date


@dataclass(frozen=True, kw_only=True)
class HearingCalled(Event):
    """A hearing was called for a day (subject: the case number)."""

    external = True
    on: date


@dataclass(frozen=True, kw_only=True)
class HearingHeld(Event):
    """A hearing was held, its record signed (subject: the case number)."""

    external = True


@dataclass(frozen=True, kw_only=True)
class CaseSuspended(Event):
    """A case's clock stopped for a special procedure of so many working days (subject: its number)."""

    external = True
    reason: str
    days: int


@dataclass(frozen=True, kw_only=True)
class CaseResumed(Event):
    """A case's clock runs again, with a new promised day (subject: its number)."""

    external = True
    due: date


@dataclass(frozen=True, kw_only=True)
class CaseExtended(Event):
    """A case's limits were extended (subject: its number)."""

    external = True
    days: int
    due: date


@dataclass(frozen=True, kw_only=True)
class CaseTransferred(Event):
    """A case went to another body with its history (subject: its number; the agencies by id)."""

    external = True
    from_agency: int
    to_agency: int


@dataclass(frozen=True, kw_only=True)
class CaseDelivered(Event):
    """A decision reached the applicant (subject: the case number)."""

    external = True
    way: str


@dataclass(frozen=True, kw_only=True)
class DecisionOpened(Event):
    """The applicant opened a decision made at once for the first time (subject: the case number)."""


@dataclass(frozen=True, kw_only=True)
class CaseArchived(Event):
    """A case was archived under the digest of its manifest (subject: its number)."""

    digest: str


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(Event):
    """A promise was not kept or was false (subject: the case number).

    `kind` is later, proof or original; `granted` tells that a decision rests on it and may be revoked.
    """

    external = True
    seq: int
    kind: str
    granted: bool


@dataclass(frozen=True, kw_only=True)
class DisclosureWithheld(Event):
    """A grant is kept from the public (不予公开); the ground is a code of the data."""

    ground: str
