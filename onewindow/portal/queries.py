"""What the home page shows, from the contexts below."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from onewindow.cases.public import Case, cases_of, offers_of
from onewindow.catalogue.public import Entry, ItemVersion, item_count, item_version, pilots, popular, themes
from onewindow.forms.public import Draft, drafts_of
from onewindow.kernel.public import Actor

Audience = Literal["person", "firm"]
OFTEN = 5
INSTANT = 8  # two rows; the rest is a link away
MY_CASES = 50
ICONS = {
    "p01": "baby",
    "p02": "id",
    "p03": "star",
    "p04": "edu",
    "p05": "shield",
    "p06": "job",
    "p07": "doc",
    "p08": "ok",
    "p09": "id",
    "p10": "card",
    "p11": "ring",
    "p12": "elder",
    "p13": "house",
    "p14": "house",
    "p15": "shield",
    "p16": "card",
    "p17": "car",
    "p18": "pin",
    "p19": "plane",
    "p20": "scale",
    "p21": "shield",
    "p22": "gavel",
    "p23": "doc",
    "p24": "field",
    "p25": "star",
    "p26": "house",
    "p27": "med",
    "p28": "elder",
    "p29": "doc",
    "f01": "doc",
    "f02": "ok",
    "f03": "star",
    "f04": "cal",
    "f05": "card",
    "f06": "user",
    "f07": "shield",
    "f08": "chart",
    "f09": "card",
    "f11": "food",
    "f12": "gavel",
    "f13": "plane",
    "f15": "field",
    "f16": "house",
    "f17": "car",
    "f18": "field",
    "f19": "warn",
    "f23": "scale",
    "f25": "shield",
    "f26": "shield",
    "f27": "gavel",
    "f30": "edu",
}


@dataclass(frozen=True)
class Theme:
    """One theme as a tile."""

    code: str
    name: str
    count: int
    icon: str


@dataclass(frozen=True)
class Home:
    """The home page's content."""

    audience: Audience
    items: int
    themes: tuple[Theme, ...]
    instant: tuple[ItemVersion, ...]
    often: tuple[str, ...]


def home(audience: Audience) -> Home:
    """Return the home page for persons or firms: two statements, a third once a minute."""
    instant = pilots()
    known = {version.name for version in instant}
    often = [name for name in dict.fromkeys(v.name for v in popular(60)) if name not in known]
    return Home(
        audience,
        item_count(),
        tuple(_theme(entry) for entry in themes(audience)),
        tuple(instant[:INSTANT]),
        tuple(often[:OFTEN]),
    )


def _theme(entry: Entry) -> Theme:
    return Theme(entry.key, entry.name, entry.count, ICONS.get(entry.key, "list"))


@dataclass(frozen=True)
class OpenDraft:
    """A draft with the name of what it applies for."""

    draft: Draft
    item_name: str


@dataclass(frozen=True)
class OpenOffer:
    """An entitlement that waits for the person's word."""

    id: UUID
    item_name: str
    until: date


@dataclass(frozen=True)
class MySpace:
    """What a person or firm has here: cases and drafts, newest first, and offers that wait."""

    cases: tuple[Case, ...]
    drafts: tuple[OpenDraft, ...]
    offers: tuple[OpenOffer, ...]


def newest_cases(by: Actor) -> tuple[Case, ...]:
    """Return the applicant's three newest cases for the home page."""
    return tuple(cases_of(by, limit=3)) if by.kind == "person" else ()


def my_space(by: Actor) -> MySpace:
    """Return the applicant's own space; officials have none."""
    if by.kind != "person":
        return MySpace((), (), ())
    drafts = tuple(OpenDraft(d, item_version(d.item_version_id).name) for d in drafts_of(by))
    waiting = offers_of(by).filter(state="waiting").values_list("pk", "item_name", "expires_on")
    offers = tuple(OpenOffer(*row) for row in waiting)
    return MySpace(tuple(cases_of(by, limit=MY_CASES)), drafts, offers)
