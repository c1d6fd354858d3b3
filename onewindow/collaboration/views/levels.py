"""Pages of the levels: which one decides, for everybody; lines, guidance, entrusting at the desk."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.collaboration import errors as refusals
from onewindow.collaboration.levels import policies, queries, rules, services
from onewindow.collaboration.projects.queries import places
from onewindow.identity import public as identity


@require_GET
def levels(request: HttpRequest) -> HttpResponse:
    """Tell by class of project and county which level decides, and what is entrusted today."""
    key, place = request.GET.get("class", "")[:20], request.GET.get("place", "")[:12]
    found, fault = None, ""
    if key or place:
        try:
            found = queries.level_of(key, place)
        except refusals.UnknownLevel as refusal:
            fault = refusal.message
    context = {
        "item": rules.chosen_item(),
        "classes": [(one.key, one.name) for one in rules.classes()],
        "places": [one for one in places() if not one[0].endswith("00000000")],
        "key": key, "place": place, "found": found, "fault": fault,
        "entrusted": queries.delegations_in_force(),
    }  # fmt: skip
    return render(request, "collaboration/levels.html", context, status=422 if fault else 200)


@require_GET
@identity.role_required(*policies.REVIEWERS)
def lines(request: HttpRequest) -> HttpResponse:
    """List the lines the officer's body is above of, and what it was told from above."""
    by = identity.actor_of(request)
    page = queries.guidance_to(by, after=request.GET.get("after", "")[:40])
    above = policies.above(by)
    context = {"lines": above.lines if above is not None else (), "page": page}
    return render(request, "collaboration/lines.html", context)


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.REVIEWERS)
def line(request: HttpRequest, key: str) -> HttpResponse:
    """Show a line in all cities and counties as it stands now; a POST guides a body."""
    by, given = identity.actor_of(request), request.POST
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = services.guide_body(
                by=by,
                line=key,
                to=given.get("to", ""),
                text=given.get("text", ""),
                case=given.get("case", ""),
            )
        except refusals.GuidanceInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, f"已发给{made.to_agency.name}，等待答复。")
            return redirect("collaboration:line", key=key)
    context = {"now": queries.line_now(by, key), "errors": errors, "given": given}
    return render(request, "collaboration/line.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.REVIEWERS)
def answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Show what the officer's body was told; a POST answers it."""
    by, errors = identity.actor_of(request), dict[str, list[str]]()
    if request.method == "POST":
        try:
            services.answer_guidance(by=by, guidance=key, answer=request.POST.get("answer", ""))
        except refusals.GuidanceInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, "已答复，上级机关可以看到。")
            return redirect("collaboration:lines")
    context = {"one": queries.guidance_for(by, key), "errors": errors, "given": request.POST}
    return render(request, "collaboration/guidance.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.REVIEWERS)
def delegations(request: HttpRequest) -> HttpResponse:
    """List what the officer's body entrusted or was entrusted with; a POST of its head entrusts."""
    by, given = identity.actor_of(request), request.POST
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = services.entrust_item(
                by=by, item=given.get("item", ""), to=given.get("to", ""), basis=given.get("basis", ""),
                begins_on=_day(given.get("begins_on", "")), ends_on=_day(given.get("ends_on", "")),
            )  # fmt: skip
        except refusals.DelegationInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, f"已委托{made.to_agency.name}办理，已向社会公告。")
            return redirect("collaboration:delegations")
    context = {
        "rows": queries.delegations_of(by), "mine": by.agency, "errors": errors, "given": given,
        "items": queries.items_to_entrust(by), "may": by.has_role("chief"),
    }  # fmt: skip
    return render(request, "collaboration/delegations.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@identity.role_required("chief")
def stop(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ask whether to take back what was entrusted; a POST does so."""
    by = identity.actor_of(request)
    if request.method == "POST":
        services.stop_entrusting(by=by, delegation=key)
        messages.success(request, "已收回。从明天起的申请由本机关决定。")
        return redirect("collaboration:delegations")
    found = next((one for one in queries.delegations_of(by) if one.pk == key), None)
    if found is None:
        raise refusals.UnknownDelegation
    return render(request, "collaboration/delegation_stop.html", {"one": found})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
