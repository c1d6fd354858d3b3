"""Search over the items in force: words, pinyin, initials and synonyms, filters, keyset pages, no counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from onewindow.catalogue import wording
from onewindow.catalogue.models import Item, ItemVersion

SIZE = 20
WEIGHED = 500
SYLLABLES = 4  # so many, or more, are spoken in few names
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
    "item_id",
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


Param = str | int | list[str]


class Clause(NamedTuple):
    """A condition in SQL over the table of versions, `v`, with its parameters.

    What few rows fulfil is looked up and sorted; walking the list in its order would read all others.
    """

    sql: str
    params: tuple[Param, ...] = ()
    few: bool = False


def _filters(wanted: Search) -> list[Clause]:
    """Return the conditions that the filters set, without the words."""
    found = [Clause("v.state IN ('published', 'suspended')"), Clause("v.source = %s", (wanted.source,))]
    if wanted.audience == "person":
        found.append(Clause("v.audience @> ARRAY['1']::varchar[]"))
    elif wanted.audience == "firm":
        found.append(Clause("v.audience && %s::varchar[]", (FIRMS,)))
    if wanted.theme:
        found.append(Clause("v.themes @> %s::varchar[]", ([wanted.theme],)))
    if wanted.agency.isdigit() and len(wanted.agency) < 10:
        own = "SELECT i.id FROM catalogue_item i WHERE i.agency_id = %s"
        found.append(Clause(f"v.item_id IN ({own})", (int(wanted.agency),)))
    if wanted.region.isdigit():
        found.append(Clause("v.region_code LIKE %s", (_prefix(wanted.region) + "%",)))
    for column, value in (("item_type", wanted.item_type), ("level", wanted.level)):
        if value:
            found.append(Clause(f"v.{column} = %s", (value,)))
    if wanted.online:
        found.append(Clause("v.online"))
    if wanted.instant:
        found.append(Clause("v.pilot_key <> ''"))
    return found


def _prefix(code: str) -> str:
    """Return a region code without its trailing pairs of zeros."""
    code = code[:12]
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code[:-1] if len(code) == 10 and code.endswith("0") else code


def _tiers(text: str, literal: str) -> list[Clause]:
    """Return what each rank asks for: exact name, beginning of the name, words in it, synonyms, any word.

    Each finds its rows by one index. Letters, which are pinyin or initials, know no words in the name.
    """
    plain = wording.clean(text)
    squeezed = plain.replace(" ", "")
    typed = text.strip()
    hit = Clause("v.words @@ %s::tsquery", (literal,))
    exact, begun = Clause("v.name IN (%s, %s)", (plain, typed), few=True), (_begun(plain), _begun(typed))
    begins = Clause("(v.name LIKE %s OR v.name LIKE %s)", begun, few=True)
    if squeezed.isascii():
        spelled = Clause("(v.initials = %s OR v.pinyin = %s)", (squeezed, squeezed))
        spelling = Clause("(v.initials LIKE %s OR v.pinyin LIKE %s)", (_begun(squeezed), _begun(squeezed)))
        hit = hit._replace(few=_syllables(squeezed) >= SYLLABLES)
        return [_either(exact, spelled), _either(begins, spelling), hit]
    in_name = Clause("ts_filter(v.words, '{a}') @@ %s::tsquery", (literal,))
    in_synonyms = Clause("ts_filter(v.words, '{b}') @@ %s::tsquery", (literal,))
    return [exact, begins, in_name, in_synonyms, hit]


def _syllables(letters: str) -> int:
    """Return about how many syllables letters stand for: initials have no vowels, pinyin one in three."""
    return len(letters) // 3 if set(letters) & set("aeiou") else len(letters)


def _either(one: Clause, other: Clause) -> Clause:
    return Clause(f"({one.sql} OR {other.sql})", one.params + other.params, few=True)


def _begun(text: str) -> str:
    """Return the LIKE pattern of what begins with a text."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _page(
    conditions: Sequence[Clause], tiers: Sequence[Clause], at: Place | None, back: bool, size: int
) -> list[tuple[Place, ItemVersion]]:
    """Return the rows of one page with their places; a rank is read only when those before were too few.

    PostgreSQL runs the branches of a UNION ALL one after the other and stops at the limit; branches with a
    limit of their own never run in parallel. Each finds its way by an index or in the order of the list.
    The statement is written here, not by the ORM: putting it together took longer there than it runs.
    """
    way, order = ("<", "DESC") if back else (">", "ASC")
    parts: list[str] = []
    params: list[Param] = []
    for rank in sorted(range(len(tiers)), reverse=back):
        if at and (rank > at.rank if back else rank < at.rank):
            continue
        where = [*conditions, tiers[rank], *(Clause(f"NOT ({t.sql})", t.params) for t in tiers[:rank])]
        priority = "v.priority + 0" if tiers[rank].few else "v.priority"
        if at and rank == at.rank:
            where.append(Clause(f"({priority}, v.id) {way} (%s, %s)", (at.priority, at.pk)))
        parts.append(
            f"(SELECT {rank} AS rank, v.priority, v.id FROM catalogue_itemversion v "  # noqa: S608
            f"WHERE {' AND '.join(clause.sql for clause in where)} "
            f"ORDER BY {priority} {order}, v.id {order} LIMIT {int(size)})"
        )
        params += [value for clause in where for value in clause.params]
    limit = f"LIMIT {int(size)}" if len(parts) > 1 else ""
    sql = (
        f"WITH found AS MATERIALIZED ({' UNION ALL '.join(parts)} {limit}) "  # noqa: S608 values are parameters
        f"SELECT found.rank, i.task_code, {_COLUMNS} FROM found "
        "JOIN catalogue_itemversion v ON v.id = found.id JOIN catalogue_item i ON i.id = v.item_id "
        f"ORDER BY found.rank {order}, v.priority {order}, v.id {order}"
    )
    return _fetched(sql, params)


