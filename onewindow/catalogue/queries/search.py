"""Search over the items in force: words, pinyin, initials and synonyms, filters, keyset pages, no counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import BooleanField, IntegerField, Q, QuerySet, Value
from django.db.models.expressions import RawSQL

from onewindow.catalogue import wording
from onewindow.catalogue.models import ItemVersion
from onewindow.catalogue.queries.versions import IN_FORCE

SIZE = 20
WEIGHED = 500
LISTED = (
    "id",
    "name",
    "item_type",
    "level",
    "region_code",
    "agency_name",
    "audience",
    "online",
    "handling",
    "pilot_key",
    "promised_days",
    "promised_unit",
    "visits",
    "source",
    "state",
    "priority",
    "item__task_code",
)
FIRMS = ["2", "3", "4", "6"]


@dataclass(frozen=True)
class Search:
    """What is searched for; empty fields do not narrow. `source` empty means the region's own items."""

    text: str = ""
    audience: str = ""
    theme: str = ""
    agency: str = ""
    region: str = ""
    item_type: str = ""
    level: str = ""
    online: bool = False
    instant: bool = False
    source: str = ""


@dataclass(frozen=True)
class Page:
    """One page of results; a cursor that is empty means there is no such page."""

    items: list[ItemVersion] = field(default_factory=list)
    next: str = ""
    previous: str = ""
    loose: bool = False


class Place(NamedTuple):
    """Where a row stands in the order of a search."""

    rank: int
    priority: int
    pk: int


def narrowed(wanted: Search) -> QuerySet[ItemVersion]:
    """Return the versions in force that the filters leave, without looking at the words."""
    found = ItemVersion.objects.filter(state__in=IN_FORCE, source=wanted.source)
    if wanted.audience == "person":
        found = found.filter(audience__contains=["1"])
    elif wanted.audience == "firm":
        found = found.filter(audience__overlap=FIRMS)
    if wanted.theme:
        found = found.filter(themes__contains=[wanted.theme])
    if wanted.agency.isdigit() and len(wanted.agency) < 10:
        found = found.filter(item__agency_id=int(wanted.agency))
    if wanted.region.isdigit():
        found = found.filter(region_code__startswith=_prefix(wanted.region))
    if wanted.item_type:
        found = found.filter(item_type=wanted.item_type)
    if wanted.level:
        found = found.filter(level=wanted.level)
    if wanted.online:
        found = found.filter(online=True)
    if wanted.instant:
        found = found.exclude(pilot_key="")
    return found


def _prefix(code: str) -> str:
    """Return a region code without its trailing pairs of zeros."""
    code = code[:12]
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code[:-1] if len(code) == 10 and code.endswith("0") else code


def _hit(literal: str) -> RawSQL:
    return RawSQL("(catalogue_itemversion.words @@ %s::tsquery)", [literal], output_field=BooleanField())


def _in_name(literal: str) -> RawSQL:
    """Match the words of the name only; their index keeps statistics of its own."""
    return RawSQL("(ts_filter(words, '{a}') @@ %s::tsquery)", [literal], output_field=BooleanField())


def _in_synonyms(literal: str) -> RawSQL:
    return RawSQL("(ts_filter(words, '{b}') @@ %s::tsquery)", [literal], output_field=BooleanField())


def _tiers(text: str, literal: str) -> list[Q]:
    """Return what each rank asks for: exact name, beginning of the name, words in it, synonyms, any word."""
    plain = wording.clean(text)
    squeezed = plain.replace(" ", "")
    typed = text.strip()
    exact, begins = Q(name__in=[plain, typed]), Q(name__startswith=plain) | Q(name__startswith=typed)
    if squeezed.isascii():
        exact |= Q(initials=squeezed) | Q(pinyin=squeezed)
        begins |= Q(initials__startswith=squeezed) | Q(pinyin__startswith=squeezed)
    return [exact, begins, Q(_in_name(literal)), Q(_in_synonyms(literal)), Q()]


