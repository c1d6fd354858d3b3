"""The issuer's desk: find, open, change the status, answer reports."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import clock
from onewindow.licences import faces
from onewindow.licences.errors import LicenceInvalid
from onewindow.licences.policies import CHANGERS, KEEPERS, USERS
from onewindow.licences.queries import desk as queries
from onewindow.licences.queries.types import types
from onewindow.licences.queries.wallet import uses_of
from onewindow.licences.services.opening import open_at_desk
from onewindow.licences.services.reports import answer_report
from onewindow.licences.services.status import change_status
from onewindow.licences.states import Status, ways_from

KEPT = ("q", "type", "status")


@never_cache
@require_safe
@role_required(*USERS, *KEEPERS)
def find(request: HttpRequest) -> HttpResponse:
    """List the body's licences, found by number, holder or identifier."""
    asked = {name: request.GET.get(name, "") for name in KEPT}
    by = actor_of(request)
    page = queries.licences_found(
        by, asked["q"], kind=asked["type"], status=asked["status"], after=request.GET.get("after", "")
    )
    context = {
        "page": page, "asked": asked, "types": types(), "statuses": Status.choices,
        "may_use": by.has_role(*USERS),
    }  # fmt: skip
    return render(request, "licences/desk.html", context)


@never_cache
@require_safe
@role_required(*USERS, *KEEPERS)
def licence(request: HttpRequest, identifier: str) -> HttpResponse:
    """Open a licence of the body; the look is recorded for its holder."""
    by = actor_of(request)
    found = open_at_desk(by=by, identifier=identifier)
    context = {
        "licence": found,
        "face": faces.rows(found.type.schema, found.face),
        "good": found.is_in_force(clock.today()),
        "versions": queries.versions_of(found),
        "uses": uses_of(found).items[:10],
        "ways": ways_from(found.status) if by.has_role(*CHANGERS) else [],
    }
    return render(request, "licences/desk_licence.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*CHANGERS)
def status(request: HttpRequest, identifier: str) -> HttpResponse:
    """Suspend, restore, revoke, cancel…: asks for the reason, says what cannot be undone."""
    by = actor_of(request)
    found = queries.desk_licence(by, identifier)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("status", "reason")}
        try:
            change_status(by=by, identifier=identifier, **given)
        except LicenceInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("状态已改，验真页面马上就能看到。"))
            return redirect("licences:desk-licence", identifier=identifier)
    ways = ways_from(found.status)
    context = {
        "licence": found,
        "ways": [{"value": one.value, "label": one.label, "hint": _hint(one)} for one in ways],
        "errors": errors,
        "given": request.POST if request.method == "POST" else request.GET,
    }
    return render(request, "licences/desk_status.html", context, status=422 if errors else 200)


def _hint(way: Status) -> str:
    return _("改了以后不能再改回来。") if not ways_from(way.value) else ""


@never_cache
@require_safe
@role_required(*CHANGERS)
def reports(request: HttpRequest) -> HttpResponse:
    """List what holders say is wrong with the body's licences."""
    waiting, answered = queries.reports(actor_of(request))
    return render(request, "licences/desk_reports.html", {"waiting": waiting, "answered": answered})


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*CHANGERS)
def report(request: HttpRequest, report_id: int) -> HttpResponse:
    """Show a report; a POST answers it."""
    by = actor_of(request)
    found = queries.report(by, report_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("outcome", "answer")}
        try:
            answer_report(by=by, report_id=report_id, **given)
        except LicenceInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("已答复，持证人可以看到。"))
            return redirect("licences:reports")
    outcomes = [
        {"value": "right", "label": _("核实无误")},
        {"value": "fixed", "label": _("确有错误，已更正")},
    ]
    context = {"one": found, "outcomes": outcomes, "errors": errors, "given": request.POST}
    return render(request, "licences/desk_report.html", context, status=422 if errors else 200)
