"""New versions of many items at once that differ in a few elements: the rest is copied in the database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from django.db import connection

from onewindow.catalogue import wording
from onewindow.catalogue.content import TABLES, Content
from onewindow.catalogue.drafting.entries import ROWS, Entry, content_of
from onewindow.catalogue.events import ItemPublished
from onewindow.catalogue.models import ItemVersion, LegalBasis, Material, Question, VersionState
from onewindow.catalogue.services import materials, quality
from onewindow.catalogue.services.citations import cite
from onewindow.catalogue.services.versions import search_words
from onewindow.kernel.public import Actor, audit, canonical, clock, making, outbox

SEARCHED = {"name", "synonyms", "result_name", "themes", "aliases", "materials"}
CITING = {
    "bases", "materials", "statutory_note", "promised_note", "reconsideration", "litigation", "fees",
}  # fmt: skip
_MODELS: dict[str, Any] = {"materials": Material, "bases": LegalBasis, "questions": Question}


@dataclass(frozen=True)
class Renewal:
    """A version in force and its entry as it shall be; `changed` are the elements that differ."""

    version: ItemVersion
    entry: Entry
    changed: frozenset[str]


def renew(*, by: Actor, renewals: Sequence[Renewal]) -> None:
    """Bring the entries into force; called inside the unit of the verb that made them, a few hundred at once.

    Columns and rows that stay are copied by the database; the ORM would take three times as long. Words,
    citations and the mark are made again only where what they are made of changed. What hangs on a version is
    written before it, so that it is stored once, as it is in force: the guard lets nothing be added later.
    """
    if not renewals:
        return
    alike, today = canonical.Alike(), clock.today()
    made = _successors(renewals, alike, today)
    old = [one.version.pk for one in renewals]
    materials.learn(row for each in made if "materials" in each.of.changed for row in each.content.materials)
    with connection.cursor() as cursor:
        for name in TABLES:
            _rows(cursor, name, made)
    _cite(made)
    with connection.cursor() as cursor:
        cursor.execute(_SUPERSEDE, [VersionState.SUPERSEDED, today, old])
        for some in _by_columns(made):
            _copy(cursor, some)
    _tell(by, made, alike, today)


@dataclass(frozen=True)
class _Successor:
    """A version as it will be stored, what it says, and the columns that differ from the one before."""

    of: Renewal
    content: Content
    version: ItemVersion
    patch: Mapping[str, Any]


def _successors(renewals: Sequence[Renewal], alike: canonical.Alike, today: date) -> list[_Successor]:
    moment = clock.now()
    columns = sorted({name for one in renewals for name in one.changed} - set(TABLES))
    made = []
    for key, one in zip(_keys(len(renewals)), renewals, strict=True):
        content = content_of(one.entry)
        new = {
            "id": key,
            "number": one.version.number + 1,
            "state": one.version.state,  # what was suspended stays so
            "valid_from": today,
            "valid_to": None,
            "published_at": moment,
            "digest": content.digest_by(alike),
            **{name: one.entry["fields"][name] for name in columns},
            **_search(one, content),
        }
        patch = new | {"valid_from": today.isoformat(), "published_at": moment.isoformat()}
        made.append(_Successor(one, content, _after(one.version, new), patch))
    return made


def _after(version: ItemVersion, new: Mapping[str, Any]) -> ItemVersion:
    """Return a version with some columns changed."""
    columns = {**vars(version), **new}
    made = making.stored(ItemVersion, columns.keys(), columns.values())
    made._state.fields_cache["item"] = version.item
    return made


def _keys(count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('catalogue_itemversion', 'id')) "
            "FROM generate_series(1, %s)",
            [count],
        )
        return [int(row[0]) for row in cursor.fetchall()]


def _search(one: Renewal, content: Content) -> dict[str, str]:
    if not one.changed & SEARCHED:
        return {}
    name = content.text("name")
    return {
        "words": search_words(content),
        "pinyin": wording.pinyin(name)[:400],
        "initials": wording.initials(name)[:160],
    }


def _rows(cursor: Any, name: str, made: Sequence[_Successor]) -> None:
    """Copy the rows of a table where they stay, write them where they changed."""
    model = _MODELS[name]
    table, columns = model._meta.db_table, ", ".join(f'"{column}"' for column in ["seq", *ROWS[name]])
    stay = [each for each in made if name not in each.of.changed]
    cursor.execute(
        f"INSERT INTO {table} (version_id, {columns}) SELECT p.fresh, {columns} "  # noqa: S608 our own names
        f"FROM {table} t JOIN unnest(%s::bigint[], %s::bigint[]) p (old, fresh) ON t.version_id = p.old",
        _pairs(stay),
    )
    model.objects.bulk_create(
        model(version_id=each.version.pk, seq=number, **row)
        for each in made
        if name in each.of.changed
        for number, row in enumerate(getattr(each.content, name), 1)
    )


def _pairs(made: Sequence[_Successor]) -> list[list[int]]:
    """Return the keys of the versions before and of those made, as two arrays."""
    return [[each.of.version.pk for each in made], [each.version.pk for each in made]]


def _by_columns(made: Sequence[_Successor]) -> Iterable[list[_Successor]]:
    """Return them by which columns differ from the version before: those found by other words, the others."""
    kinds: dict[tuple[str, ...], list[_Successor]] = {}
    for each in made:
        kinds.setdefault(tuple(each.patch), []).append(each)
    return kinds.values()


def _copy(cursor: Any, made: Sequence[_Successor]) -> None:
    """Store versions: the columns of their patches from these, the rest from the versions before."""
    fields = {field.attname: field for field in ItemVersion._meta.concrete_fields}
    typed = [f'"{fields[name].column}" {fields[name].db_type(connection)}' for name in made[0].patch]
    columns = ", ".join(f'"{field.column}"' for field in fields.values())
    told = ", ".join(
        f'{"p" if name in made[0].patch else "v"}."{field.column}"' for name, field in fields.items()
    )
    cursor.execute(
        f"INSERT INTO catalogue_itemversion ({columns}) SELECT {told} FROM catalogue_itemversion v "  # noqa: S608
        f"JOIN json_to_recordset(%s::json) p (former bigint, {', '.join(typed)}) ON v.id = p.former",
        [orjson.dumps([{"former": each.of.version.pk, **each.patch} for each in made]).decode()],
    )


def _cite(made: Sequence[_Successor]) -> None:
    stay = [each for each in made if not each.of.changed & CITING]
    with connection.cursor() as cursor:
        cursor.execute(_CITATIONS, _pairs(stay))
    again = [each.version for each in made if each.of.changed & CITING]
    if again:
        cite(again)


def _tell(by: Actor, made: Sequence[_Successor], alike: canonical.Alike, today: date) -> None:
    """Write marks, audit entries and events."""
    versions = [each.version for each in made]
    quality.assess_new([(each.version, quality.sheet_of(each.content)) for each in made])
    replaced = [each.of.version for each in made]
    for version in replaced:  # read before the change, which was of these two columns: no need to read again
        version.state, version.valid_to = VersionState.SUPERSEDED, today
    audit.record(by, "catalogue.version_published", *versions, state_of=alike.row_state)
    audit.record(by, "catalogue.version_superseded", *replaced, state_of=alike.row_state)
    outbox.publish(
        *(
            ItemPublished(
                subject=f"item:{version.code}"[:80],
                city=version.region_code[:4] or "4500",
                task_code=version.code,
                version_id=version.pk,
                number=version.number,
            )
            for version in versions
        )
    )


def differing(was: Mapping[str, Any], now: Mapping[str, Any]) -> frozenset[str]:
    """Return the elements in which two entries differ."""
    fields = {name for name, value in now["fields"].items() if was["fields"].get(name) != value}
    return frozenset(fields | {name for name in TABLES if was[name] != now[name]})


_SUPERSEDE = "UPDATE catalogue_itemversion SET state = %s, valid_to = %s WHERE id = ANY(%s)"
_CITATIONS = """
INSERT INTO catalogue_citation (version_id, subject, seq, short, article, branch, paragraph, item)
SELECT p.fresh, c.subject, c.seq, c.short, c.article, c.branch, c.paragraph, c.item
FROM catalogue_citation c JOIN unnest(%s::bigint[], %s::bigint[]) p (old, fresh) ON c.version_id = p.old
"""
