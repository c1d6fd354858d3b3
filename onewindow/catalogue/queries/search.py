"""Search over the items in force: words, pinyin, initials and synonyms, filters, keyset pages, no counts."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from onewindow.catalogue import wording
from onewindow.catalogue.models import ItemVersion
from onewindow.catalogue.queries.versions import IN_FORCE

SIZE = 20
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


def _raw(literal: str) -> RawSQL:
    return RawSQL("(words @@ %s::tsquery)", [literal], output_field=BooleanField())


def _ranked(found: QuerySet[ItemVersion], text: str, literal: str) -> QuerySet[ItemVersion]:
    plain = wording.clean(text)
    squeezed = plain.replace(" ", "")
    typed = text.strip()
    rank: list[When] = [When(name__in=[plain, typed], then=Value(0))]
    if squeezed.isascii():
        rank += [
            When(Q(initials=squeezed) | Q(pinyin=squeezed), then=Value(0)),
            When(Q(initials__startswith=squeezed) | Q(pinyin__startswith=squeezed), then=Value(1)),
        ]
    rank += [
        When(Q(name__startswith=plain) | Q(name__startswith=typed), then=Value(1)),
        When(_when(wording.query(text, "A")), then=Value(2)),
        When(_when(wording.query(text, "B")), then=Value(3)),
    ]
    return (
        found.alias(hit=_raw(literal))
        .annotate(rank=Case(*rank, default=Value(4), output_field=IntegerField()))
        .filter(hit=True)
    )


def _when(literal: str) -> Q:
    return Q(pk__in=[]) if not literal else Q(_raw(literal))


def search(wanted: Search, *, cursor: str = "", size: int = SIZE) -> Page:
    """Return one page of the items in force that match, best first, in one statement.

    Order: exact name, name begins so, words in the name, synonyms, other words; then the editors' priority.
    A cursor comes from an earlier page; a broken one gives the first page. Depth costs nothing extra.
    """
    literal = wording.query(wanted.text)
    if wanted.text.strip() and not literal:
        return Page()
    found = narrowed(wanted)
    if literal:
        found = _ranked(found, wanted.text, literal)
    else:
        found = found.annotate(rank=Value(0, output_field=IntegerField()))
    backwards, at = _read(cursor)
    if at:
        found = found.filter(_beyond(at, backwards))
    order = ["-rank", "-priority", "-id"] if backwards else ["rank", "priority", "id"]
    rows = list(
        found.order_by(*order if literal else order[1:]).select_related("item").only(*LISTED)[: size + 1]
    )
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    if not rows:
        return Page()
    return Page(
        items=rows,
        next=_write("n", rows[-1]) if more or backwards else "",
        previous=_write("p", rows[0]) if (backwards and more) or (at and not backwards) else "",
    )


def nearest(wanted: Search, *, size: int = 8) -> list[ItemVersion]:
    """Return items that share pieces of the words asked for, closest first, in one statement."""
    literal = wording.loose_query(wanted.text)
    if not literal:
        return []
    return list(
        narrowed(Search(source=wanted.source, audience=wanted.audience))
        .alias(hit=_raw(literal), weight=RawSQL("ts_rank(words, %s::tsquery)", [literal]))
        .filter(hit=True)
        .order_by("-weight", "priority", "id")
        .select_related("item")
        .only(*LISTED)[:size]
    )


def suggestions(text: str, *, limit: int = 8) -> list[ItemVersion]:
    """Return the first own items that match what has been typed so far, in one statement."""
    if not text.strip():
        return []
    return search(Search(text=text[:60]), size=limit).items


def _beyond(at: tuple[int, int, int], backwards: bool) -> Q:
    rank, priority, pk = at
    way = "lt" if backwards else "gt"
    return (
        Q(**{f"rank__{way}": rank})
        | Q(rank=rank, **{f"priority__{way}": priority})
        | Q(rank=rank, priority=priority, **{f"id__{way}": pk})
    )


def _write(way: str, version: Any) -> str:
    return f"{way}{version.rank}.{version.priority}.{version.pk}"


def _read(cursor: str) -> tuple[bool, tuple[int, int, int] | None]:
    parts = cursor[1:].split(".")
    if cursor[:1] not in {"n", "p"} or len(parts) != 3 or not all(p.isdigit() and len(p) < 10 for p in parts):
        return False, None
    rank, priority, pk = (int(p) for p in parts)
    return cursor[0] == "p", (rank, priority, pk)