_FIELDS = [f.attname for f in ItemVersion._meta.concrete_fields if f.attname in LISTED]
_COLUMNS = ", ".join(f"v.{name}" for name in _FIELDS)


def _fetched(sql: str, params: Sequence[Param]) -> list[tuple[Place, ItemVersion]]:
    """Run a statement that gives rank, code and the listed columns; make versions of its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [_made(row) for row in cursor.fetchall()]


def _made(row: tuple[object, ...]) -> tuple[Place, ItemVersion]:
    version = ItemVersion.from_db(connection.alias, _FIELDS, row[2:])
    version.item = Item.from_db(connection.alias, ["id", "task_code"], [version.item_id, row[1]])
    return Place(int(str(row[0])), version.priority, version.pk), version


def search(wanted: Search, *, cursor: str = "", size: int = SIZE) -> Page:
    """Return one page of the items in force that match, best first, in one statement.

    Order: exact name, name begins so, words in the name, synonyms, other words; then the editors' priority.
    A cursor comes from an earlier page; a broken one gives the first page. Depth costs nothing extra.
    """
    literal = wording.query(wanted.text)
    if wanted.text.strip() and not literal:
        return Page()
    tiers = _tiers(wanted.text, literal) if literal else [Clause("TRUE")]
    back, at = _read(cursor, len(tiers))
    rows = _page(_filters(wanted), tiers, at, back, size + 1)
    more, rows = len(rows) > size, rows[:size]
    if not rows:
        return Page()
    if back:
        rows.reverse()
    return Page(
        items=[version for _, version in rows],
        next=_write("n", rows[-1][0]) if more or back else "",
        previous=_write("p", rows[0][0]) if (back and more) or (at and not back) else "",
    )


def nearest(wanted: Search, *, size: int = 8) -> list[ItemVersion]:
    """Return items that share pieces of the words asked for, closest first, in one statement.

    Only the first few hundred in the editors' order are weighed, so that common pieces stay cheap.
    """
    literal = wording.loose_query(wanted.text)
    if not literal:
        return []
    hit = Clause("v.words @@ %s::tsquery", (literal,))
    where = [*_filters(Search(source=wanted.source, audience=wanted.audience)), hit]
    sql = (
        "WITH found AS MATERIALIZED (SELECT v.id FROM catalogue_itemversion v "  # noqa: S608
        f"WHERE {' AND '.join(clause.sql for clause in where)} ORDER BY v.priority, v.id LIMIT {WEIGHED}) "
        f"SELECT 0, i.task_code, {_COLUMNS} FROM found "
        "JOIN catalogue_itemversion v ON v.id = found.id JOIN catalogue_item i ON i.id = v.item_id "
        f"ORDER BY ts_rank(v.words, %s::tsquery) DESC, v.priority, v.id LIMIT {int(size)}"
    )
    params = [*(value for clause in where for value in clause.params), literal]
    return [version for _, version in _fetched(sql, params)]


def suggestions(text: str, *, limit: int = 8) -> list[ItemVersion]:
    """Return the first own items that match what has been typed so far, in one statement."""
    if not text.strip():
        return []
    return search(Search(text=text[:60]), size=limit).items


def _write(way: str, place: Place) -> str:
    return f"{way}{place.rank}.{place.priority}.{place.pk}"


def _read(cursor: str, ranks: int) -> tuple[bool, Place | None]:
    parts = cursor[1:].split(".")
    if cursor[:1] not in {"n", "p"} or len(parts) != 3 or not all(p.isdigit() and len(p) < 10 for p in parts):
        return False, None
    place = Place(*(int(p) for p in parts))
    return (cursor[0] == "p", place) if place.rank < ranks else (False, None)
