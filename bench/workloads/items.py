"""Implementations in bulk: the items in force, again in every region, written set by set past the product."""

from collections.abc import Callable
from typing import Any

import psycopg

from onewindow.catalogue import wording

_REGIONS = "SELECT code, name FROM government_region WHERE valid_to IS NULL ORDER BY level, code LIMIT %s"
_OWN = {
    "id", "item_id", "number", "state", "source", "source_version", "region_code", "agency_name", "level",
    "words", "priority", "digest", "pilot_key", "form_code", "rule_set",
}  # fmt: skip


def fill(connection: "psycopg.Connection[Any]", wanted: int, tell: Callable[[str], None] = print) -> int:
    """Add implementations until there are `wanted` in force; return how many there are.

    Every item in force, imported samples included, is the model for one of its name in each of the regions,
    from the province downward; the body is one of the real ones, the words to search by are its own.
    """
    connection.autocommit = True
    run = connection.execute
    have = _one(run("SELECT count(*) FROM catalogue_itemversion WHERE state = 'published' AND source = ''"))
    models = _one(run("SELECT count(*) FROM catalogue_itemversion WHERE state = 'published'"))
    regions = run(_REGIONS, [-(-max(wanted - have, 0) // models)]).fetchall()
    columns = [
        str(name)
        for (name,) in run(
            "SELECT column_name FROM information_schema.columns WHERE table_name = 'catalogue_itemversion'"
        )
        if name not in _OWN
    ]
    kept = ", ".join(f'"{name}"' for name in columns)
    copied = ", ".join(f'm."{name}"' for name in columns)
    run(
        "CREATE TEMP TABLE bodies AS "
        "SELECT id, name, row_number() OVER (ORDER BY id) - 1 AS n FROM government_agency"
    )
    run(
        "CREATE TEMP TABLE models AS SELECT *, row_number() OVER (ORDER BY id) AS nth "
        "FROM catalogue_itemversion WHERE state = 'published'"
    )
    bodies = _one(run("SELECT count(*) FROM bodies"))
    made = have
    for number, (code, name) in enumerate(regions, 1):
        left = wanted - made
        if left <= 0:
            break
        done = run(
            f"""
            WITH body AS (
                SELECT m.*, b.id AS body, %(name)s || b.name AS body_name,
                    'B' || %(code)s || lpad(m.nth::text, 18, '0') AS task_code
                FROM models m JOIN bodies b ON b.n = (m.nth * 7 + %(number)s) %% %(bodies)s LIMIT %(left)s
            ), made AS (
                INSERT INTO catalogue_item (task_code, basic_id, agency_id, region_code, source, created_at)
                SELECT task_code, NULL, body, %(code)s, '', now() FROM body RETURNING id, task_code
            )
            INSERT INTO catalogue_itemversion ({kept}, item_id, number, state, source, source_version,
                region_code, agency_name, level, words, priority, digest, pilot_key, form_code, rule_set)
            SELECT {copied}, made.id, 1, 'published', '', 0, %(code)s, left(m.body_name, 100), %(level)s,
                m.words || %(words)s::tsvector, 1000, md5(m.task_code), '', '', ''
            FROM body m JOIN made USING (task_code)
            """,
            {
                "name": name,
                "code": code,
                "number": number,
                "bodies": bodies,
                "left": left,
                "level": _level(code),
                "words": wording.vector(("C", name)),
            },
        )
        made += done.rowcount
        if number % 25 == 0:
            tell(f"{made} implementations")
    run("VACUUM ANALYZE catalogue_itemversion, catalogue_item")
    return made


def _one(cursor: "psycopg.Cursor[Any]") -> int:
    row = cursor.fetchone()
    assert row is not None
    return int(row[0])


def _level(code: str) -> str:
    """Return the level of exercise that goes with a region code: 2 province … 5 township, 6 village."""
    if code.endswith("0000000000"):
        return "2"
    if code.endswith("00000000"):
        return "3"
    if code.endswith("000000"):
        return "4"
    return "5" if code.endswith("000") else "6"
