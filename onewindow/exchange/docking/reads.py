"""Reads of the register of systems."""

from collections.abc import Mapping

from django.db.models import Count, Q

from onewindow.exchange.docking.errors import UnknownSystem
from onewindow.exchange.docking.models import OutsideSystem, State
from onewindow.exchange.policies import is_operator
from onewindow.kernel.public import Actor


def systems(given: Mapping[str, str]) -> list[OutsideSystem]:
    """Return systems by code; `given`: state, q, after (a code). At most 51: one more than a page."""
    rows = OutsideSystem.objects.select_related("agency").order_by("code")
    if given.get("state") in State.values:
        rows = rows.filter(state=given["state"])
    text = given.get("q", "").replace("\x00", "")[:60]
    if text:
        rows = rows.filter(
            Q(code__icontains=text) | Q(name__icontains=text) | Q(agency__name__icontains=text)
        )
    if given.get("after"):
        rows = rows.filter(code__gt=given["after"].replace("\x00", "")[:40])
    return list(rows[:51])


def system(code: str) -> OutsideSystem:
    """Return a system; raise UnknownSystem."""
    found = OutsideSystem.objects.select_related("agency").filter(code=code.replace("\x00", "")).first()
    if found is None:
        raise UnknownSystem
    return found


def choices_of(by: Actor) -> list[tuple[str, str]]:
    """Return the systems an actor may ask data for, as choices of a form: of the own body, or all."""
    rows = OutsideSystem.objects.exclude(state=State.LEFT).select_related("agency").order_by("code")
    if not is_operator(by):
        rows = rows.filter(agency_id=int(by.agency)) if by.agency.isdigit() else rows.none()
    return [(row.code, f"{row.name}（{row.agency.name}）") for row in rows[:1000]]


def by_state() -> dict[str, int]:
    """Return how many systems stand where, in the order of the way."""
    found = dict(OutsideSystem.objects.values_list("state").annotate(Count("pk")))
    return {str(State(value).label): found.get(value, 0) for value in State.values}
