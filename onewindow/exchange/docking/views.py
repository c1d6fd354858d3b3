"""Desk pages of outside systems."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.exchange import policies
from onewindow.exchange.docking import reads, systems
from onewindow.exchange.docking.errors import SystemInvalid, WrongStep
from onewindow.exchange.docking.models import NEXT, State, Zone
from onewindow.exchange.sharing.reads import grants
from onewindow.identity.public import actor_of, role_required

_GIVEN = ("code", "name", "agency", "contact", "client_id", "public_key", "zone", "contract")


@never_cache
@require_safe
@role_required(*policies.VIEWERS)
def system_list(request: HttpRequest) -> HttpResponse:
    """List outside systems."""
    rows = reads.systems(request.GET.dict())
    context = {
        "rows": rows[:50],
        "after": rows[49].code if len(rows) > 50 else "",
        "states": State.choices,
        "given": request.GET,
        "tab": "systems",
        "keeper": actor_of(request).has_role(*policies.KEEPERS),
    }
    return render(request, "exchange/systems.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.KEEPERS)
def system_new(request: HttpRequest) -> HttpResponse:
    """Register an outside system."""
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in _GIVEN}
        try:
            row = systems.register_system(by=actor_of(request), given=given)
        except SystemInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("已登记，状态是“计划接入”。"))
            return redirect("exchange:system", code=row.code)
    context = {"errors": errors, "given": request.POST, "zones": Zone.choices, "tab": "systems"}
    return render(request, "exchange/system_new.html", context, status=422 if errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.VIEWERS)
def system(request: HttpRequest, code: str) -> HttpResponse:
    """Show a system; a POST changes its state or its connection."""
    by, errors = actor_of(request), {}
    if request.method == "POST":
        try:
            if request.POST.get("do") == "connect":
                given = {name: request.POST.get(name, "") for name in ("client_id", "public_key")}
                systems.connect_system(by=by, code=code, **given)
            else:
                state, reason = request.POST.get("state", ""), request.POST.get("reason", "")
                systems.change_state(by=by, code=code, state=state, reason=reason)
        except SystemInvalid as refusal:
            errors = refusal.errors
        except WrongStep as refusal:
            errors = {"state": [refusal.message]}
        else:
            messages.success(request, _("已保存，立即生效。"))
            return redirect("exchange:system", code=code)
    row = reads.system(code)
    context: dict[str, Any] = {
        "row": row,
        "errors": errors,
        "given": request.POST,
        "tab": "systems",
        "next": [(state, State(state).label) for state in State.values if state in NEXT[State(row.state)]],
        "key": bytes(row.public_key).hex() if row.public_key else "",
        "keeper": by.has_role(*policies.KEEPERS),
        "grants": grants({"system": row.code}).items,
    }
    return render(request, "exchange/system.html", context, status=422 if errors else 200)
