"""What is held about somebody: each context registers its part, read in one statement each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from django.utils.functional import Promise

from onewindow.identity.errors import NotSignedIn
from onewindow.identity.models import Account
from onewindow.identity.queries import number_key_of
from onewindow.identity.rights.errors import NotOneself, SourceNotFound
from onewindow.kernel.public import Actor

Text = str | Promise
Row = Mapping[str, object]
SubjectKind = Literal["person", "organisation"]


@dataclass(frozen=True, slots=True)
class Subject:
    """Whose data: a person or an organisation, with all its accounts."""

    kind: SubjectKind
    key: int
    accounts: tuple[int, ...]
    number_key: bytes | None = None  # of the number, once it is confirmed: a claimed one opens nothing

    @property
    def label(self) -> str:
        """Kind and id, as events name it."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class Look:
    """How to read: numbers whole (the copy) or masked (the page), and how many of the newest rows."""

    whole: bool = False
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Correctable:
    """A field its subject may have corrected: how a new value is spelt, and what puts it into effect."""

    name: str
    label: Text
    kinds: tuple[str, ...]
    current: Callable[[Subject], str]
    spell: Callable[[str], str]
    apply: Callable[[Actor, Subject, str], None]


@dataclass(frozen=True, slots=True)
class HeldData:
    """One kind of data held about people: what, what for, how long, and how to read it.

    `rows` reads in one statement and returns values by the names in `columns`, newest first. `retention`
    names a rule of data/retention.yaml. `tables` are the models it covers. `erase` takes away, at the closing
    of an account and inside a unit of work, what nothing obliges to keep, and returns how many rows went;
    without it the rows stay. `binds` says that rows which stay need the name and number of whose they are.
    `keeper` returns the id of the agency that keeps a row of the subject, None when there is no such row.
    """

    key: str
    title: Text
    purpose: Text
    retention: str
    columns: Mapping[str, Text]
    rows: Callable[[Subject, Look], Sequence[Row]]
    order: int = 50
    tables: tuple[str, ...] = ()
    correctable: tuple[Correctable, ...] = ()
    erase: Callable[[Subject], int] | None = None
    binds: bool = False
    keeper: Callable[[Subject, str], int | None] | None = None
    row_label: Text = ""
    kinds: tuple[str, ...] = field(default=("person", "organisation"))


_sources: dict[str, HeldData] = {}


def register_held_data(source: HeldData) -> None:
    """Add a kind of data; a key twice is an error. Call it in `apps.ready`."""
    if source.key in _sources:
        raise ValueError(f"held data {source.key!r} is registered twice")
    _sources[source.key] = source


def sources(kind: str = "") -> list[HeldData]:
    """Return the registered kinds of data, for persons or organisations when asked."""
    found = (one for one in _sources.values() if not kind or kind in one.kinds)
    return sorted(found, key=lambda one: (one.order, one.key))


def source(key: str) -> HeldData:
    """Return one kind of data; raise SourceNotFound."""
    if key not in _sources:
        raise SourceNotFound
    return _sources[key]


def subject_of(by: Actor) -> Subject:
    """Return whose data the actor may handle as the own. Raises NotSignedIn, NotOneself."""
    if by.account_id is None:
        raise NotSignedIn
    if by.mandate:
        raise NotOneself
    if by.organisation_id is not None:
        return Subject("organisation", by.organisation_id, (by.account_id,), number_key_of(by))
    if by.person_id is None:
        raise NotSignedIn
    mine = Account.objects.filter(person_id=by.person_id).order_by("pk").values_list("pk", flat=True)
    return Subject("person", by.person_id, tuple(mine), number_key_of(by))
