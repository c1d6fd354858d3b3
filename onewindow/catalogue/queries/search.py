"""Search over the items in force: words, pinyin, initials and synonyms, filters, keyset pages, no counts."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, NamedTuple

from onewindow.catalogue import wording
from onewindow.catalogue.models import Item, ItemVersion
from onewindow.catalogue.queries import conditions, planning
from onewindow.catalogue.queries.conditions import ALL, Branch, Clause, Search
from onewindow.kernel.public import making

SIZE = 20
WEIGHED = 500
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


def _page(
    wanted: Search, branches: Sequence[Branch], at: Place | None, back: bool, size: int
) -> list[tuple[Any, ...]]:
    """Return the rows of one page, in one statement; in two when ranks end in it."""
    asked = conditions.filters(wanted)
    plan = planning.plan_of(wanted, branches, filtered=asked != conditions.always(wanted))
    left = [b for b in branches if at is None or (b.first <= at.rank if back else b.last >= at.rank)]
    left = left[::-1] if back else left
    rows = planning.run(*_statement(asked, left[:AT_ONCE], at, back, size), plan)
    if len(rows) < size and left[AT_ONCE:]:
        rows += planning.run(*_statement(asked, left[AT_ONCE:], at, back, size - len(rows)), plan)
    return rows


def _statement(
    asked: Sequence[Clause], branches: Sequence[Branch], at: Place | None, back: bool, size: int
) -> tuple[str, list[planning.Value]]:
    """Return what reads branches one after the other until there are enough rows, and its values.

    PostgreSQL runs the branches of a UNION ALL one after the other and stops at the limit; branches with a
    limit of their own never run in parallel. Each finds its way by an index or in the order of the list.
    The statement is written here, not by the ORM: putting it together took longer there than it runs.
    """
    way, order = ("<", "DESC") if back else (">", "ASC")
    parts: list[str] = []
    params: list[planning.Value] = []
    for branch in branches:
        rank, priority = branch.rank, "v.priority + 0" if branch.few else "v.priority"
        several = branch.first != branch.last
        where = [*asked, branch.found]
        if at and branch.first <= at.rank <= branch.last:
            place = f"{rank.sql}, {priority}, v.id" if several else f"{priority}, v.id"
            kept: tuple[planning.Value, ...] = (*rank.params, *at) if several else at[1:]
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
    return sql, params


_FIELDS = [f.attname for f in ItemVersion._meta.concrete_fields if f.attname in LISTED]
_COLUMNS = ", ".join(f"v.{name}" for name in _FIELDS)
COLUMNS = ("rank", "code", *_FIELDS)
_PLACED = itemgetter(0, COLUMNS.index("priority"), COLUMNS.index("id"))


def _version(row: tuple[Any, ...]) -> ItemVersion:
    version = making.stored(ItemVersion, _FIELDS, row[2:])
    item = making.stored(Item, _OF_ITEM, (version.item_id, row[1]))
    version._state.fields_cache["item"] = item
    return version


_OF_ITEM = ("id", "task_code")


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
    branches = conditions.branches(wanted.text, literal) if literal else [ALL]
    back, at = _read(cursor, branches[-1].last + 1)
    rows = _page(wanted, branches, at, back, size + 1)
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
    where = [*conditions.filters(Search(source=wanted.source, audience=wanted.audience)), hit]
    sql = (
        "WITH found AS MATERIALIZED (SELECT v.id FROM catalogue_itemversion v "  # noqa: S608
        f"WHERE {' AND '.join(clause.sql for clause in where)} ORDER BY v.priority, v.id LIMIT {WEIGHED}) "
        f"SELECT 0, i.task_code, {_COLUMNS} FROM found "
        "JOIN catalogue_itemversion v ON v.id = found.id JOIN catalogue_item i ON i.id = v.item_id "
        f"ORDER BY ts_rank(v.words, %s::tsquery) DESC, v.priority, v.id LIMIT {int(size)}"
    )
    params = [*(value for clause in where for value in clause.params), literal]
    return [_version(row) for row in planning.run(sql, params)]


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
