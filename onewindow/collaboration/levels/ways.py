"""The way of a case through the levels, told to cases: who receives it, who takes which step."""

import json
from collections.abc import Callable, Mapping

from onewindow.cases import public as cases
from onewindow.catalogue import public as catalogue
from onewindow.collaboration.levels import rules
from onewindow.collaboration.models import Delegation
from onewindow.government import public as government
from onewindow.kernel.public import clock

ENTRUSTED = "two-hands"  # what an entrusted body follows: two hands of its own


def register() -> None:
    """Say for the items of every chain which bodies take part."""
    for chain in rules.chains().values():
        cases.register_way(chain.process, _finder(chain))


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
        agency = entrusted.to_agency
        until = f"{entrusted.ends_on:%Y年}{entrusted.ends_on.month}月{entrusted.ends_on.day}日"
        return cases.Way(
            agency, decided_for=version.agency_name, process=ENTRUSTED,
            said=f"本事项由{version.agency_name}委托{agency.name}办理（{entrusted.basis}），委托期限到{until}。",
        )  # fmt: skip
    first = steps[chain.receives]
    receives = agencies.get(first[0]) or government.agency(first[0])
    values = {key: str(one[0]) for key, one in steps.items() if key != "city" or chain.city}
    return cases.Way(receives, values, said=_said(steps))


def _said(steps: Mapping[str, rules.Body]) -> str:
    names = list(dict.fromkeys(one[1] for one in steps.values()))
    if len(names) == 1:
        return ""
    middle = f"、{names[1]}审核" if len(names) == 3 else ""
    return f"本申请由{names[0]}受理和初审{middle}，由{names[-1]}决定；各级共用一个期限，不用重复提交材料。"


def entrusted_to(case: cases.Case, below: list[int]) -> Delegation | None:
    """Return what was in force for the item and one of the bodies below on the day of the application."""
    on = clock.local(case.submitted_at).date()
    rows = Delegation.objects.filter(
        item_code=case.item_code, to_agency__in=below, begins_on__lte=on, ends_on__gte=on
    ).exclude(stopped_on__lte=on)
    return rows.select_related("to_agency").order_by("-to_agency__region_code", "id").first()
