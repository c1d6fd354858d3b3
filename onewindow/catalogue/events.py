"""Facts the catalogue tells."""

from dataclasses import dataclass

from onewindow.kernel.public import Event


@dataclass(frozen=True, kw_only=True)
class ItemPublished(Event):
    """A version of an item came into force; the one before it, if any, is superseded."""

    task_code: str
    version_id: int
    number: int
    source: str = ""


@dataclass(frozen=True, kw_only=True)
class ItemSuspended(Event):
    """An item cannot be applied for until it is resumed."""

    task_code: str
    version_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ItemResumed(Event):
    """A suspended item can be applied for again."""

    task_code: str
    version_id: int


@dataclass(frozen=True, kw_only=True)
class StatuteChanged(Event):
    """A new text of a statute was taken in; `items` versions of items cite an article it changes."""

    short: str
    adopted: str
    items: int


@dataclass(frozen=True, kw_only=True)
class StatuteRepealed(Event):
    """A statute ended; `items` versions of items still cite it."""

    short: str
    repealed_on: str
    items: int


@dataclass(frozen=True, kw_only=True)
class ItemCancelled(Event):
    """An item ended: no new applications; cases bound to its version go on."""

    task_code: str
    version_id: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class ProposalMoved(Event):
    """A proposal came to a new state."""

    proposal_id: int
    state: str
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class AskedBeyondGuide(Event):
    """Somebody tried to ask for what the guide bound to the case does not list; it was refused."""

    version_id: int
    asked: str
    case: str
    account_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class StandardPublished(Event):
    """A standard of a basic item came into force for a region; `items` have a new version because of it."""

    basic_code: str
    prefix: str
    items: int


@dataclass(frozen=True, kw_only=True)
class EditionPublished(Event):
    """A new edition of a published list came out."""

    kind: str
    edition_id: int


@dataclass(frozen=True, kw_only=True)
class PowerPublished(Event):
    """A version of a power was published in the list of powers and duties."""

    code: str
    version_id: int
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class AdjustmentOpened(Event):
    """A power has to be adjusted until a day; its items get no new version before."""

    code: str
    adjustment_id: int
    due_on: str
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class AuthorityTransferred(Event):
    """From a day on another body decides an item; the former one supervises."""

    task_code: str
    approving_id: int
    supervising_id: int
    effective_from: str


@dataclass(frozen=True, kw_only=True)
class MaterialChanged(Event):
    """An entry of the catalogue of materials was kept, merged or got another sheet."""

    code: str
    what: str
