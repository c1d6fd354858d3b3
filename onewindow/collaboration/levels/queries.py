"""Reads of the levels: a line in all cities and counties now, what is entrusted, which level decides."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Count, Q

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration.errors import UnknownGuidance, UnknownLevel
from onewindow.collaboration.levels import policies, rules
from onewindow.collaboration.models import Delegation, Guidance
from onewindow.government import public as government
from onewindow.kernel.public import Actor, clock, workdays

PAGE_SIZE, LATE_SHOWN, DAYS_BACK, ITEMS_SHOWN = 20, 50, 30, 1000
WAITING = sorted(cases.WAITING)


@dataclass(frozen=True)
class BodyNow:
    """A body of a line at this moment; `decided` counts the last thirty days."""

    agency: government.Agency
    region: str
    open: int
    near: int
    late: int
    waiting: int
    decided: int


@dataclass(frozen=True)
class LineNow:
    """A line at this moment: its bodies from above to below, what is late, the newest guidance."""

    line: rules.Line
    bodies: tuple[BodyNow, ...]
    late: tuple[cases.Case, ...]
    guidance: tuple[Guidance, ...]
    today: date

    @property
    def sums(self) -> dict[str, int]:
        """What all bodies have together."""
        names = ("open", "near", "late", "waiting", "decided")
        return {name: sum(getattr(one, name) for one in self.bodies) for name in names}


def line_now(by: Actor, key: str) -> LineNow:
    """Return a line the actor's body is above of, as it stands now; seven statements, without any applicant.

    Raises NotAbove.
    """
    (line, mine), today = policies.require_above(by, key), clock.today()
    soon = workdays.calendar_for(mine.agency.region_code).due(today, cases.NEAR_DAYS).on
    rows = cases.Case.objects.filter(item_name__in=line.items, region_code__startswith=mine.digits)
    moving = Q(next_due__isnull=False) | Q(status__in=WAITING)
    moving |= Q(decided_at__gte=clock.now() - timedelta(days=DAYS_BACK))
    counted = (
        rows.filter(moving)
        .values_list("agency_id")
        .annotate(
            open=Count("pk", filter=Q(next_due__isnull=False)),
            near=Count("pk", filter=Q(next_due__gte=today, next_due__lte=soon)),
            late=Count("pk", filter=Q(next_due__lt=today)),
            waiting=Count("pk", filter=Q(status__in=WAITING)),
            decided=Count("pk", filter=Q(decided_at__gte=clock.now() - timedelta(days=DAYS_BACK))),
        )
    )
    counts = {row[0]: row[1:] for row in counted}
    agencies = _bodies(line, mine.digits, counts)
    codes = {one.region_code for one in agencies}
    regions = dict(government.Region.objects.filter(code__in=codes).values_list("code", "name"))
    bodies = tuple(
        BodyNow(one, regions.get(one.region_code, ""), *counts.get(one.pk, (0, 0, 0, 0, 0)))
        for one in agencies
    )
    late = rows.filter(next_due__lt=today).select_related("agency").order_by("next_due", "id")[:LATE_SHOWN]
    told = Guidance.objects.filter(from_agency=by.agency, line=key).select_related("to_agency")
    return LineNow(line, bodies, tuple(late), tuple(told.order_by("-id")[:PAGE_SIZE]), today)


def _bodies(line: rules.Line, prefix: str, also: Iterable[int]) -> list[government.Agency]:
    """Return the bodies that have an item of the line in force, or a case of it in hand."""
    items = catalogue.ItemVersion.objects.filter(
        name__in=line.items, state="published", region_code__startswith=prefix
    )
    keys = set(items.values_list("item__agency_id", flat=True)) | set(also)
    return list(government.Agency.objects.filter(pk__in=keys).order_by("region_code", "id"))


@dataclass(frozen=True)
class GuidancePage:
    """One keyset page of what a body was told from above."""

    rows: list[Guidance]
    after: str


def guidance_to(by: Actor, *, after: str = "") -> GuidancePage:
    """Return what the actor's body was told, the newest first; one statement."""
    rows = Guidance.objects.filter(to_agency=by.agency) if policies.reviews(by) else Guidance.objects.none()
    with suppress(ValueError):
        rows = rows.filter(pk__lt=UUID(after)) if after else rows
    found = list(rows.select_related("from_agency", "to_agency").order_by("-id")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    return GuidancePage(shown, str(shown[-1].pk) if len(found) > PAGE_SIZE else "")


def delegations_of(by: Actor) -> list[Delegation]:
    """Return what the actor's body entrusted or was entrusted with, the newest first."""
    if not policies.reviews(by):
        return []
    mine = Delegation.objects.filter(Q(from_agency=by.agency) | Q(to_agency=by.agency))
    return list(mine.select_related("from_agency", "to_agency").order_by("-id")[:100])


def delegations_in_force() -> list[Delegation]:
    """Return what is entrusted today, for the public (第二十四条 has it announced)."""
    today = clock.today()
    rows = Delegation.objects.filter(begins_on__lte=today, ends_on__gte=today).exclude(stopped_on__lte=today)
    return list(rows.select_related("from_agency", "to_agency").order_by("item_name", "id")[:200])


@dataclass(frozen=True)
class Level:
    """Which level decides on a class of projects at a place: by whom, through whom, where to apply."""

    wanted: rules.ProjectClass
    version: catalogue.ItemVersion
    steps: tuple[str, ...]


def level_of(key: str, place: str) -> Level:
    """Return who decides on a class of projects in a county; raise UnknownLevel where nobody is declared."""
    wanted = next((one for one in rules.classes() if one.key == key), None)
    if wanted is None or len(place) != 12 or not place.isdecimal():
        raise UnknownLevel
    regions = [rules.region_at(level, place) for level in rules.LEVELS]
    rows = government.Agency.objects.filter(region_code__in=regions).values_list("pk", "name", "region_code")
    bodies = list(rows)
    for level in rules.LEVELS[
        rules.LEVELS.index(wanted.level) :
    ]:  # a county without a body: the city decides
        body = rules.body_at(level, place, rules.endings_of(level), bodies)
        version = catalogue.named_in_force(rules.chosen_item(), body[1]) if body is not None else None
        if body is not None and version is not None:
            return Level(wanted, version, _steps(version, place, bodies, body))
    raise UnknownLevel


def _steps(
    version: catalogue.ItemVersion, place: str, bodies: list[rules.Body], body: rules.Body
) -> tuple[str, ...]:
    chain = rules.chains().get(version.process)
    if chain is None:
        return (f"{body[1]}：受理、审查、决定",)
    names = list(dict.fromkeys(one[1] for one in rules.steps_of(chain, place, bodies, body).values()))
    if len(names) == 1:
        return (f"{names[0]}：受理、审查、决定",)
    middle = [f"{name}：审核" for name in names[1:-1]]
    return (f"{names[0]}：受理、初审", *middle, f"{names[-1]}：决定")


def guidance_for(by: Actor, key: UUID) -> Guidance:
    """Return what a body was told, to that body; raise UnknownGuidance, NotYourGuidance."""
    found = Guidance.objects.select_related("from_agency", "to_agency").filter(pk=key).first()
    if found is None:
        raise UnknownGuidance
    policies.require_guided(by, found)
    return found


def items_to_entrust(by: Actor) -> list[tuple[str, str]]:
    """Return the items in force of the actor's body, by code with name."""
    if not policies.reviews(by):
        return []
    rows = catalogue.ItemVersion.objects.filter(item__agency_id=by.agency, state="published")
    return list(rows.order_by("name", "pk").values_list("item__task_code", "name")[:ITEMS_SHOWN])
