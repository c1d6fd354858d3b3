"""Named reads of supervision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from onewindow.kernel.public import Actor, clock
from onewindow.supervision import policies
from onewindow.supervision.errors import SignalNotFound
from onewindow.supervision.models import Accountability, Recommendation, Rule, Signal, SignalState, SignalStep
from onewindow.ui.public import Page

A_PAGE = 20
FILTERS = ("level", "state", "rule", "city", "kind")


@dataclass(frozen=True)
class Whole:
    """A signal with its steps and what followed."""

    signal: Signal
    steps: list[SignalStep]
    accountability: Accountability | None
    rule: Rule | None


def signals_page(by: Actor, given: Mapping[str, str]) -> Page[Signal]:
    """Return signals the actor may see, the newest first, narrowed by filters."""
    return page_of(narrowed(policies.signals_for(by), given), given)


def narrowed(rows: QuerySet[Signal], given: Mapping[str, str]) -> QuerySet[Signal]:
    """Return signals narrowed by what an address gives."""
    for name in FILTERS:
        value = given.get(name, "").replace("\x00", "")[:40]
        if value:
            rows = rows.filter(**{name: value})
    if not given.get("level"):
        rows = rows.exclude(level="reminder")
    if given.get("live"):
        rows = rows.exclude(state=SignalState.REVOKED)
    if given.get("agency", "").isdigit():
        rows = rows.filter(agency_id=int(given["agency"][:18]))
    text = given.get("q", "").strip().replace("\x00", "")[:80]
    if text:
        rows = rows.filter(number=text) if text.startswith("J") else rows.filter(subject=text)
    for name, look in (("from", "on__gte"), ("to", "on__lte")):
        if day := _day(given.get(name, "")):
            rows = rows.filter(**{look: day})
    return rows


def page_of(rows: QuerySet[Signal], given: Mapping[str, str]) -> Page[Signal]:
    """Return one keyset page, the newest first, in one statement."""
    after = _key(given.get("after", ""))
    if after:
        rows = rows.filter(id__lt=after)
    found = list(rows.defer("evidence").order_by("-id")[: A_PAGE + 1])
    more = str(found[A_PAGE - 1].pk) if len(found) > A_PAGE else ""
    return Page(found[:A_PAGE], next=more)


def signal_for(by: Actor, number: str) -> Whole:
    """Return a signal the actor may see, in four statements; raise SignalNotFound."""
    found = policies.signals_for(by).filter(number=number).first()
    if found is None:
        raise SignalNotFound
    steps = list(SignalStep.objects.filter(signal=found).order_by("id"))
    held = Accountability.objects.filter(signal=found).first()
    rule = Rule.objects.filter(code=found.rule, number=found.rule_number).first()
    return Whole(found, steps, held, rule)


def newest_cards(region_prefix: str = "45", limit: int = 8) -> list[Signal]:
    """Return the newest yellow and red cards of a region, without their evidence."""
    rows = Signal.objects.filter(region_code__startswith=region_prefix).exclude(level="reminder")
    return list(rows.defer("evidence").order_by("-raised_at", "-id")[:limit])


def waiting_for(by: Actor) -> dict[str, int]:
    """Return how many cards wait for the actor by state, counted to 100 at most."""
    wanted = (
        [SignalState.EXPLAINED, SignalState.APPEALED, SignalState.CORRECTED]
        if policies.is_supervisor(by)
        else [SignalState.RAISED, SignalState.CONFIRMED]
    )
    states = policies.signals_for(by).filter(state__in=wanted).values_list("state", flat=True)[:100]
    found: dict[str, int] = {}
    for state in states:
        found[state] = found.get(state, 0) + 1
    return found


def accountabilities(by: Actor, given: Mapping[str, str]) -> Page[Accountability]:
    """Return responsibility cases the actor may see, the newest first."""
    rows = policies.accountabilities_for(by).select_related("signal").defer("signal__evidence")
    after = _key(given.get("after", ""))
    found = list((rows.filter(id__lt=after) if after else rows).order_by("-id")[: A_PAGE + 1])
    return Page(found[:A_PAGE], next=str(found[A_PAGE - 1].pk) if len(found) > A_PAGE else "")


def recommendations(by: Actor, given: Mapping[str, str]) -> Page[Recommendation]:
    """Return letters the actor may see, the newest first."""
    rows, after = policies.recommendations_for(by), _key(given.get("after", ""))
    found = list((rows.filter(id__lt=after) if after else rows).order_by("-id")[: A_PAGE + 1])
    return Page(found[:A_PAGE], next=str(found[A_PAGE - 1].pk) if len(found) > A_PAGE else "")


def rules() -> list[tuple[Rule, Rule | None]]:
    """Return each rule as it judges today with the draft of its next version, in one statement."""
    today, now, drafts = clock.today(), {}, {}
    for row in Rule.objects.exclude(state="dropped").order_by("code", "number"):
        if row.state == "draft":
            drafts[row.code] = row
        elif row.since <= today or row.code not in now:
            now[row.code] = row
    return [(row, drafts.get(code)) for code, row in sorted(now.items())]


def _key(told: str) -> UUID | None:
    try:
        return UUID(told)
    except ValueError:
        return None


def _day(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
