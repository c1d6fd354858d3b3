"""What changed between two texts of a statute, article by article."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from onewindow.catalogue.laws.places import Place


class Change(StrEnum):
    """What became of an article."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    MOVED = "moved"
    ADDED = "added"


@dataclass(frozen=True)
class Article:
    """One article as a whole."""

    place: Place
    text: str


@dataclass(frozen=True)
class Difference:
    """What became of one article; `was` is empty for a new one, `now` for one that is gone.

    A moved article keeps its text under another number, so whoever cites it must cite the new one.
    """

    change: Change
    was: Article | None
    now: Article | None

    @property
    def place(self) -> Place:
        """Where the article stands, or stood."""
        article = self.was or self.now
        return article.place if article else Place()

    @property
    def breaks(self) -> bool:
        """Tell whether a citation of the old place no longer says what it said."""
        return self.change in (Change.CHANGED, Change.REMOVED, Change.MOVED)


def articles(rows: Iterable[tuple[Place, str]]) -> list[Article]:
    """Join paragraphs and items to whole articles, in order."""
    whole: dict[Place, list[str]] = {}
    for place, text in rows:
        whole.setdefault(Place(place.article, place.branch), []).append(text)
    return [Article(place, "\n".join(texts)) for place, texts in whole.items()]


def differences(old: Iterable[Article], new: Iterable[Article]) -> list[Difference]:
    """Compare two texts; each article of either appears once, in the order of its number."""
    before, after = {a.place: a for a in old}, {a.place: a for a in new}
    by_text = {a.text: a for a in reversed(after.values())}
    same = {p for p, a in before.items() if p in after and after[p].text == a.text}
    found: list[tuple[Place, Difference]] = []
    arrived: set[Place] = set()
    for place, was in before.items():
        moved = by_text.get(was.text)
        if place in same:
            found.append((place, Difference(Change.SAME, was, after[place])))
        elif moved and moved.place not in same:
            arrived.add(moved.place)
            found.append((place, Difference(Change.MOVED, was, moved)))
        elif place in after:
            found.append((place, Difference(Change.CHANGED, was, after[place])))
        else:
            found.append((place, Difference(Change.REMOVED, was, None)))
    told = {d.now.place for _, d in found if d.now}
    found += [(p, Difference(Change.ADDED, None, a)) for p, a in after.items() if p not in told | arrived]
    return [difference for _, difference in sorted(found, key=lambda pair: pair[0])]
