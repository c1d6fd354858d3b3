"""听证公告: which hearings are open to the public, when and where; nobody's name."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onewindow.cases.queries import announced_hearings


@require_GET
def hearings(request: HttpRequest) -> HttpResponse:
    """List the hearings that are called, the next first."""
    page = announced_hearings(after=request.GET.get("after", "")[:60])
    return render(request, "cases/hearings.html", {"page": page})
