"""Pages of outside cases: one's own, and those of a body's items at the desk; nothing can be changed here."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onewindow.cases.outside import queries
from onewindow.cases.outside.models import OutsideState
from onewindow.cases.outside.services import open_outside_case
from onewindow.cases.policies import REVIEWERS
from onewindow.identity import public as identity


@never_cache
@require_safe
@identity.sign_in_required
def mine(request: HttpRequest) -> HttpResponse:
    """List what systems outside handle for the person or firm."""
    page = queries.outside_cases(identity.actor_of(request), after=request.GET.get("after", ""))
    return render(request, "cases/outside_mine.html", {"page": page})


@never_cache
@require_safe
@identity.sign_in_required
def own(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show one of one's own with its timeline."""
    case = queries.outside_case(identity.actor_of(request), case_id)
    return render(request, "cases/outside_case.html", {"case": case})


@never_cache
@require_safe
@identity.role_required(*REVIEWERS)
def desk(request: HttpRequest) -> HttpResponse:
    """List the outside cases of the body's items."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    state = request.GET.get("state", "")
    state = state if state in OutsideState.values else ""
    page = queries.outside_cases(
        identity.actor_of(request), text=text, state=state, after=request.GET.get("after", "")
    )
    context = {"page": page, "text": text, "state": state, "states": OutsideState.choices}
    return render(request, "cases/outside_desk.html", context)


@never_cache
@require_safe
@identity.role_required(*REVIEWERS)
def desk_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show one with its timeline, as its system told it."""
    case = open_outside_case(by=identity.actor_of(request), case_id=case_id)
    return render(request, "cases/outside_desk_case.html", {"case": case})
