"""Desk pages of running: the monitor, what was handed in, the feeds."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.exchange import policies
from onewindow.exchange.docking import monitor
from onewindow.exchange.docking.errors import UnknownSystem
from onewindow.exchange.errors import BadDeclaration
from onewindow.exchange.feeds.models import Feed
from onewindow.exchange.feeds.running import declare_feed, switch_feed
from onewindow.exchange.gate.models import DeliveryState
from onewindow.exchange.gate.settling import replay_returned
from onewindow.identity.public import actor_of, role_required


@never_cache
@require_safe
@role_required(*policies.VIEWERS)
def index(request: HttpRequest) -> HttpResponse:
    """Show how the exchange runs."""
    context = {"view": monitor.overview(), "page": monitor.healths(request.GET.dict()), "tab": "monitor"}
    return render(request, "exchange/monitor.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.VIEWERS)
def deliveries(request: HttpRequest) -> HttpResponse:
    """List what was handed in; a POST puts chosen returned ones back."""
    by = actor_of(request)
    if request.method == "POST":
        number = replay_returned(by=by, ids=request.POST.getlist("id"))
        messages.success(request, _("已放回 %(number)d 件，一分钟内重新处理。") % {"number": number})
        return redirect(request.get_full_path())
    context = {
        "page": monitor.deliveries(request.GET.dict()), "states": DeliveryState.choices, "given": request.GET,
        "tab": "deliveries", "keeper": by.has_role(*policies.KEEPERS),
    }  # fmt: skip
    return render(request, "exchange/deliveries.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.VIEWERS)
def feeds(request: HttpRequest) -> HttpResponse:
    """List the feeds; a POST declares one or its next version."""
    errors: dict[str, list[str]] = {}
    by = actor_of(request)
    if request.method == "POST":
        text, secret = request.POST.get("text", ""), request.POST.get("secret", "")
        try:
            row = declare_feed(by=by, text=text.replace("\x00", ""), secret=secret.replace("\x00", ""))
        except (BadDeclaration, UnknownSystem) as refusal:
            errors = {"text": [refusal.message]}
        else:
            messages.success(request, _("声明已保存，下一分钟开始采集。"))
            return redirect("exchange:feed", code=row.code)
    context = {
        "rows": Feed.objects.select_related("system")[:500], "errors": errors, "given": request.POST,
        "tab": "feeds", "keeper": by.has_role(*policies.KEEPERS),
    }  # fmt: skip
    return render(request, "exchange/feeds.html", context, status=422 if errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.VIEWERS)
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """Show a feed with its runs; a POST switches it."""
    by = actor_of(request)
    if request.method == "POST":
        row = switch_feed(by=by, code=code, on=request.POST.get("do") == "on")
        messages.success(request, _("已启用。") if row.on else _("已停用。"))
        return redirect("exchange:feed", code=code)
    found = Feed.objects.select_related("system").filter(code=code).first()
    if found is None:
        raise BadDeclaration(detail=_("没有这个采集任务"))
    context: dict[str, Any] = {
        "row": found, "runs": found.runs.order_by("-begun_at")[:20], "tab": "feeds",
        "keeper": by.has_role(*policies.KEEPERS), "map": found.declaration["map"].items(),
    }  # fmt: skip
    return render(request, "exchange/feed.html", context)
