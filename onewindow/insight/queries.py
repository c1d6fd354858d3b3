"""Named reads of figures: the dashboard in few statements, the rows behind a figure, rankings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, Sum
from django.db.models.functions import TruncMonth

from onewindow.exchange import public as exchange
from onewindow.government.public import Agency
from onewindow.insight import charts, hexes, periods
from onewindow.insight.indicators import BY_KEY, TOP, Indicator
from onewindow.insight.models import Assessment, Figure, SelfAssessment
from onewindow.kernel.public import Actor, clock
from onewindow.supervision import public as supervision
from onewindow.ui.public import Page

A_PAGE, RANKED, TARGET = 20, 8, "98.5"
REGION = "4500"
Totals = dict[str, int]


@dataclass(frozen=True)
class Top:
    """One of the figures on top: what it says, what it is compared with, where its rows are."""

    key: str
    label: str
    value: str
    beside: str
    level: str


@dataclass(frozen=True)
class Ranked:
    """A body in the ranking: its rate, and its place between 95 % and 100 % on a bar."""

    agency_id: int
    name: str
    value: str
    bar: str
    low: bool


@dataclass(frozen=True)
class Board:
    """Everything on the dashboard."""

    period: periods.Period
    top: list[Top]
    hexes: list[hexes.Hex]
    cards: list[supervision.Signal]
    months: list[date]
    received: charts.Line
    signals: charts.Line
    trend: list[tuple[date, int, int]]
    ranking: list[Ranked]
    systems: dict[str, int]


def board_of(key: str, region_prefix: str = "45") -> Board:
    """Return the dashboard of a period in seven statements."""
    now = periods.period(key, clock.today())
    by_city = _by_city(now.first, now.last)
    whole = _sum(by_city.values())
    ahead, back = periods.before(now), periods.year_before(now)
    earlier, last_year = _two(ahead, back)
    months = periods.months_up_to(clock.today())
    trend = _trend(months)
    return Board(
        period=now,
        top=[_top(BY_KEY[one], whole, earlier, last_year, ahead.name) for one in TOP],
        hexes=[_hex(place, by_city.get(place[0], {})) for place in hexes.PLACES],
        cards=supervision.newest_cards(region_prefix),
        months=months,
        received=charts.line([one[1] for one in trend]),
        signals=charts.line([one[2] for one in trend]),
        trend=trend,
        ranking=ranking(now)[:RANKED],
        systems=exchange.systems_by_state(),
    )


def totals(first: date, last: date, *, city: str = "", agency_id: int | None = None) -> Totals:
    """Return the sums of all measures over days, of the whole, a prefecture or a body, in one statement."""
    rows = Figure.objects.filter(day__range=(first, last))
    if city:
        rows = rows.filter(city=city)
    if agency_id is not None:
        rows = rows.filter(agency_id=agency_id)
    return dict(rows.values_list("measure").annotate(Sum("n")).order_by())


def totals_by_body(first: date, last: date) -> dict[int, Totals]:
    """Return the sums of all measures over days by body, in one statement."""
    found: dict[int, Totals] = defaultdict(dict)
    rows = Figure.objects.filter(day__range=(first, last), agency_id__gt=0)
    for body, measure, n in rows.values_list("agency_id", "measure").annotate(Sum("n")).order_by():
        found[body][measure] = n
    return found


def ranking(now: periods.Period, city: str = REGION) -> list[Ranked]:
    """Return the bodies of a place by decisions in time, the best first, in two statements."""
    rows = Figure.objects.filter(
        day__range=(now.first, now.last), city=city, measure__in=["decided", "on_time"], agency_id__gt=0
    )
    found: dict[int, Totals] = defaultdict(dict)
    for body, measure, n in rows.values_list("agency_id", "measure").annotate(Sum("n")).order_by():
        found[body][measure] = n
    names = dict(Agency.objects.filter(pk__in=found).values_list("pk", "short_name"))
    rate = BY_KEY["on_time"]
    ranked = [(rate.value(numbers), body, numbers) for body, numbers in found.items()]
    ranked.sort(key=lambda one: (-(one[0] or 0), one[1]))
    return [
        Ranked(
            body, names.get(body, "—"), rate.shown(numbers), f"{max(float(value) - 95, 0):.1f}",
            float(value) < float(TARGET),
        )
        for value, body, numbers in ranked
        if value is not None
    ]  # fmt: skip


def rows_behind(
    indicator: Indicator, now: periods.Period, given: Mapping[str, str]
) -> Page[supervision.Dossier]:
    """Return the dossiers behind a figure, the newest first; `part` is in, out or all."""
    rows = supervision.Dossier.objects.filter(indicator.among)
    if indicator.by.startswith("facts__"):
        span = (now.first.isoformat(), now.last.isoformat())
        rows = rows.filter(**{f"{indicator.by}__gte": span[0], f"{indicator.by}__lte": span[1]})
    else:
        rows = rows.filter(**{f"{indicator.by}__range": (now.first, now.last)})
    if given.get("city") in {REGION, *hexes.CITIES}:
        rows = rows.filter(city=given["city"])
    if given.get("agency", "").isdigit():
        rows = rows.filter(agency_id=int(given["agency"][:18]))
    if indicator.counted is not None and given.get("part") in {"in", "out"}:
        inside = given["part"] == "in"
        rows = rows.filter(indicator.counted) if inside else rows.exclude(indicator.counted)
    after = given.get("after", "")
    if after.isdigit():
        rows = rows.filter(id__lt=int(after[:18]))
    found = list(rows.defer("facts").order_by("-id")[: A_PAGE + 1])
    return Page(found[:A_PAGE], next=str(found[A_PAGE - 1].pk) if len(found) > A_PAGE else "")


def signals_behind(by: Actor, given: Mapping[str, str]) -> Page[supervision.Signal]:
    """Return the signals behind a figure that the actor may see, the newest first, in one statement."""
    return supervision.page_of(supervision.narrowed(supervision.signals_for(by), given), given)


def cities_table(now: periods.Period) -> list[tuple[str, str, Totals]]:
    """Return the sums of each prefecture and of the region's own bodies, in one statement."""
    found = _by_city(now.first, now.last)
    names = {REGION: "区直", **hexes.CITIES}
    return [(code, name, found.get(code, {})) for code, name in names.items()]


