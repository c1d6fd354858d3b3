"""Public pages about an item over time and space: its versions side by side, what regions say differently."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onewindow.catalogue.drafting.comparing import differences
from onewindow.catalogue.errors import UnknownItem
from onewindow.catalogue.models import ItemVersion
from onewindow.catalogue.queries import history, versions
from onewindow.catalogue.queries.regions import regions_of
from onewindow.catalogue.services.proposals import current_entry
from onewindow.government.public import UnknownRegion, region

SHOWN = 8


@require_safe
def regions(request: HttpRequest, code: str) -> HttpResponse:
    """Show where the same item says different things in other regions and bodies."""
    version = versions.in_force(code)
    found = regions_of(version)
    named = {v.code: _whose(v) for v in found.items}
    rows = [
        (
            one,
            [
                (s.text, [named[c] for c in s.codes[:SHOWN]], len(s.codes), code in s.codes)
                for s in one.sayings
            ],
        )
        for one in found.elements
    ]
    return render(request, "catalogue/item_regions.html", {"version": version, "found": found, "rows": rows})


def _whose(version: ItemVersion) -> str:
    try:
        where = region(version.region_code).name
    except UnknownRegion:
        where = version.region_code
    return (
        version.agency_name if version.agency_name.startswith(where[:2]) else f"{where}{version.agency_name}"
    )


@require_safe
def versions_page(request: HttpRequest, code: str) -> HttpResponse:
    """Show the published versions of an item and what changed between two of them."""
    every = history.versions_of(code)
    if not every:
        raise UnknownItem
    by_number = {str(v.number): v for v in every}
    now = by_number.get(request.GET.get("now", ""), every[0])
    earlier = next((v for v in every if v.number < now.number), None)
    was = by_number.get(request.GET.get("was", ""), earlier)
    rows = differences(current_entry(was), current_entry(now)) if was is not None else []
    context = {"versions": every, "now": now, "was": was, "rows": rows}
    return render(request, "catalogue/item_versions.html", context)
