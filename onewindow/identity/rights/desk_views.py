"""Desk pages: requests to correct data that the own agency keeps."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.identity.guards import role_required
from onewindow.identity.queries import actor_of
from onewindow.identity.rights import correcting
from onewindow.identity.rights.errors import DecisionInvalid
from onewindow.identity.rights.models import Outcome
from onewindow.kernel.public import clock

A_PAGE = 100


@never_cache
@require_safe
@role_required(*correcting.DECIDERS)
def corrections(request: HttpRequest) -> HttpResponse:
    """List the requests that wait, the most urgent first, and the last decided."""
    every = correcting.open_for(actor_of(request))
    waiting = every.filter(decided_at=None).order_by("due_on", "id")[:A_PAGE]
    decided = every.exclude(decided_at=None).order_by("-decided_at")[:20]
    context = {
        "waiting": [(one, correcting.field_label(one)) for one in waiting],
        "decided": [(one, correcting.field_label(one)) for one in decided],
        "today": clock.today(),
    }
    return render(request, "identity/desk_corrections.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*correcting.DECIDERS)
def correction(request: HttpRequest, correction_id: int) -> HttpResponse:
    """Show one request with its evidence; a POST decides it."""
    by = actor_of(request)
    errors: dict[str, list[str]] = {}
    given = {name: request.POST.get(name, "") for name in ("outcome", "answer")}
    if request.method == "POST":
        try:
            correcting.decide_correction(by=by, correction_id=correction_id, **given)
        except DecisionInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("已处理，本人会收到短信。"))
            return redirect("identity:corrections")
    one = correcting.opened(by=by, correction_id=correction_id)
    context = {
        "one": one,
        "label": correcting.field_label(one),
        "outcomes": [{"value": value, "label": label} for value, label in Outcome.choices],
        "given": given,
        "errors": errors,
    }
    return render(request, "identity/desk_correction.html", context, status=422 if errors else 200)
