"""Desk pages where a provider keeps its part of the catalogue: register, change, publish, end."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from onewindow.exchange import limits, policies, queries
from onewindow.exchange.models import Resource, Sharing, Standing
from onewindow.exchange.sharing import describing, keeping
from onewindow.exchange.sharing.errors import Incomplete, ResourceInvalid, StillUsed, WrongStanding
from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import Actor

Errors = dict[str, list[str]]


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.DECIDERS)
def new(request: HttpRequest) -> HttpResponse:
    """Enter a resource as a draft."""
    by = actor_of(request)
    errors: Errors = {}
    if request.method == "POST":
        try:
            row = keeping.register_resource(
                by=by, given=_given(request), linked=request.POST.getlist("linked")
            )
        except ResourceInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("草稿已保存。补齐以后在资源页上发布。"))
            return redirect("exchange:resource", code=row.code)
    given = _given(request) if errors else {"provider": policies.own_agency(by), "cycle": "实时", "open": "0"}
    return _form(request, None, given, request.POST.getlist("linked"), errors)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.DECIDERS)
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change a resource."""
    by, row = actor_of(request), queries.resource(code)
    errors: Errors = {}
    policies.require_provider(by, row.provider)
    if request.method == "POST":
        linked, reason = request.POST.getlist("linked"), request.POST.get("reason", "")
        try:
            keeping.change_resource(by=by, code=code, given=_given(request), linked=linked, reason=reason)
        except (ResourceInvalid, Incomplete, WrongStanding) as refusal:
            errors = refusal.errors if isinstance(refusal, ResourceInvalid) else {"name": [refusal.message]}
        else:
            messages.success(request, _("已保存。"))
            return redirect("exchange:resource", code=code)
        return _form(request, row, _given(request), linked, errors)
    return _form(request, row, describing.typed(row), row.linked, errors)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.DECIDERS)
def standing(request: HttpRequest, code: str) -> HttpResponse:
    """Ask once more, then publish a resource or stop sharing it."""
    by, row = actor_of(request), queries.resource(code)
    errors: Errors = {}
    policies.require_provider(by, row.provider)
    if request.method == "POST":
        try:
            said = _settle(by, row, request)
        except ResourceInvalid as refusal:
            errors = refusal.errors
        except (Incomplete, StillUsed, WrongStanding) as refusal:
            errors = {"reason": [refusal.message]}
        else:
            messages.success(request, said)
            return redirect("exchange:resource", code=code)
    context = {"row": row, "errors": errors, "given": request.POST, "tab": "resources"}
    return render(request, "exchange/resource_standing.html", context, status=422 if errors else 200)


def _settle(by: Actor, row: Resource, request: HttpRequest) -> str:
    if request.POST.get("do") == "end":
        keeping.end_resource(by=by, code=row.code, reason=request.POST.get("reason", ""))
        return _("已停止共享，不能再申请。")
    keeping.publish_resource(by=by, code=row.code)
    return _("已发布，可以申请使用了。")


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: str(value).replace("\x00", "") for name, value in request.POST.items()}


def _form(
    request: HttpRequest, row: Resource | None, given: Mapping[str, Any], linked: list[str], errors: Errors
) -> HttpResponse:
    by = actor_of(request)
    context: dict[str, Any] = {
        "row": row, "given": given, "errors": errors, "tab": "resources", "linked": linked,
        "operator": policies.is_operator(by), "draft": row is None or row.standing == Standing.DRAFT,
        "sharings": Sharing.choices, "abouts": describing.ABOUT.items(),
        "cycles": [(one, one) for one in limits.cycles()],
        "formats": [(one, one) for one in limits.formats()], "methods": limits.methods().items(),
        "yesno": [("0", _("不开放")), ("1", _("开放"))],
        "others": [(one.code, one.name) for one in queries.resources() if row is None or one.pk != row.pk],
    }  # fmt: skip
    return render(request, "exchange/resource_form.html", context, status=422 if errors else 200)