def assessments(kind: str, first: date) -> list[Assessment]:
    """Return the assessments of a month or quarter by group and rank."""
    return list(Assessment.objects.filter(kind=kind, first=first).order_by("group", "rank", "agency_id"))


def assessed(kind: str, limit: int = 12) -> list[date]:
    """Return the first days of the periods that are assessed, the newest first."""
    rows = Assessment.objects.filter(kind=kind).order_by("-first").values_list("first", flat=True)
    return list(rows.distinct()[:limit])


def newest_self_assessment() -> SelfAssessment | None:
    """Return the region's newest mark of its own."""
    return SelfAssessment.objects.order_by("-day").first()


def _by_city(first: date, last: date) -> dict[str, Totals]:
    found: dict[str, Totals] = defaultdict(dict)
    rows = Figure.objects.filter(day__range=(first, last))
    for city, measure, n in rows.values_list("city", "measure").annotate(Sum("n")).order_by():
        found[city][measure] = n
    return found


def _sum(parts: Iterable[Totals]) -> Totals:
    found: Totals = defaultdict(int)
    for one in parts:
        for measure, n in one.items():
            found[measure] += n
    return dict(found)


def _two(a: periods.Period, b: periods.Period) -> tuple[Totals, Totals]:
    """Return the sums of two periods in one statement."""
    rows = (
        Figure.objects.filter(Q(day__range=(a.first, a.last)) | Q(day__range=(b.first, b.last)))
        .values_list("measure")
        .annotate(
            one=Sum("n", filter=Q(day__range=(a.first, a.last)), default=0),
            other=Sum("n", filter=Q(day__range=(b.first, b.last)), default=0),
        )
        .order_by()
    )
    found = list(rows)
    return {name: n for name, n, _ in found}, {name: n for name, _, n in found}


def _trend(months: Sequence[date]) -> list[tuple[date, int, int]]:
    """Return cases received, and yellow and red cards, month by month, in one statement."""
    rows = (
        Figure.objects.filter(day__gte=months[0], measure__in=["received", "yellow", "red"])
        .annotate(month=TruncMonth("day"))
        .values_list("month", "measure")
        .annotate(Sum("n"))
        .order_by()
    )
    found = {(month, measure): n for month, measure, n in rows}
    return [
        (one, found.get((one, "received"), 0), found.get((one, "yellow"), 0) + found.get((one, "red"), 0))
        for one in months
    ]


def _top(one: Indicator, now: Totals, earlier: Totals, last_year: Totals, name: str) -> Top:
    level = one.key if one.key in {"red", "yellow"} else ""
    if one.key == "received":
        old = one.value(last_year)
        new = one.value(now) or 0
        beside = f"同比 {(new - old) * 100 / old:+.1f}%" if old else "上年同期没有数据"
    elif one.key == "on_time":
        beside = f"目标 {TARGET}%"
    elif one.key == "faster":
        beside = "较法定时限"
    elif one.key == "rectified":
        beside = f"{now.get('bad_ratings', 0)} 条已整改 {now.get('bad_rectified', 0)} 条"
    else:
        beside = f"{name} {one.shown(earlier)}"
    return Top(one.key, one.label, one.shown(now), beside, level)


def _hex(place: tuple[str, str, int, float], numbers: Totals) -> hexes.Hex:
    decided, rate = numbers.get("decided", 0), BY_KEY["on_time"]
    per_mille = numbers.get("on_time", 0) * 1000 // decided if decided else None
    red, yellow = numbers.get("red", 0), numbers.get("yellow", 0)
    return hexes.hex_of(place, rate.shown(numbers), per_mille, red, yellow)
