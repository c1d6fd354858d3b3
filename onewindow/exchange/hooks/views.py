"""Desk pages of hooks: what is told to whom, and how it goes."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from onewindow.exchange import policies
from onewindow.exchange.docking.errors import UnknownSystem
from onewindow.exchange.errors import BadDeclaration
from onewindow.exchange.hooks.declaring import declare_hook, put_back, switch_hook
from onewindow.exchange.hooks.models import Hook, PostingState
from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import outbox

SHOWN = 20


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.VIEWERS)
def hooks(request: HttpRequest) -> HttpResponse:
    """List the hooks; a POST declares one or its next version."""
    by = actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        text, secret = (request.POST.get(name, "").replace("\x00", "") for name in ("text", "secret"))
        try:
            row = declare_hook(by=by, text=text, secret=secret)
        except (BadDeclaration, UnknownSystem) as refusal:
            errors = {"text": [refusal.message]}
        else:
            messages.success(request, _("声明已保存，以后发生的事件会推送过去。"))
            return redirect("exchange:hook", code=row.code)
    context = {
        "rows": Hook.objects.select_related("system")[:500], "errors": errors, "given": request.POST,
        "tab": "hooks", "keeper": by.has_role(*policies.KEEPERS), "types": sorted(outbox.external_types()),
    }  # fmt: skip
    return render(request, "exchange/hooks.html", context, status=422 if errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.VIEWERS)
def hook(request: HttpRequest, code: str) -> HttpResponse:
    """Show a hook with its newest events; a POST switches it or puts back what was not taken."""
    by = actor_of(request)
    found = Hook.objects.select_related("system").filter(code=code).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("do") == "back":
            number = put_back(by=by, code=code)
            messages.success(request, _("已放回 %(number)d 件，马上重新推送。") % {"number": number})
        else:
            row = switch_hook(by=by, code=code, on=request.POST.get("do") == "on")
            messages.success(request, _("已启用。") if row.on else _("已停用。"))
        return redirect("exchange:hook", code=code)
    waiting = found.postings.exclude(state=PostingState.SENT)
    context: dict[str, Any] = {
        "row": found, "tab": "hooks", "keeper": by.has_role(*policies.KEEPERS),
        "postings": found.postings.order_by("-id")[:SHOWN],
        "numbers": dict(waiting.values_list("state").annotate(Count("pk"))),
        "data": found.declaration.get("data", {}).items(),
    }  # fmt: skip
    return render(request, "exchange/hook.html", context)
