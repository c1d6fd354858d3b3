"""What the public may read of cases: hearings that are open, permits that were granted."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onewindow.cases.disclosing import disclosures
from onewindow.cases.queries import announced_hearings
from onewindow.government import public as government


@require_GET
def hearings(request: HttpRequest) -> HttpResponse:
    """List the hearings that are called, the next first."""
    page = announced_hearings(after=request.GET.get("after", "")[:60])
    return render(request, "cases/hearings.html", {"page": page})


@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """List the permits that were granted, the newest first (许可公示)."""
    given = {name: request.GET.get(name, "").replace("\0", "")[:60] for name in ("city", "item", "after")}
    places = [("4500", "区直"), *((one.code[:4], one.name) for one in government.children("450000000000"))]
    context = {"page": disclosures(**given), "given": given, "places": places, "names": dict(places)}
    return render(request, "cases/decisions.html", context)
