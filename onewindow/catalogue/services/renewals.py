"""New versions of many items at once that differ in a few elements: the rest is copied in the database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

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
    citations and the mark are made again only where what they are made of changed.
    """
    if not renewals:
        return
    fresh = _keys(len(renewals))
    contents = [content_of(one.entry) for one in renewals]
    moment, today = clock.now(), clock.today()
    patches = [
        {
            "id": key,
            "number": one.version.number + 1,
            "state": VersionState.DRAFT.value,
            "valid_from": today.isoformat(),
            "valid_to": None,
            "published_at": moment.isoformat(),
            "digest": content.digest,
            "local": one.entry["fields"]["local"],
            **{name: one.entry["fields"][name] for name in one.changed if name not in TABLES},
            **_search(one, content),
        }
        for key, one, content in zip(fresh, renewals, contents, strict=True)
    ]
    old = [one.version.pk for one in renewals]
    materials.learn(
        row
        for one, content in zip(renewals, contents, strict=True)
        if "materials" in one.changed
        for row in content.materials
    )
    with connection.cursor() as cursor:
        cursor.execute(_COPY, [old, [json.dumps(patch, ensure_ascii=False) for patch in patches]])
        for name in TABLES:
            _rows(cursor, name, list(zip(renewals, fresh, contents, strict=True)))
    citing = [key for key, one in zip(fresh, renewals, strict=True) if one.changed & CITING]
    _cite(old, fresh, citing)
    ItemVersion.objects.filter(pk__in=old).update(state=VersionState.SUPERSEDED, valid_to=today)
    ItemVersion.objects.filter(pk__in=fresh).update(state=VersionState.PUBLISHED)
    _tell(by, renewals, fresh, contents)


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


def _rows(cursor: Any, name: str, made: Sequence[tuple[Renewal, int, Content]]) -> None:
    """Copy the rows of a table where they stay, write them where they changed."""
    model = _MODELS[name]
    table, columns = model._meta.db_table, ", ".join(f'"{column}"' for column in ["seq", *ROWS[name]])
    stay = [(one.version.pk, key) for one, key, _ in made if name not in one.changed]
    cursor.execute(
        f"INSERT INTO {table} (version_id, {columns}) SELECT p.fresh, {columns} "  # noqa: S608 our own names
        f"FROM {table} t JOIN unnest(%s::bigint[], %s::bigint[]) p (old, fresh) ON t.version_id = p.old",
        [[old for old, _ in stay], [key for _, key in stay]],
    )
    model.objects.bulk_create(
        model(version_id=key, seq=number, **row)
        for one, key, content in made
        if name in one.changed
        for number, row in enumerate(getattr(content, name), 1)
    )


def _cite(old: Sequence[int], fresh: Sequence[int], citing: Sequence[int]) -> None:
    again = set(citing)
    stay = [(was, key) for was, key in zip(old, fresh, strict=True) if key not in again]
    with connection.cursor() as cursor:
        cursor.execute(_CITATIONS, [[was for was, _ in stay], [key for _, key in stay]])
    if again:
        cite(ItemVersion.objects.defer("words").filter(pk__in=again))


def _tell(by: Actor, renewals: Sequence[Renewal], fresh: Sequence[int], contents: Sequence[Content]) -> None:
    """Write marks, audit entries and events."""
    stored = ItemVersion.objects.select_related("item").defer("words").in_bulk(fresh)
    versions = [stored[key] for key in fresh]
    quality.assess(
        [(version, quality.sheet_of(content)) for version, content in zip(versions, contents, strict=True)]
    )
    replaced = [one.version for one in renewals]
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
JOIN unnest(%s::bigint[], %s::jsonb[]) p (old, patch) ON v.id = p.old
CROSS JOIN LATERAL jsonb_populate_record(v, p.patch) made
"""
_CITATIONS = """
INSERT INTO catalogue_citation (version_id, subject, seq, short, article, branch, paragraph, item)
SELECT p.fresh, c.subject, c.seq, c.short, c.article, c.branch, c.paragraph, c.item
FROM catalogue_citation c JOIN unnest(%s::bigint[], %s::bigint[]) p (old, fresh) ON c.version_id = p.old
"""
