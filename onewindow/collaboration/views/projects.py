"""Pages of projects: /projects/ for firms, /projects/check/ for everybody, /desk/projects/ for officers."""

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.cases import public as cases
from onewindow.collaboration import public as collaboration
from onewindow.collaboration.projects import policies, queries, stages
from onewindow.identity import public as identity

TABS = ("led", "part")


def _qr(request: HttpRequest, code: str) -> dict[str, str]:
    address = request.build_absolute_uri(reverse("collaboration:project-check", args=[code]))
    drawn = segno.make(address, error="m", micro=False)
    return {"address": address, "qr": drawn.svg_data_uri(scale=4, border=4, dark="#000", light="#fff")}


@require_GET
@identity.sign_in_required
def projects(request: HttpRequest) -> HttpResponse:
    """List the projects of the firm."""
    by = identity.actor_of(request)
    page = collaboration.project_list(by, after=request.GET.get("after", "")[:40])
    context = {"page": page, "may_file": policies.may_file(by)}
    return render(request, "collaboration/projects.html", context)


@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def file_project(request: HttpRequest) -> HttpResponse:
    """File a project and get its code."""
    by = identity.actor_of(request)
    policies.require(policies.may_file(by))
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = collaboration.file_project(
                by=by, applicant=identity.applicant_for(request), given=request.POST.dict()
            )
        except collaboration.ProjectForbidden as refusal:
            errors = {"industry": [refusal.message]}
        except collaboration.ProjectExists as refusal:
            errors = {"name": [refusal.message]}
        except collaboration.ProjectInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, f"项目代码是 {made.code}，以后的每次申请都填这个代码。")
            return redirect("collaboration:project", code=made.code)
    context = {
        "errors": errors,
        "given": request.POST,
        "kinds": [(one.code, one.name) for one in stages.kinds().values()],
        "places": queries.places(),
    }
    return render(request, "collaboration/project_new.html", context, status=422 if errors else 200)


@require_GET
@identity.sign_in_required
def project(request: HttpRequest, code: str) -> HttpResponse:
    """Show a project of the firm: its code, its progress, its cases and results."""
    return _project(request, code, {})


@require_GET
@identity.sign_in_required
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """Show a project's sheet for printing: code, QR, stages, cases and results."""
    found = collaboration.open_project(by=identity.actor_of(request), code=code)
    context = {"view": collaboration.view_of(found), **_qr(request, found.code)}
    return render(request, "collaboration/project_sheet.html", context)


@require_POST
@identity.sign_in_required
def attach(request: HttpRequest, code: str) -> HttpResponse:
    """Bind an own case to the project."""
    given = request.POST
    try:
        collaboration.attach_case(
            by=identity.actor_of(request), code=code, number=given.get("number", "").strip()[:50],
            stage=given.get("stage", ""),
        )  # fmt: skip
    except collaboration.ProjectInvalid as refusal:
        return _project(request, code, refusal.errors)
    except (
        cases.CaseNotFound, cases.CaseNotYours, collaboration.CaseBoundElsewhere,
        collaboration.CaseBeforeCode,
    ) as refusal:  # fmt: skip
        return _project(request, code, {"number": [refusal.message]})
    messages.success(request, "已关联，在项目里可以看到这个办件的进度和结果。")
    return redirect("collaboration:project", code=code)


@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def detach(request: HttpRequest, code: str, number: str) -> HttpResponse:
    """Ask whether to take a case out of the project; a POST does it."""
    by = identity.actor_of(request)
    if request.method == "POST":
        collaboration.detach_case(by=by, code=code, number=number)
        messages.success(request, "已取消关联，办件照常办理。")
        return redirect("collaboration:project", code=code)
    found = collaboration.open_project(by=by, code=code)
    return render(request, "collaboration/project_detach.html", {"project": found, "number": number})


@require_GET
def check(request: HttpRequest, code: str) -> HttpResponse:
    """Show anybody who has the code what project it is of; filings are public."""
    found = collaboration.project_with(code)
    kind = stages.kinds()[found.kind].name
    return render(request, "collaboration/project_check.html", {"project": found, "kind": kind})


@require_GET
@identity.role_required(*policies.REVIEWERS)
def desk_projects(request: HttpRequest) -> HttpResponse:
    """List the projects whose stages the officer's body leads, or takes part in."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "led"
    page = collaboration.project_list(
        identity.actor_of(request), tab=tab, after=request.GET.get("after", "")[:40]
    )
    return render(request, "collaboration/desk_projects.html", {"page": page, "tab": tab})


@require_GET
@identity.role_required(*policies.REVIEWERS)
def desk_project(request: HttpRequest, code: str) -> HttpResponse:
    """Show a project to the bodies of its stages and cases."""
    found = collaboration.open_project(by=identity.actor_of(request), code=code)
    context = {"view": collaboration.view_of(found), "staff": True, **_qr(request, found.code)}
    return render(request, "collaboration/desk_project.html", context)


def _project(request: HttpRequest, code: str, errors: dict[str, list[str]]) -> HttpResponse:
    by = identity.actor_of(request)
    found = collaboration.open_project(by=by, code=code)
    context = {
        "view": collaboration.view_of(found),
        "owns": policies.owns(by, found),
        "errors": errors,
        "given": request.POST,
        "choices": [(one.key, one.name) for one in stages.stages()],
        **_qr(request, found.code),
    }
    return render(request, "collaboration/project.html", context, status=422 if errors else 200)
