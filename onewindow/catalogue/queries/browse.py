"""What there is to browse: themes, agencies and cities with their numbers of items, kept for a minute."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from onewindow.catalogue import facets
from onewindow.catalogue.models import ItemVersion, Tally
from onewindow.catalogue.queries.conditions import Search
from onewindow.catalogue.queries.search import search
from onewindow.kernel.public import clock

KEPT_FOR = timedelta(seconds=60)


@dataclass(frozen=True)
class Entry:
    """One way into the catalogue, with how many items lie behind it."""

    key: str
    name: str
    count: int


@dataclass(frozen=True)
class Overview:
    """All ways into the catalogue at one moment."""

    items: int
    themes: dict[str, int]
    agencies: tuple[Entry, ...]
    cities: dict[str, int]
    sources: tuple[Entry, ...]


_kept: list[tuple[datetime, Overview]] = []


def forget() -> None:
    """Drop the overview this process has kept; only tests need it."""
    _kept.clear()


def overview() -> Overview:
    """Return the numbers of items by theme, agency, city, source: one small statement a minute."""
    now = clock.now()
    if _kept and timedelta(0) <= now - _kept[0][0] < KEPT_FOR:
        return _kept[0][1]
    rows = list(Tally.objects.filter(n__gt=0).values_list("kind", "key", "name", "n"))
    found = Overview(
        items=sum(n for kind, _, _, n in rows if kind == "all"),
        themes={key: n for kind, key, _, n in rows if kind == "theme"},
        agencies=tuple(
            Entry(key, name, n) for kind, key, name, n in sorted(rows, key=_agency_order) if kind == "agency"
        ),
        cities={key: n for kind, key, _, n in rows if kind == "city"},
        sources=tuple(Entry(key, key, n) for kind, key, _, n in sorted(rows) if kind == "source"),
    )
    _kept[:] = [(now, found)]
    return found


def _agency_order(row: tuple[str, str, str, int]) -> tuple[int, int]:
    return (0 if row[0] == "agency" else 1, int(row[1]) if row[1].isdigit() else 0)


def themes(audience: str) -> list[Entry]:
    """Return the themes with items for "person" or "firm", in the dictionary's order."""
    counts = overview().themes
    names = facets.terms("theme_firm" if audience == "firm" else "theme_person")
    return [Entry(code, name, counts[code]) for code, name in names.items() if counts.get(code)]


def item_count() -> int:
    """Return how many own items are in force."""
    return overview().items


def popular(limit: int = 8) -> list[ItemVersion]:
    """Return the own items the editors put first, in one statement."""
    return search(Search(), size=limit).items
