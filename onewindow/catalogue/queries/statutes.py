"""Reads of statutes: their text, what cites them, what a change touches, citations that have gone bad."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from onewindow.catalogue.errors import UnknownStatute
from onewindow.catalogue.laws import comparing
from onewindow.catalogue.laws.comparing import Difference
from onewindow.catalogue.laws.places import Place, short_title
from onewindow.catalogue.models import Citation, Clause, ItemVersion, Statute, StatuteVersion
from onewindow.kernel.public import clock

IN_FORCE = ("published", "suspended")
FAULTS = {
    "repealed": "法律法规已废止",
    "not_yet": "法律法规尚未施行",
    "no_such_article": "现行文本没有这一条",
}


@dataclass(frozen=True)
class Touched:
    """What a new text changes, and the versions of items in force that cite the changed places."""

    differences: tuple[Difference, ...]
    versions: tuple[ItemVersion, ...]
    by_place: dict[Place, tuple[ItemVersion, ...]]

    @property
    def rows(self) -> list[tuple[Difference, tuple[ItemVersion, ...]]]:
        """Every article that differs, with the versions of items that cite it."""
        return [
            (d, self.by_place.get(d.was.place, ()) if d.was else ())
            for d in self.differences
            if d.change != comparing.Change.SAME
        ]


@dataclass(frozen=True)
class Fault:
    """A citation in force that no longer holds: `reason` is repealed, no_such_article or not_yet."""

    citation: Citation
    reason: str


def statute(title: str) -> Statute:
    """Return a statute by its title, with or without 中华人民共和国. Raises UnknownStatute."""
    found = Statute.objects.filter(short=short_title(title)).first()
    if found is None:
        raise UnknownStatute
    return found


def statutes() -> list[StatuteVersion]:
    """Return the text in force of every statute, or its first one where none is yet, by title."""
    texts: dict[str, StatuteVersion] = {}
    for text in StatuteVersion.objects.select_related("statute").order_by("statute__short", "adopted"):
        if text.in_force_from <= clock.today() or text.statute.short not in texts:
            texts[text.statute.short] = text
    return list(texts.values())


def versions_of(short: str) -> list[StatuteVersion]:
    """Return all texts of a statute, the newest first."""
    return list(StatuteVersion.objects.select_related("statute").filter(statute__short=short))


def version_on(short: str, day: date) -> StatuteVersion | None:
    """Return the text in force on a day, or nothing."""
    texts = StatuteVersion.objects.select_related("statute").filter(statute__short=short)
    return texts.filter(in_force_from__lte=day).order_by("-adopted").first()


def clauses_of(version: StatuteVersion) -> list[Clause]:
    """Return a text's paragraphs and items in order."""
    return list(Clause.objects.filter(version=version))


def citing(short: str) -> list[Citation]:
    """Return the citations of a statute by versions of items in force."""
    return list(
        Citation.objects.select_related("version__item")
        .defer("version__words")
        .filter(short=short, version__state__in=IN_FORCE)
        .order_by("article", "branch", "version__priority", "version_id")
    )


def touched_by(version: StatuteVersion) -> Touched:
    """Compare a text with the one before it and list what in force rests on the changed places.

    A version that cites the statute as a whole is touched by any change.
    """
    texts = [v for v in versions_of(version.statute.short) if v.adopted < version.adopted]
    found = tuple(comparing.differences(_articles(texts[0]), _articles(version))) if texts else ()
    broken = {d.was.place for d in found if d.breaks and d.was}
    by_place: dict[Place, dict[int, ItemVersion]] = defaultdict(dict)
    every: dict[int, ItemVersion] = {}
    for citation in citing(version.statute.short):
        place = Place(citation.article, citation.branch)
        if place in broken or (not citation.article and broken):
            every[citation.version_id] = citation.version
            by_place[place][citation.version_id] = citation.version
    return Touched(found, tuple(every.values()), {p: tuple(v.values()) for p, v in by_place.items()})


def _articles(version: StatuteVersion) -> list[comparing.Article]:
    return comparing.articles((c.place, c.text) for c in clauses_of(version))


_kept: list[tuple[datetime, frozenset[str]]] = []
KEPT_FOR = timedelta(seconds=60)


def forget() -> None:
    """Drop the titles this process has kept; taking in a text does so, and tests that roll back."""
    _kept.clear()


def kept_titles() -> frozenset[str]:
    """Return the short titles of the statutes whose text is kept, read once a minute."""
    now = clock.now()
    if not _kept or now - _kept[0][0] > KEPT_FOR:
        found = StatuteVersion.objects.values_list("statute__short", flat=True)
        _kept[:] = [(now, frozenset(found))]
    return _kept[0][1]


def unread(versions: Iterable[int] | None = None) -> int:
    """Return how many citations name statutes whose text is not kept, so that nothing has confirmed them."""
    wanted = Q(version__in=list(versions)) if versions is not None else Q(version__state__in=IN_FORCE)
    return Citation.objects.filter(wanted).exclude(short__in=kept_titles()).count()


def faults(versions: Iterable[int] | None = None) -> list[Fault]:
    """Return the citations that no longer hold today: of these item versions, or of all in force.

    Statutes whose text is not kept here are not judged.
    """
    today = clock.today()
    wanted = Q(version__in=list(versions)) if versions is not None else Q(version__state__in=IN_FORCE)
    rows = Citation.objects.select_related("version__item").defer("version__words").filter(wanted)
    known = {s.short: s for s in Statute.objects.filter(short__in=rows.values("short"))}
    texts = _texts_on(today, known)
    found: list[Fault] = []
    for row in rows.filter(short__in=known).order_by("version_id", "subject", "seq"):
        ended = known[row.short].repealed_on
        text = texts.get(row.short)
        if ended and ended <= today:
            found.append(Fault(row, "repealed"))
        elif text is None:
            found.append(Fault(row, "not_yet"))
        elif row.article and (row.article, row.branch) not in text:
            found.append(Fault(row, "no_such_article"))
    return found


def _texts_on(day: date, known: Iterable[str]) -> dict[str, set[tuple[int, int]]]:
    current = (
        StatuteVersion.objects.filter(statute__short__in=list(known), in_force_from__lte=day)
        .order_by("statute_id", "-adopted")
        .distinct("statute_id")
    )
    places: dict[str, set[tuple[int, int]]] = defaultdict(set)
    rows = Clause.objects.filter(version__in=current.values("pk")).values_list(
        "version__statute__short", "article", "branch"
    )
    for short, article, branch in rows.distinct().order_by():
        places[short].add((article, branch))
    return places
