"""Verbs of government: loading the region table and the agencies."""

from collections.abc import Iterator

from django.db import connection

from onewindow.government.models import Agency, Region, RegionEdition
from onewindow.government.tables import Row, Table, spelled
from onewindow.kernel.public import Actor, NotAllowed, audit, clock, unit

_STAGE = """
DROP TABLE IF EXISTS pg_temp.region_stage;
CREATE TEMPORARY TABLE region_stage (LIKE government_region INCLUDING DEFAULTS) ON COMMIT DROP
"""
_COPY = """
COPY region_stage (code, name, level, parent_code, full_name, pinyin, initials, valid_from, replaced_by)
FROM STDIN
"""
_TAKE = """
INSERT INTO government_region AS r SELECT * FROM region_stage
ON CONFLICT (code) DO UPDATE SET name = excluded.name, level = excluded.level,
  parent_code = excluded.parent_code, full_name = excluded.full_name, pinyin = excluded.pinyin,
  initials = excluded.initials, valid_to = NULL, replaced_by = ''
WHERE (r.name, r.level, r.parent_code, r.full_name, r.pinyin, r.initials, r.valid_to)
  IS DISTINCT FROM (excluded.name, excluded.level, excluded.parent_code, excluded.full_name,
                    excluded.pinyin, excluded.initials, NULL::date)
"""
_END = """
UPDATE government_region r SET valid_to = %s
WHERE valid_to IS NULL AND NOT EXISTS (SELECT 1 FROM region_stage s WHERE s.code = r.code)
"""


def _require_system(by: Actor) -> None:
    if by.kind != "system":
        raise NotAllowed


def _lines(table: Table) -> Iterator[tuple[object, ...]]:
    for row in table.rows():
        pinyin, initials = spelled(row.name)
        yield (*_columns(row), pinyin, initials, table.as_of, "")


def _columns(row: Row) -> tuple[str, ...]:
    return (row.code, row.name, row.level, row.parent_code, row.full_name)


def load_regions(*, by: Actor, table: Table) -> int:
    """Load an edition of the region table and return how many rows it changed; the same one twice is 0.

    Codes that are no longer in the table end on its date; they are kept.
    """
    _require_system(by)
    newest = RegionEdition.objects.order_by("-id").first()
    if newest is not None and newest.digest == table.digest:
        return 0
    with unit.work(), connection.cursor() as cursor:
        cursor.execute(_STAGE)
        with cursor.copy(_COPY) as copy:
            for line in _lines(table):
                copy.write_row(line)
        cursor.execute(_TAKE)
        changed = int(cursor.rowcount)
        cursor.execute(_END, [table.as_of])
        changed += int(cursor.rowcount)
        edition = RegionEdition.objects.create(
            source=table.source,
            as_of=table.as_of,
            digest=table.digest,
            rows=Region.objects.filter(valid_to=None).count(),
            loaded_at=clock.now(),
        )
        audit.record(by, "government.regions_loaded", edition, facts={"changed": changed})
    return changed


def load_agencies(*, by: Actor, rows: list[list[str]], provisional: bool) -> int:
    """Add or correct agencies by their code and return how many rows changed."""
    _require_system(by)
    known = {a.uscc: a for a in Agency.objects.all()}
    added, altered = [], []
    for uscc, name, short_name, region_code, kind, legal_status in rows:
        wanted = {
            "name": name,
            "short_name": short_name,
            "region_code": region_code,
            "kind": kind,
            "legal_status": legal_status,
            "uscc_provisional": provisional,
        }
        found = known.get(uscc)
        if found is None:
            added.append(Agency(uscc=uscc, **wanted))
        elif any(getattr(found, field) != value for field, value in wanted.items()):
            for field, value in wanted.items():
                setattr(found, field, value)
            altered.append((found, list(wanted)))
    with unit.work():
        Agency.objects.bulk_create(added)
        for agency, fields in altered:
            agency.save(update_fields=fields)
        changed = added + [agency for agency, _ in altered]
        if changed:
            audit.record(by, "government.agency_loaded", *changed)
    return len(changed)
