"""Judging guides: at publishing each by itself, every night also beside the others, the laws and the web."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from django.db import connection

from onewindow.catalogue.content import Content
from onewindow.catalogue.errors import IncompleteItem
from onewindow.catalogue.models import Assessment, Finding, ItemVersion, LegalBasis, Material
from onewindow.catalogue.quality import checks
from onewindow.catalogue.quality.checks import Row, Sheet
from onewindow.catalogue.queries import statutes
from onewindow.catalogue.queries.versions import IN_FORCE
from onewindow.kernel.public import clock, inserting, making, unit

BATCH = 500
FIELDS = {
    "vague_material": "materials",
    "vague_standard": "materials",
    "vague_condition": "conditions",
    "promise_over_limit": "promised_days",
}
BY_ITSELF = [
    code for code in checks.checks() if not code.startswith(("uniform_", "expired_", "dead_", "held_"))
]


def sheet_of(content: Content) -> Sheet:
    """Return what a content says."""
    return Sheet(content.fields, content.materials, content.bases)


def refuse_vague(contents: Iterable[Content]) -> None:
    """Raise IncompleteItem, at the field, for own items with a fault that stops publishing.

    Vague wording lets an officer ask for anything; items taken in as samples are only marked.
    """
    for content in contents:
        if content.source:
            continue
        stopped = [f for f in checks.faults(sheet_of(content)) if checks.checks()[f.rule].block]
        if stopped:
            errors: dict[str, list[str]] = {}
            for fault in stopped:
                errors.setdefault(FIELDS.get(fault.rule, fault.rule), []).append(fault.message)
            raise IncompleteItem(errors=errors)


def assess(judged: Sequence[tuple[ItemVersion, Sheet]]) -> None:
    """Write findings and marks of versions judged by themselves, in three statements."""
    keys = [version.pk for version, _ in judged]
    findings, marks = _judged(judged)
    Finding.objects.filter(version__in=keys, rule__in=BY_ITSELF).delete()
    Finding.objects.bulk_create(findings, ignore_conflicts=True)
    Assessment.objects.bulk_create(
        marks,
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["edition", "score", "faults", "at"],
    )


def assess_new(judged: Sequence[tuple[ItemVersion, Sheet]]) -> None:
    """Write findings and marks of versions that have none yet, with all that the running unit inserts."""
    findings, marks = _judged(judged)
    inserting.insert(*findings, *marks)


def _judged(judged: Sequence[tuple[ItemVersion, Sheet]]) -> tuple[list[Finding], list[Assessment]]:
    moment, edition = clock.now(), checks.edition()
    findings: list[Finding] = []
    marks: list[Assessment] = []
    for version, sheet in judged:
        faults = checks.faults(sheet)
        once: dict[tuple[str, str], str] = {}
        for fault in faults:
            once.setdefault((fault.rule, fault.place[:120]), fault.said[:300])
        findings += [
            making.made(Finding, version_id=version.pk, rule=rule, place=place, said=said, since=moment)
            for (rule, place), said in once.items()
        ]
        score = checks.score([f.rule for f in faults])
        marks.append(
            making.made(
                Assessment,
                version_id=version.pk,
                edition=edition,
                score=score,
                faults=len(faults),
                at=moment,
            )
        )
    return findings, marks


def review() -> int:
    """Judge every guide in force again as far as needed and write the day's accuracy; bears running twice.

    A version is immutable, so by itself it is judged once per edition of the rules; beside the others,
    against the laws in force and the addresses that answer, all are judged each time, set by set.
    Returns how many versions were judged by themselves.
    """
    count = 0
    for batch in _pending():
        with unit.work():
            assess(batch)
        count += len(batch)
    with unit.work(), connection.cursor() as cursor:
        cursor.execute(_GONE)
        cursor.execute(_UNIFORM)
        cursor.execute(_DEAD)
        cursor.execute(_HELD)
    _expired()
    with unit.work(), connection.cursor() as cursor:
        cursor.execute(_MARKS, [*_weights()])
        cursor.execute(_ACCURACY, [clock.today()])
    return count


def _pending() -> Iterator[list[tuple[ItemVersion, Sheet]]]:
    wanted = (
        ItemVersion.objects.filter(state__in=IN_FORCE, source="")
        .exclude(assessment__edition=checks.edition())
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    keys = wanted.iterator()
    while batch := list(islice(keys, BATCH)):
        versions = ItemVersion.objects.defer("words").in_bulk(batch)
        materials: dict[int, list[Row]] = {}
        bases: dict[int, list[Row]] = {}
        for material in Material.objects.filter(version__in=batch):
            materials.setdefault(material.version_id, []).append(vars(material))
        for basis in LegalBasis.objects.filter(version__in=batch):
            bases.setdefault(basis.version_id, []).append(vars(basis))
        yield [(v, Sheet(vars(v), materials.get(v.pk, ()), bases.get(v.pk, ()))) for v in versions.values()]


def _expired() -> None:
    """Keep one finding for each citation in force that no longer holds."""
    moment = clock.now()
    found = {
        (f.citation.version_id, str(f.citation)[:120]): statutes.FAULTS[f.reason] for f in statutes.faults()
    }
    with unit.work():
        known = Finding.objects.filter(rule="expired_basis")
        gone = [f.pk for f in known if (f.version_id, f.place) not in found]
        Finding.objects.filter(pk__in=gone).delete()
        Finding.objects.bulk_create(
            (
                Finding(version_id=version, rule="expired_basis", place=place, said=said, since=moment)
                for (version, place), said in found.items()
            ),
            ignore_conflicts=True,
        )


def _weights() -> tuple[list[str], list[int]]:
    every = checks.checks().values()
    return [c.code for c in every], [c.weight for c in every]


_GONE = """
DELETE FROM catalogue_finding f USING catalogue_itemversion v
WHERE v.id = f.version_id AND v.state NOT IN ('published', 'suspended')
"""

# What implementations of one basic item say, element by element, against what most of them say; and which
# basic item those of one name and type implement, against most of them.
_UNIFORM = """
WITH mine AS (
    SELECT v.id, i.basic_id, v.name, v.flow, v.statutory_days, v.statutory_unit, v.form_code, v.special_steps
    FROM catalogue_itemversion v JOIN catalogue_item i ON i.id = v.item_id
    WHERE v.state IN ('published', 'suspended') AND v.source = '' AND i.basic_id IN (
        SELECT basic_id FROM catalogue_item WHERE source = '' AND basic_id IS NOT NULL
        GROUP BY basic_id HAVING count(*) > 1)
), said AS (
    SELECT mine.id, mine.basic_id, e.element, e.said FROM mine CROSS JOIN LATERAL (VALUES
        ('name', mine.name),
        ('bases', (SELECT string_agg(b.law || b.article, '、' ORDER BY b.law, b.article)
                   FROM catalogue_legalbasis b WHERE b.version_id = mine.id)),
        ('materials', (SELECT string_agg(m.name || m.necessity, '、' ORDER BY m.name)
                       FROM catalogue_material m WHERE m.version_id = mine.id)),
        ('flow', mine.flow::text),
        ('limit', mine.statutory_days || ' ' || mine.statutory_unit),
        ('form', mine.form_code),
        ('steps', mine.special_steps::text)
    ) AS e (element, said)
), usual AS (
    SELECT basic_id, element, mode() WITHIN GROUP (ORDER BY coalesce(said, '')) AS said
    FROM said GROUP BY basic_id, element
), coded AS (
    SELECT v.id, v.item_type, v.name, coalesce(i.basic_id, '') AS code
    FROM catalogue_itemversion v JOIN catalogue_item i ON i.id = v.item_id
    WHERE v.state IN ('published', 'suspended') AND v.source = ''
), shared AS (
    SELECT item_type, name, mode() WITHIN GROUP (ORDER BY code) AS code FROM coded
    GROUP BY item_type, name HAVING count(DISTINCT code) > 1
), odd AS (
    SELECT said.id, 'uniform_' || said.element AS rule FROM said
    JOIN usual USING (basic_id, element) WHERE coalesce(said.said, '') <> usual.said
    UNION ALL
    SELECT coded.id, 'uniform_code' FROM coded JOIN shared USING (item_type, name)
    WHERE coded.code <> shared.code
), mended AS (
    DELETE FROM catalogue_finding f WHERE f.rule LIKE 'uniform%'
    AND NOT EXISTS (SELECT 1 FROM odd WHERE odd.id = f.version_id AND odd.rule = f.rule)
)
INSERT INTO catalogue_finding (version_id, rule, place, said, since)
SELECT id, rule, '', '', now() FROM odd ON CONFLICT DO NOTHING
"""

_DEAD = """
WITH dead AS (
    SELECT v.id, v.link FROM catalogue_itemversion v JOIN catalogue_linkcheck l ON l.url = v.link
    WHERE v.state IN ('published', 'suspended') AND v.source = '' AND l.failures >= 2
), mended AS (
    DELETE FROM catalogue_finding f WHERE f.rule = 'dead_link'
    AND NOT EXISTS (SELECT 1 FROM dead WHERE dead.id = f.version_id)
)
INSERT INTO catalogue_finding (version_id, rule, place, said, since)
SELECT id, 'dead_link', '办理网址', left(link, 300), now() FROM dead ON CONFLICT DO NOTHING
"""

# Guides that ask people for what a kept entry of the catalogue of materials says government holds.
_HELD = """
WITH held AS (
    SELECT v.id, m.name, e.code FROM catalogue_materialentry e
    JOIN catalogue_materialname n ON n.entry_id = e.id
    JOIN catalogue_material m ON m.name = n.name
    JOIN catalogue_itemversion v ON v.id = m.version_id
    WHERE v.state IN ('published', 'suspended') AND v.source = ''
    AND e.state = 'standard' AND (e.licence_type_code <> '' OR e.share_resource_code <> '')
    AND m.licence_type_code = '' AND m.share_resource_code = '' AND NOT m.filled_online
), mended AS (
    DELETE FROM catalogue_finding f WHERE f.rule = 'held_material'
    AND NOT EXISTS (SELECT 1 FROM held WHERE held.id = f.version_id AND left(held.name, 120) = f.place)
)
INSERT INTO catalogue_finding (version_id, rule, place, said, since)
SELECT DISTINCT ON (id, name) id, 'held_material', left(name, 120), code, now() FROM held
ON CONFLICT DO NOTHING
"""

_MARKS = """
WITH weight (rule, weight) AS (SELECT * FROM unnest(%s::text[], %s::int[])),
counted AS (
    SELECT once.version_id, greatest(0, 100 - sum(weight)) AS score, sum(n) AS faults
    FROM (SELECT version_id, rule, count(*) AS n FROM catalogue_finding GROUP BY version_id, rule) once
    JOIN weight USING (rule) GROUP BY once.version_id
)
UPDATE catalogue_assessment a SET score = coalesce(c.score, 100), faults = coalesce(c.faults, 0)
FROM catalogue_assessment b LEFT JOIN counted c ON c.version_id = b.version_id
WHERE a.version_id = b.version_id
AND (a.score, a.faults) IS DISTINCT FROM (coalesce(c.score, 100), coalesce(c.faults, 0))
"""

_ACCURACY = """
WITH marked AS (
    SELECT a.score, a.faults, i.agency_id, v.agency_name, v.region_code
    FROM catalogue_assessment a JOIN catalogue_itemversion v ON v.id = a.version_id
    JOIN catalogue_item i ON i.id = v.item_id
    WHERE v.state IN ('published', 'suspended') AND v.source = ''
), total (kind, key, name, items, faultless, mean) AS (
    SELECT 'all', '', '', count(*), count(*) FILTER (WHERE faults = 0), avg(score) FROM marked
    HAVING count(*) > 0
    UNION ALL SELECT 'agency', agency_id::text, min(agency_name), count(*),
        count(*) FILTER (WHERE faults = 0), avg(score) FROM marked GROUP BY agency_id
    UNION ALL SELECT 'region', left(region_code, 4), '', count(*),
        count(*) FILTER (WHERE faults = 0), avg(score) FROM marked GROUP BY left(region_code, 4)
)
INSERT INTO catalogue_accuracy (day, kind, key, name, items, faultless, mean)
SELECT %s, kind, key, name, items, faultless, mean FROM total
ON CONFLICT (day, kind, key) DO UPDATE
SET name = excluded.name, items = excluded.items, faultless = excluded.faultless, mean = excluded.mean
"""
