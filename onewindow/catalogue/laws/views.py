"""Pages of the laws: the list, one text with what rests on each article, what the newest text changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from onewindow.catalogue.laws import cli
from onewindow.catalogue.laws.comparing import Difference
from onewindow.catalogue.laws.places import Place, short_title
from onewindow.catalogue.models import Citation, Clause, ItemVersion, LegalBasis, StatuteVersion
from onewindow.catalogue.queries import statutes as queries
from onewindow.kernel.public import clock


@dataclass(frozen=True)
class Article:
    """One article on the page."""

    anchor: str
    label: str
    clauses: tuple[Clause, ...]
    items: tuple[ItemVersion, ...]
    chapter: str


def anchor(place: Place) -> str:
    """Return the id an article has on the page of its statute."""
    return f"t-{place.article}-{place.branch}" if place.branch else f"t-{place.article}"


def basis_href(basis: LegalBasis) -> str:
    """Return where the text of a legal basis can be read."""
    short = short_title(basis.law)
    if not short or "/" in short:
        return ""
    places = basis.places
    return reverse("laws:law", args=[short]) + (f"#{anchor(places[0])}" if places else "")


@require_safe
def laws(request: HttpRequest) -> HttpResponse:
    """List the statutes whose text is kept, filtered by words of the title."""
    words = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    today = clock.today()
    rows = [(v.statute, v, _state(v, v, today)) for v in queries.statutes() if words in v.statute.title]
    return render(request, "catalogue/laws.html", {"rows": rows, "words": words})


@require_safe
def law(request: HttpRequest, title: str) -> HttpResponse:
    """Show a statute's text, in force today or as adopted on `?adopted=`, and the items that cite it.

    A statute that is only cited has a page too: it says the text is not kept, and lists the items.
    """
    short = short_title(title)
    versions = queries.versions_of(short)
    cited = queries.citing(short)
    if not versions and not cited:
        raise Http404
    wanted = request.GET.get("adopted", "")
    today = clock.today()
    current = next((v for v in versions if v.in_force_from <= today), versions[0] if versions else None)
    shown = next((v for v in versions if v.adopted.isoformat() == wanted), current)
    return render(
        request,
        "catalogue/law.html",
        {
            "title": versions[0].statute.title if versions else short,
            "short": short,
            "version": shown,
            "versions": [(v, _state(v, current, today)) for v in versions],
            "state": _state(shown, current, today) if shown else "",
            "repealed": versions[0].statute if versions and versions[0].statute.repealed_on else None,
            "articles": _articles(shown, cited) if shown else [],
            "whole": _items(c for c in cited if not c.article or not shown),
        },
    )


@require_safe
def changes(request: HttpRequest, title: str) -> HttpResponse:
    """Show, article by article, what the newest text changed and which items rest on it."""
    statute = queries.statute(title)
    versions = queries.versions_of(statute.short)
    touched = queries.touched_by(versions[0])
    return render(
        request,
        "catalogue/law_changes.html",
        {
            "statute": statute,
            "newest": versions[0],
            "before": versions[1] if len(versions) > 1 else None,
            "rows": [(d, _said(d), cli.CHANGES[d.change], items) for d, items in touched.rows],
            "count": len(touched.versions),
            "whole": touched.by_place.get(Place(), ()),
        },
    )


def _said(difference: Difference) -> str:
    place = difference.place
    moved = difference.now.place if difference.now else place
    return f"{place}（现为{moved}）" if moved != place else str(place)


def _state(version: StatuteVersion, current: StatuteVersion | None, today: date) -> str:
    ended = version.statute.repealed_on
    if ended and ended <= today:
        return "已废止"
    if version.in_force_from > today:
        return "尚未施行"
    return "现行有效" if version == current else "已被修改"


def _articles(version: StatuteVersion, cited: list[Citation]) -> list[Article]:
    found: list[Article] = []
    chapter = ""
    for place, rows in groupby(queries.clauses_of(version), lambda c: Place(c.article, c.branch)):
        clauses = tuple(rows)
        items = _items(c for c in cited if (c.article, c.branch) == place[:2])
        heading = clauses[0].chapter if clauses[0].chapter != chapter else ""
        chapter = clauses[0].chapter
        found.append(Article(anchor(place), str(place), clauses, items, heading))
    return found


def _items(citations: Iterable[Citation]) -> tuple[ItemVersion, ...]:
    return tuple({c.version_id: c.version for c in citations}.values())
