"""The way of a case through the levels, told to cases: who receives it, who takes which step."""

import json
from collections.abc import Callable, Mapping
from datetime import date

from django.db.models import QuerySet

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration.levels import rules
from onewindow.collaboration.models import Delegation
from onewindow.forms import public as forms
from onewindow.government import public as government
from onewindow.kernel.public import clock

MOST_DAYS = 400
ENTRUSTED = "two-hands"  # what an entrusted body follows: two hands of its own


_lent: dict[date, frozenset[str]] = {}


def register() -> None:
    """Say for the items of every chain which bodies take part, and for all others who decides for whom."""
    for chain in rules.chains().values():
        cases.register_way(chain.process, _finder(chain))
    cases.register_entrusting(entrusted_way)


def _finder(chain: rules.Chain) -> Callable[[cases.Case], cases.Way]:
    return lambda case: way_of(case, chain)


def way_of(case: cases.Case, chain: rules.Chain) -> cases.Way:
    """Return who takes part in a case by the place it is about; three statements at most.

    What was entrusted on the day of the application holds for the whole case.
    """
    version = catalogue.item_version(case.item_version_id)
    place = str(json.loads(case.answers or "{}").get(chain.place) or "")
    regions = [rules.region_at(level, place) for level in ("county", "city")]
    decides = (version.item.agency_id or 0, version.agency_name, version.region_code)
    found = government.Agency.objects.filter(region_code__in=regions) if place else []
    agencies = {one.pk: one for one in found}
    bodies = [(one.pk, one.name, one.region_code) for one in agencies.values()]
    steps = rules.steps_of(chain, place, bodies, decides)
    entrusted = entrusted_to(case, [one[0] for one in steps.values() if one != decides])
    if entrusted is not None:
        return _way(entrusted, version, ENTRUSTED)
    first = steps[chain.receives]
    receives = agencies.get(first[0]) or government.agency(first[0])
    values = {key: str(one[0]) for key, one in steps.items() if key != "city" or chain.city}
    return cases.Way(receives, values, said=_said(steps))


def entrusted_way(case: cases.Case) -> cases.Way | None:
    """Return who decides on a case in the name of the body of its item, None where that body does.

    What is entrusted begins the day after it was announced at the earliest, so what holds on a day is read
    once; of an item that asks for a place only applications about the region of the entrusted body go there.
    """
    on = clock.local(case.submitted_at).date()
    if case.item_code not in _lent_on(on):
        return None
    version, place = catalogue.item_version(case.item_version_id), place_of(case)
    made = next(
        (
            one
            for one in in_force_on(case.item_code, on).order_by("-to_agency__region_code", "id")
            if place is None or place.startswith(rules.digits_of(one.to_agency.region_code))
        ),
        None,
    )
    received = made is not None and (case._state.adding or case.agency_id == made.to_agency_id)
    return _way(made, version, "") if made is not None and received else None


def place_of(case: cases.Case) -> str | None:
    """Return the region a case's answers name, None where its form asks for none."""
    version = catalogue.item_version(case.item_version_id)
    name = asked_place(version, case.form_version)
    return None if name is None else str(json.loads(case.answers or "{}").get(name) or "-")


def asked_place(version: catalogue.ItemVersion, form_version: int | None = None) -> str | None:
    """Return the question of an item's form that asks for a region, None where there is none."""
    if not version.form_code:
        return None
    pages = forms.form(version.form_code, form_version).all_pages
    return next((one.name for page in pages for one in page.fields if one.widget == "region"), None)


def forget() -> None:
    """Read anew what is entrusted: something was entrusted just now."""
    _lent.clear()


def _lent_on(day: date) -> frozenset[str]:
    if day not in _lent:
        if len(_lent) > MOST_DAYS:
            _lent.clear()
        rows = Delegation.objects.filter(begins_on__lte=day, ends_on__gte=day).exclude(stopped_on__lte=day)
        _lent[day] = frozenset(rows.values_list("item_code", flat=True))
    return _lent[day]


def _way(made: Delegation, version: catalogue.ItemVersion, process: str) -> cases.Way:
    agency = made.to_agency
    until = f"{made.ends_on:%Y年}{made.ends_on.month}月{made.ends_on.day}日"
    return cases.Way(
        agency, decided_for=version.agency_name, process=process,
        said=f"本事项由{version.agency_name}委托{agency.name}办理（{made.basis}），委托期限到{until}。",
    )  # fmt: skip


def _said(steps: Mapping[str, rules.Body]) -> str:
    names = list(dict.fromkeys(one[1] for one in steps.values()))
    if len(names) == 1:
        return ""
    middle = f"、{names[1]}审核" if len(names) == 3 else ""
    return f"本申请由{names[0]}受理和初审{middle}，由{names[-1]}决定；各级共用一个期限，不用重复提交材料。"


def entrusted_to(case: cases.Case, below: list[int]) -> Delegation | None:
    """Return what was in force for the item and one of the bodies below on the day of the application."""
    on = clock.local(case.submitted_at).date()
    rows = in_force_on(case.item_code, on).filter(to_agency__in=below)
    return rows.order_by("-to_agency__region_code", "id").first()


def in_force_on(item: str, day: date) -> QuerySet[Delegation]:
    """Return what holds of an item on a day, with the entrusted bodies."""
    rows = Delegation.objects.filter(item_code=item, begins_on__lte=day, ends_on__gte=day)
    return rows.exclude(stopped_on__lte=day).select_related("to_agency")
