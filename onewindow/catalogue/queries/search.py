"""Search over the items in force: words, pinyin, initials and synonyms, filters, keyset pages, no counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Model
from django.db.models.base import ModelState

from onewindow.catalogue import wording
from onewindow.catalogue.models import Item, ItemVersion
from onewindow.kernel.public import prepared as statements

SIZE = 20
WEIGHED = 500
SYLLABLES = 4  # so many, or more, are spoken in few names
LONG = 7  # so many pieces of text, or more, are found in few items
AT_ONCE = 2  # so many branches are planned together; the others only when those hold too few rows
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
FIRMS = "{2,3,4,6}"


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


@dataclass(frozen=True)
class Lines:
    """One page of results as they lie in the database, each row with the columns of `COLUMNS`."""

    rows: list[tuple[Any, ...]] = field(default_factory=list)
    next: str = ""
    previous: str = ""


class Place(NamedTuple):
    """Where a row stands in the order of a search."""

    rank: int
    priority: int
    pk: int


Row = TypeVar("Row", bound=Model)


class Clause(NamedTuple):
    """A condition in SQL over the table of versions, `v`, with its parameters."""

    sql: str
    params: tuple[str, ...] = ()


class Branch(NamedTuple):
    """Rows found by one index: their condition, and the ranks they stand on.

    What few rows fulfil is looked up and sorted; walking the list in its order would read all others.
    `rank` tells several ranks apart; otherwise all rows stand on `first`.
    """

    found: Clause
    first: int
    last: int
    rank: Clause
    few: bool = False


def _constant(found: Clause, rank: int, few: bool = False) -> Branch:
    return Branch(found, rank, rank, Clause(str(rank)), few)


ALL = _constant(Clause("TRUE"), 0)


def _filters(wanted: Search) -> list[Clause]:
    """Return the conditions that the filters set, without the words."""
    found = [Clause("v.state IN ('published', 'suspended')"), Clause("v.source = %s", (wanted.source,))]
    if wanted.audience == "person":
        found.append(Clause("v.audience @> ARRAY['1']::varchar[]"))
    elif wanted.audience == "firm":
        found.append(Clause(f"v.audience && '{FIRMS}'::varchar[]"))
    if wanted.theme:
        found.append(Clause("v.themes @> ARRAY[%s]::varchar[]", (wanted.theme,)))
    if wanted.agency.isdecimal() and len(wanted.agency) < 10:
        own = "SELECT i.id FROM catalogue_item i WHERE i.agency_id = %s"
        found.append(Clause(f"v.item_id IN ({own})", (str(int(wanted.agency)),)))
    if wanted.region.isdigit():
        found += _in_region(_prefix(wanted.region))
    for column, value in (("item_type", wanted.item_type), ("level", wanted.level)):
        if value:
            found.append(Clause(f"v.{column} = %s", (value,)))
    if wanted.online:
        found.append(Clause("v.online"))
    if wanted.instant:
        found.append(Clause("v.pilot_key <> ''"))
    return found


def _in_region(prefix: str) -> list[Clause]:
    """Return what holds a region and all below it; a city and a county are walked in the list's order."""
    found = [] if len(prefix) in {4, 6} else [Clause("v.region_code LIKE %s", (prefix + "%",))]
    if len(prefix) >= 4:
        size = 4 if len(prefix) < 6 else 6
        found.append(Clause(f"left(v.region_code, {size}) = %s", (prefix[:size],)))
    return found


def _prefix(code: str) -> str:
    """Return a region code without its trailing pairs of zeros."""
    code = code[:12]
    while len(code) > 2 and code.endswith("00"):
        code = code[:-2]
    return code[:-1] if len(code) == 10 and code.endswith("0") else code


def _branches(text: str, literal: str) -> list[Branch]:
    """Return where to look, best ranks first: exact name, beginning, words in the name, synonyms, any word.

    Letters, which are pinyin or initials, know no words in the name. A long text stands in few items: they
    are found at once and told apart afterwards.
    """
    plain = wording.clean(text)
    squeezed = plain.replace(" ", "")
    spoken = {plain, text.strip()}
    exact = _any(Clause("v.name = %s", (name,)) for name in sorted(spoken))
    begins = _any(Clause("v.name LIKE %s", (_begun(name),)) for name in sorted(spoken))
    hit = Clause("v.words @@ %s::tsquery", (literal,))
    if squeezed.isascii():
        exact = _any([exact, *(Clause(f"v.{c} = %s", (squeezed,)) for c in ("initials", "pinyin"))])
        begins = _any(
            [begins, *(Clause(f"v.{c} LIKE %s", (_begun(squeezed),)) for c in ("initials", "pinyin"))]
        )
        few = _syllables(squeezed) >= SYLLABLES
        return [_begun_so(exact, begins), _constant(_but(hit, begins), 2, few)]
    in_name = _in_name(plain, literal)
    in_synonyms = Clause("ts_filter(v.words, '{b}') @@ %s::tsquery", (literal,))
    if wording.pieces(text) >= LONG:
        return [Branch(hit, 0, 4, _first_of(exact, begins, in_name, in_synonyms), few=True)]
    return [
        _begun_so(exact, begins),
        _constant(_but(in_name, begins), 2),
        _constant(_but(in_synonyms, begins, in_name), 3),
        _constant(_but(hit, begins, in_name, in_synonyms), 4),
    ]