def _keys(
    found: QuerySet[ItemVersion], tiers: Sequence[Q], at: Place | None, back: bool, size: int
) -> list[Place]:
    """Return rank, priority and id of one page's rows; a rank is read only when those before were too few.

    PostgreSQL runs the branches of a UNION ALL one after the other and stops at the limit; branches with a
    limit of their own never run in parallel. Each finds its way by an index or in the order of the list.
    """
    order = ["-priority", "-id"] if back else ["priority", "id"]
    parts = []
    for rank in sorted(range(len(tiers)), reverse=back):
        if at and (rank > at.rank if back else rank < at.rank):
            continue
        part = found.filter(tiers[rank], *(~tier for tier in tiers[:rank]))
        if at and rank == at.rank:
            part = part.filter(_beyond(at, back))
        rows = part.annotate(rank=Value(rank, output_field=IntegerField()))
        parts.append(rows.order_by(*order).values_list("rank", "priority", "id")[:size])
    return [Place(*row) for row in parts[0].union(*parts[1:], all=True)[:size]]


def search(wanted: Search, *, cursor: str = "", size: int = SIZE) -> Page:
    """Return one page of the items in force that match, best first, in two statements.

    Order: exact name, name begins so, words in the name, synonyms, other words; then the editors' priority.
    A cursor comes from an earlier page; a broken one gives the first page. Depth costs nothing extra.
    """
    literal = wording.query(wanted.text)
    if wanted.text.strip() and not literal:
        return Page()
    found = narrowed(wanted)
    tiers = [Q()]
    if literal:
        found, tiers = found.alias(hit=_hit(literal)).filter(hit=True), _tiers(wanted.text, literal)
    back, at = _read(cursor, len(tiers))
    places = _keys(found, tiers, at, back, size + 1)
    more, places = len(places) > size, places[:size]
    if not places:
        return Page()
    if back:
        places.reverse()
    return Page(
        items=_rows(places),
        next=_write("n", places[-1]) if more or back else "",
        previous=_write("p", places[0]) if (back and more) or (at and not back) else "",
    )


def _rows(places: Sequence[Place]) -> list[ItemVersion]:
    rows = ItemVersion.objects.filter(pk__in=[p.pk for p in places]).select_related("item").only(*LISTED)
    known = {version.pk: version for version in rows}
    return [known[p.pk] for p in places if p.pk in known]


def nearest(wanted: Search, *, size: int = 8) -> list[ItemVersion]:
    """Return items that share pieces of the words asked for, closest first, in one statement.

    Only the first few hundred in the editors' order are weighed, so that common pieces stay cheap.
    """
    literal = wording.loose_query(wanted.text)
    if not literal:
        return []
    some = narrowed(Search(source=wanted.source, audience=wanted.audience)).alias(hit=_hit(literal))
    first = some.filter(hit=True).order_by("priority", "id").values("pk")[:WEIGHED]
    weight = RawSQL("ts_rank(catalogue_itemversion.words, %s::tsquery)", [literal])
    return list(
        ItemVersion.objects.filter(pk__in=first)
        .alias(weight=weight)
        .order_by("-weight", "priority", "id")
        .select_related("item")
        .only(*LISTED)[:size]
    )


def suggestions(text: str, *, limit: int = 8) -> list[ItemVersion]:
    """Return the first own items that match what has been typed so far, in one statement."""
    if not text.strip():
        return []
    return search(Search(text=text[:60]), size=limit).items


def _beyond(at: Place, back: bool) -> Q:
    here, truth = [at.priority, at.pk], BooleanField()
    if back:
        return Q(RawSQL("((priority, catalogue_itemversion.id) < (%s, %s))", here, output_field=truth))
    return Q(RawSQL("((priority, catalogue_itemversion.id) > (%s, %s))", here, output_field=truth))


def _write(way: str, place: Place) -> str:
    return f"{way}{place.rank}.{place.priority}.{place.pk}"


def _read(cursor: str, ranks: int) -> tuple[bool, Place | None]:
    parts = cursor[1:].split(".")
    if cursor[:1] not in {"n", "p"} or len(parts) != 3 or not all(p.isdigit() and len(p) < 10 for p in parts):
        return False, None
    place = Place(*(int(p) for p in parts))
    return (cursor[0] == "p", place) if place.rank < ranks else (False, None)
