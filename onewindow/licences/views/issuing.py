"""Issuing at the desk: what was decided on paper, and the next version of a licence that changed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import Actor, codes
from onewindow.licences import faces
from onewindow.licences.errors import LicenceInvalid, NotTheIssuer
from onewindow.licences.models import Licence, LicenceType
from onewindow.licences.policies import CHANGERS, require_issuing
from onewindow.licences.queries.types import licence_type, types
from onewindow.licences.records import Holder
from onewindow.licences.services.issue import issue_at_desk
from onewindow.licences.services.opening import open_at_desk

PLAIN = ("number", "holder_name", "holder_number", "valid_from", "valid_to", "basis")


@never_cache
@require_safe
@role_required(*CHANGERS)
def choose(request: HttpRequest) -> HttpResponse:
    """List the types that the officer's body may issue at its desk."""
    by = actor_of(request)
    return render(request, "licences/desk_choose.html", {"types": [k for k in types() if _may(by, k)]})


def _may(by: Actor, kind: LicenceType) -> bool:
    try:
        require_issuing(by, kind)
    except NotTheIssuer:
        return False
    return True


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*CHANGERS)
def issue(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for the face of a licence; a POST signs and issues it."""
    kind = licence_type(key)
    require_issuing(actor_of(request), kind)
    return _form(request, kind, None)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*CHANGERS)
def reissue(request: HttpRequest, identifier: str) -> HttpResponse:
    """Change a licence: its next version takes the place of the present one."""
    found = open_at_desk(by=actor_of(request), identifier=identifier)
    return _form(request, found.type, found)


def _form(request: HttpRequest, kind: LicenceType, before: Licence | None) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    given = _given(request, kind, before)
    if request.method == "POST":
        try:
            made = _issued(actor_of(request), kind, given, before)
        except LicenceInvalid as refusal:
            errors = {name.replace("face.", "face-"): texts for name, texts in refusal.errors.items()}
        else:
            messages.success(request, _("证照已颁发，持证人的“我的证照”里马上可以看到。"))
            return redirect("licences:desk-licence", identifier=made.identifier)
    context = {
        "kind": kind,
        "before": before,
        "given": given,
        "errors": errors,
        "fields": faces.asked(kind.schema, given),
    }
    return render(request, "licences/desk_issue.html", context, status=422 if errors else 200)


def _given(request: HttpRequest, kind: LicenceType, before: Licence | None) -> dict[str, str]:
    """Return what was typed; at first the present version, where there is one."""
    names = [*PLAIN, *(f"face-{name}" for name in faces.order(kind.schema))]
    if request.method == "POST":
        return {name: request.POST.get(name, "").strip() for name in names}
    if before is None:
        return dict.fromkeys(names, "")
    held = before.content["holder"]
    told = {"number": before.number, "holder_name": held["name"], "holder_number": held["number"]}
    told |= {"valid_from": before.valid_from.isoformat()}
    told |= {"valid_to": before.valid_to.isoformat() if before.valid_to else "", "basis": ""}
    return told | {f"face-{name}": str(value) for name, value in before.face.items()}


def _issued(by: Actor, kind: LicenceType, given: dict[str, str], before: Licence | None) -> Licence:
    errors: dict[str, list[str]] = {}
    start = _day(given, "valid_from", errors)
    end = _day(given, "valid_to", errors) if given["valid_to"] else None
    if errors or start is None:
        raise LicenceInvalid(errors=errors)
    number = "".join(given["holder_number"].split()).upper()
    holder_kind = kind.holder_class if kind.holder_class != "either" else _kind_of(number)
    return issue_at_desk(
        by=by, type_code=kind.code, holder=Holder(holder_kind, given["holder_name"], number),
        number=given["number"], face=_face(kind, given), valid_from=start, valid_to=end,
        basis=given["basis"], previous=before.identifier if before else "",
    )  # fmt: skip


def _kind_of(number: str) -> str:
    return "organisation" if codes.Uscc.is_valid(number) else "person"


def _face(kind: LicenceType, given: dict[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for name, rule in kind.schema["properties"].items():
        text = given.get(f"face-{name}", "")
        if text:
            told[name] = _number(text) if rule.get("type") == "number" else text
    return told


def _number(text: str) -> object:
    try:
        return float(text)
    except ValueError:
        return text


def _day(given: dict[str, str], name: str, errors: dict[str, list[str]]) -> date | None:
    try:
        return date.fromisoformat(given[name])
    except ValueError:
        errors[name] = [_("请按 2026-03-02 的样子填写日期。")]
        return None
