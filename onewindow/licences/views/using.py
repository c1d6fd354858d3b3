"""依职能用证 at the desk: for a case in hand, with a reason; then the content and a copy with its purpose."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import clock
from onewindow.licences import copies, ports
from onewindow.licences.errors import LicenceInvalid, LicenceNotFound, LicencesRefusal
from onewindow.licences.models import LicenceUse
from onewindow.licences.policies import USERS
from onewindow.licences.queries.desk import own_use
from onewindow.licences.queries.types import licence_type
from onewindow.licences.services.uses import needed, use_ex_officio
from onewindow.licences.showing_facts import seen
from onewindow.licences.views.downloads import download


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*USERS)
def use(request: HttpRequest) -> HttpResponse:
    """Ask which licence a case needs and why; a POST looks it up."""
    by = actor_of(request)
    given = request.POST if request.method == "POST" else request.GET
    number = given.get("case", "").strip()[:50]
    business = ports.business(by, number) if number else None
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            uses = use_ex_officio(
                by=by, case_number=number, type_code=given.get("type", ""), reason=given.get("reason", "")
            )
        except LicenceInvalid as refusal:
            errors = refusal.errors
        except LicencesRefusal as refusal:
            errors = {"type" if business else "case": [refusal.message]}
        else:
            return redirect("licences:used", use_id=uses[0].pk)
    kinds = [licence_type(code) for code in needed(business)] if business else []
    context = {
        "case": number,
        "business": business,
        "kinds": [{"value": kind.key, "label": kind.name} for kind in kinds],
        "errors": errors,
        "given": given,
    }
    return render(request, "licences/desk_use.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@role_required(*USERS)
def used(request: HttpRequest, use_id: int) -> HttpResponse:
    """Show what a use opened, to who made it, until it has run out."""
    return render(request, "licences/desk_used.html", {"seen": seen(_good(request, use_id))})


@never_cache
@require_safe
@role_required(*USERS)
def copy(request: HttpRequest, use_id: int) -> HttpResponse:
    """Give the copy with its purpose burnt in."""
    found = _good(request, use_id)
    return download(copies.copy_of(found), "application/pdf", f"{found.licence.type.name}-加注件.pdf")


def _good(request: HttpRequest, use_id: int) -> LicenceUse:
    found = own_use(actor_of(request), use_id)
    if found.good_until < clock.now():
        raise LicenceNotFound
    return found
