"""Assessments: a body's month or quarter when it is over, and the region's mark of its own."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db.models import Count, Q

from onewindow.catalogue import public as catalogue
from onewindow.government.public import Agency
from onewindow.insight import periods
from onewindow.insight.indicators import BY_KEY, Numbers
from onewindow.insight.models import Assessment, SelfAssessment
from onewindow.insight.queries import totals, totals_by_body
from onewindow.kernel.public import SYSTEM, audit, clock, unit, yaml_file

HUNDREDTH = Decimal("0.01")
GROUPS = ("区直", "设区市", "县（市、区）")


@lru_cache(maxsize=1)
def table() -> Any:
    """Return weights, deductions and grades."""
    path = Path(__file__).parent / "data" / "assessment.yaml"
    return yaml_file.read(path)


def score_of(numbers: Numbers) -> Decimal:
    """Return the score of figures, 0 to 100; indicators without a whole leave their weight to others."""
    given, used = Decimal(0), 0
    for key, weight in table()["weights"].items():
        value = BY_KEY[key].value(numbers)
        if value is not None:
            given += weight * value
            used += weight
    if not used:
        return Decimal(0)
    off = sum(
        (Decimal(str(each)) * numbers.get(name, 0) for name, each in table()["minus"].items()), Decimal(0)
    )
    whole = given / used - min(off, Decimal(table()["most_minus"]))
    return max(whole, Decimal(0)).quantize(HUNDREDTH, ROUND_HALF_UP)


def grade_of(score: Decimal) -> str:
    """Return the grade of a score."""
    return next(str(name) for least, name in table()["grades"] if score >= least)


def group_of(region_code: str) -> str:
    """Return with whom a body is compared: the level of its region."""
    if region_code[2:4] in {"", "00"}:
        return GROUPS[0]
    return GROUPS[1] if region_code[4:6] in {"", "00"} else GROUPS[2]


def assess(*, kind: str, first: date) -> int:
    """Assess every body for a month or quarter that is over, once; return how many."""
    span = periods.over(kind, first)
    if span is None or span.last >= clock.today():
        return 0
    with unit.work():
        if Assessment.objects.filter(kind=kind, first=first).exists():
            return 0
        found = totals_by_body(span.first, span.last)
        bodies = Agency.objects.filter(pk__in=found)
        made = [
            _assessment(kind, span, body, found[body.pk])
            for body in bodies
            if found[body.pk].get("decided", 0) >= table()["least_decided"]
        ]
        for group in GROUPS:
            rows = sorted(
                (one for one in made if one.group == group), key=lambda one: (-one.score, one.agency_id)
            )
            for one in rows:
                one.rank = 1 + sum(other.score > one.score for other in rows)
        Assessment.objects.bulk_create(made)
        audit.record(SYSTEM, "assessment.made", *made)
    return len(made)


def assess_what_is_over() -> int:
    """Assess the last month, and the last quarter."""
    today = clock.today()
    month, quarter = (periods.before(periods.period(name, today)).first for name in ("month", "quarter"))
    return assess(kind="month", first=month) + assess(kind="quarter", first=quarter)


def self_assess() -> SelfAssessment:
    """Mark the five sides of the region's services today; a second time a day changes nothing."""
    today = clock.today()
    with unit.work():
        known = SelfAssessment.objects.filter(day=today).first()
        if known is not None:
            return known
        sides = _sides(today)
        total = sum(sides.values(), Decimal(0)) / len(sides)
        made = SelfAssessment(
            day=today,
            numbers={name: str(value) for name, value in sides.items()},
            total=total.quantize(HUNDREDTH, ROUND_HALF_UP),
            made_at=clock.now(),
        )
        made.save(force_insert=True)
        audit.record(SYSTEM, "self_assessment.made", made)
    return made


def _assessment(kind: str, span: periods.Period, body: Agency, numbers: Numbers) -> Assessment:
    score = score_of(numbers)
    return Assessment(
        kind=kind, first=span.first, last=span.last, agency_id=body.pk, agency_name=body.name,
        group=group_of(body.region_code), numbers=dict(numbers), score=score, grade=grade_of(score), rank=0,
        made_at=clock.now(), city=body.region_code[:4],
    )  # fmt: skip


def _sides(today: date) -> dict[str, Decimal]:
    in_force = Q(state="published")
    told = catalogue.ItemVersion.objects.filter(state__in=["published", "suspended"], source="").aggregate(
        all=Count("pk"), live=Count("pk", filter=in_force),
        online=Count("pk", filter=in_force & Q(online=True)),
        no_visit=Count("pk", filter=in_force & Q(visits=0)),
        instant=Count("pk", filter=in_force & ~Q(pilot_key="")),
    )  # fmt: skip
    year = totals(periods.months_up_to(today)[0], today)
    whole = catalogue.accuracy_board().whole
    effects = [value for key in ("online", "on_time") if (value := BY_KEY[key].value(year)) is not None]
    return {
        "ways": _percent(told["online"], told["live"]),
        "items": _percent(told["live"], told["all"]),
        "guides": Decimal(whole.index) if whole else Decimal(0),
        "maturity": _percent(max(told["no_visit"], told["instant"]), told["live"]),
        "effect": (sum(effects, Decimal(0)) / len(effects)).quantize(HUNDREDTH) if effects else Decimal(0),
    }


def _percent(part: int, whole: int) -> Decimal:
    return (Decimal(part) * 100 / whole).quantize(HUNDREDTH, ROUND_HALF_UP) if whole else Decimal(0)
