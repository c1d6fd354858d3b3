"""Pages that compose the contexts for people."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from onewindow.identity.public import Role, actor_of, role_required, sign_in_required
from onewindow.kernel.public import audit, keys
from onewindow.portal import queries
from onewindow.ui.public import menus

SHOWN_ROOTS = 20
REVIEWERS = (Role.REVIEW, Role.APPROVE, Role.CHIEF)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the portal's home page."""
    page = queries.home("firm" if request.GET.get("for") == "firm" else "person")
    context = {
        "home": page,
        "verbs": menus.links("verbs", request),
        "cases": queries.newest_cases(actor_of(request)),
    }
    return render(request, "portal/home.html", context)


@require_safe
@sign_in_required
def my(request: HttpRequest) -> HttpResponse:
    """Show the account's own space: cases, drafts, level, who looked."""
    actor = actor_of(request)
    return render(request, "portal/my.html", {"space": queries.my_space(actor), "actor": actor})


@require_safe
@role_required(*Role.values)
def desk(request: HttpRequest) -> HttpResponse:
    """Lead an official to the queue, or show what the post may open."""
    if actor_of(request).has_role(*REVIEWERS) and menus.address("cases:queue"):
        return redirect(menus.address("cases:queue"))
    return render(request, "portal/desk.html")


@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    """Explain in plain words how to apply, how to verify, accessibility and privacy."""
    return render(request, "portal/help.html")


@require_safe
def transparency(request: HttpRequest) -> HttpResponse:
    """Show the published keys and the newest audit roots, and how to check them."""
    roots = list(audit.roots())
    shown = [
        root | {"sealed_at": datetime.fromisoformat(root["sealed_at"])}
        for root in reversed(roots[-SHOWN_ROOTS:])
    ]
    context = {"keys": keys.published(), "roots": shown, "root_count": len(roots)}
    return render(request, "portal/transparency.html", context)


@require_safe
def roots(request: HttpRequest) -> HttpResponse:
    """Return all signed audit roots, oldest first, for anybody to keep a copy of."""
    answer = JsonResponse({"roots": list(audit.roots())}, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = "public, max-age=60"
    return answer