def _in_name(plain: str, literal: str) -> Clause:
    """Return what finds words in the name; unbroken Chinese text without unpacking each row's words.

    The index keeps no positions, so a phrase is checked row by row on the unpacked words. That all pieces of
    the text are there is known from the index, and that they follow each other is seen in the name itself.
    """
    if not wording.is_one_run(plain) or len(plain) < 3:
        return Clause("ts_filter(v.words, '{a}') @@ %s::tsquery", (literal,))
    return Clause(
        "ts_filter(v.words, '{a}') @@ %s::tsquery AND v.name LIKE %s",
        (wording.all_pieces(plain), f"%{plain}%"),
    )


def _begun_so(exact: Clause, begins: Clause) -> Branch:
    return Branch(begins, 0, 1, _first_of(exact), few=True)


def _first_of(*clauses: Clause) -> Clause:
    """Return the number of the first condition a row fulfils, from 0."""
    whens = " ".join(f"WHEN {clause.sql} THEN {number}" for number, clause in enumerate(clauses))
    return Clause(f"CASE {whens} ELSE {len(clauses)} END", tuple(p for c in clauses for p in c.params))


def _any(clauses: Iterable[Clause]) -> Clause:
    given = [*clauses]
    return Clause(f"({' OR '.join(c.sql for c in given)})", tuple(p for c in given for p in c.params))


def _but(found: Clause, *others: Clause) -> Clause:
    """Return what fulfils a condition and none of the others."""
    sql = " AND ".join([found.sql, *(f"NOT ({other.sql})" for other in others)])
    return Clause(sql, found.params + tuple(p for other in others for p in other.params))


def _syllables(letters: str) -> int:
    """Return about how many syllables letters stand for: initials have no vowels, pinyin one in three."""
    return len(letters) // 3 if set(letters) & set("aeiou") else len(letters)


