"""New versions of many items at once that differ in a few elements: the rest is copied in the database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection
from django.db.models.base import ModelState

from onewindow.catalogue import wording
from onewindow.catalogue.content import TABLES, Content
from onewindow.catalogue.drafting.entries import ROWS, Entry, content_of
from onewindow.catalogue.events import ItemPublished
from onewindow.catalogue.models import ItemVersion, LegalBasis, Material, Question, VersionState
from onewindow.catalogue.services import materials, quality
from onewindow.catalogue.services.citations import cite
from onewindow.catalogue.services.versions import search_words
from onewindow.kernel.public import Actor, audit, clock, outbox

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
    written before it, so that it is stored once, as published: the guard lets nothing be added afterwards.
    """
    if not renewals:
        return
    made = _successors(renewals)
    old = [one.version.pk for one in renewals]
    materials.learn(row for each in made if "materials" in each.of.changed for row in each.content.materials)
    with connection.cursor() as cursor:
        for name in TABLES:
            _rows(cursor, name, made)
    _cite(made)
    ItemVersion.objects.filter(pk__in=old).update(state=VersionState.SUPERSEDED, valid_to=clock.today())
    with connection.cursor() as cursor:
        cursor.execute(_COPY, [orjson.dumps([[each.of.version.pk, each.patch] for each in made]).decode()])
    _tell(by, made)


@dataclass(frozen=True)
class _Successor:
    """A version as it will be stored, what it says, and the columns that differ from the one before."""

    of: Renewal
    content: Content
    version: ItemVersion
    patch: Mapping[str, Any]


def _successors(renewals: Sequence[Renewal]) -> list[_Successor]:
    moment, today = clock.now(), clock.today()
    made = []
    for key, one in zip(_keys(len(renewals)), renewals, strict=True):
        content = content_of(one.entry)
        new = {
            "id": key,
            "number": one.version.number + 1,
            "state": VersionState.PUBLISHED.value,
            "valid_from": today,
            "valid_to": None,
            "published_at": moment,
            "digest": content.digest,
            "local": one.entry["fields"]["local"],
            **{name: one.entry["fields"][name] for name in one.changed if name not in TABLES},
            **_search(one, content),
        }
        patch = new | {"valid_from": today.isoformat(), "published_at": moment.isoformat()}
        made.append(_Successor(one, content, _after(one.version, new), patch))
    return made


def _after(version: ItemVersion, new: Mapping[str, Any]) -> ItemVersion:
    """Return a version with some columns changed, without running the constructor over all 90."""
    made = ItemVersion.__new__(ItemVersion)
    made.__dict__.update({**vars(version), **new})
    made._state = ModelState()
    made._state.adding, made._state.db = False, connection.alias
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


def _cite(made: Sequence[_Successor]) -> None:
    stay = [each for each in made if not each.of.changed & CITING]
    with connection.cursor() as cursor:
        cursor.execute(_CITATIONS, _pairs(stay))
    again = [each.version for each in made if each.of.changed & CITING]
    if again:
        cite(again)


def _tell(by: Actor, made: Sequence[_Successor]) -> None:
    """Write marks, audit entries and events."""
    versions = [each.version for each in made]
    quality.assess([(each.version, quality.sheet_of(each.content)) for each in made])
    replaced = [each.of.version for each in made]
    for version in replaced:  # read before the change, which was of these two columns: no need to read again
        version.state, version.valid_to = VersionState.SUPERSEDED, clock.today()
    audit.record(by, "catalogue.version_published", *versions)
    audit.record(by, "catalogue.version_superseded", *replaced)
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


_COPY = """
INSERT INTO catalogue_itemversion
SELECT made.* FROM catalogue_itemversion v
JOIN jsonb_array_elements(%s::jsonb) p (pair) ON v.id = (p.pair->0)::bigint
CROSS JOIN LATERAL jsonb_populate_record(v, p.pair->1) made
"""
_CITATIONS = """
INSERT INTO catalogue_citation (version_id, subject, seq, short, article, branch, paragraph, item)
SELECT p.fresh, c.subject, c.seq, c.short, c.article, c.branch, c.paragraph, c.item
FROM catalogue_citation c JOIN unnest(%s::bigint[], %s::bigint[]) p (old, fresh) ON c.version_id = p.old
"""