def _begun(text: str) -> str:
    """Return the LIKE pattern of what begins with a text."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"


def _page(
    conditions: Sequence[Clause], branches: Sequence[Branch], at: Place | None, back: bool, size: int
) -> list[tuple[Any, ...]]:
    """Return the rows of one page, in one statement; in two when ranks end in it."""
    left = [b for b in branches if at is None or (b.first <= at.rank if back else b.last >= at.rank)]
    left = left[::-1] if back else left
    rows = _read_branches(conditions, left[:AT_ONCE], at, back, size)
    if len(rows) < size and left[AT_ONCE:]:
        rows += _read_branches(conditions, left[AT_ONCE:], at, back, size - len(rows))
    return rows


def _read_branches(
    conditions: Sequence[Clause], branches: Sequence[Branch], at: Place | None, back: bool, size: int
) -> list[tuple[Any, ...]]:
    """Read branches one after the other until there are enough rows.

    PostgreSQL runs the branches of a UNION ALL one after the other and stops at the limit; branches with a
    limit of their own never run in parallel. Each finds its way by an index or in the order of the list.
    The statement is written here, not by the ORM: putting it together took longer there than it runs.
    """
    way, order = ("<", "DESC") if back else (">", "ASC")
    parts: list[str] = []
    params: list[str] = []
    for branch in branches:
        rank, priority = branch.rank, "v.priority + 0" if branch.few else "v.priority"
        several = branch.first != branch.last
        where = [*conditions, branch.found]
        if at and branch.first <= at.rank <= branch.last:
            place = f"{rank.sql}, {priority}, v.id" if several else f"{priority}, v.id"
            kept = (*rank.params, *map(str, at)) if several else tuple(map(str, at[1:]))
            where.append(Clause(f"({place}) {way} ({', '.join(['%s'] * (3 if several else 2))})", kept))
        sorting = ("rank {0}, " if several else "") + f"{priority} {{0}}, v.id {{0}}"
        parts.append(
            f"(SELECT {rank.sql} AS rank, v.priority, v.id FROM catalogue_itemversion v "  # noqa: S608
            f"WHERE {' AND '.join(clause.sql for clause in where)} "
            f"ORDER BY {sorting.format(order)} LIMIT {int(size)})"
        )
        params += [*rank.params, *(value for clause in where for value in clause.params)]
    limit = f"LIMIT {int(size)}" if len(parts) > 1 else ""
    sql = (
        f"WITH found AS MATERIALIZED ({' UNION ALL '.join(parts)} {limit}) "  # noqa: S608 values are parameters
        f"SELECT found.rank, i.task_code, {_COLUMNS} FROM found "
        "JOIN catalogue_itemversion v ON v.id = found.id JOIN catalogue_item i ON i.id = v.item_id "
        f"ORDER BY found.rank {order}, v.priority {order}, v.id {order}"
    )
    return _fetched(sql, params, prepared=branches == [ALL])


_FIELDS = [f.attname for f in ItemVersion._meta.concrete_fields if f.attname in LISTED]
_COLUMNS = ", ".join(f"v.{name}" for name in _FIELDS)
COLUMNS = ("rank", "code", *_FIELDS)
_PLACED = itemgetter(0, COLUMNS.index("priority"), COLUMNS.index("id"))


def _fetched(sql: str, params: Sequence[str], *, prepared: bool = False) -> list[tuple[Any, ...]]:
    """Run a statement that gives rank, code and the listed columns.

    Filters alone are planned once for all values; which way is best for a word depends on how common it is.
    """
    with statements.cursor() if prepared else connection.cursor() as cursor:
        cursor.execute(statements.numbered(sql) if prepared else sql, params)
        return list(cursor.fetchall())


def _version(row: tuple[Any, ...]) -> ItemVersion:
    version = _bare(ItemVersion, _FIELDS, row[2:])
    item = _bare(Item, _OF_ITEM, (version.item_id, row[1]))
    version._state.fields_cache["item"] = item
    return version


_OF_ITEM = ("id", "task_code")


def _bare(model: type[Row], names: Sequence[str], values: Sequence[Any]) -> Row:
    """Return a stored row as a model without running its constructor, which goes through all 90 columns.

    Columns that are left out are read when asked for, as with `only()`.
    """
    made = model.__new__(model)
    state = ModelState()
    state.adding, state.db = False, connection.alias
    made.__dict__.update(zip(names, values, strict=True), _state=state)
    return made


def search(wanted: Search, *, cursor: str = "", size: int = SIZE) -> Page:
    """Return one page of the items in force that match, best first, in one statement or two.

    Order: exact name, name begins so, words in the name, synonyms, other words; then the editors' priority.
    A cursor comes from an earlier page; a broken one gives the first page. Depth costs nothing extra.
    """
    found = lines(wanted, cursor=cursor, size=size)
    return Page([_version(row) for row in found.rows], found.next, found.previous)


def lines(wanted: Search, *, cursor: str = "", size: int = SIZE) -> Lines:
    """Return the same page without making versions of its rows."""
    literal = wording.query(wanted.text)
    if wanted.text.strip() and not literal:
        return Lines()
    branches = _branches(wanted.text, literal) if literal else [ALL]
    back, at = _read(cursor, branches[-1].last + 1)
    rows = _page(_filters(wanted), branches, at, back, size + 1)
    more, rows = len(rows) > size, rows[:size]
    if not rows:
        return Lines()
    if back:
        rows.reverse()
    return Lines(
        rows,
        next=_write("n", rows[-1]) if more or back else "",
        previous=_write("p", rows[0]) if (back and more) or (at and not back) else "",
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
    return [_version(row) for row in _fetched(sql, params)]


def suggestions(text: str, *, limit: int = 8) -> list[ItemVersion]:
    """Return the first own items that match what has been typed so far, in one statement."""
    if not text.strip():
        return []
    return search(Search(text=text[:60]), size=limit).items


def _write(way: str, row: tuple[Any, ...]) -> str:
    rank, priority, pk = _PLACED(row)
    return f"{way}{rank}.{priority}.{pk}"


def _read(cursor: str, ranks: int) -> tuple[bool, Place | None]:
    parts = cursor[1:].split(".")
    if (
        cursor[:1] not in {"n", "p"}
        or len(parts) != 3
        or not all(p.isdecimal() and len(p) < 10 for p in parts)
    ):
        return False, None
    place = Place(*(int(p) for p in parts))
    return (cursor[0] == "p", place) if place.rank < ranks else (False, None)
