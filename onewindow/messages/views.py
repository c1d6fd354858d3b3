"""Pages of messages: /my/messages/, /desk/messages/."""

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.identity import public as identity
from onewindow.messages import policies, queries, rules, services


@never_cache
@require_GET
@identity.sign_in_required
def inbox(request: HttpRequest) -> HttpResponse:
    """List the messages, newest first, all or the unread ones."""
    by = identity.actor_of(request)
    unread, before = request.GET.get("show") == "unread", _cursor(request)
    page = queries.inbox(by, before=before, unread=unread)
    context = {
        "page": page,
        "unread": unread,
        "newest": before is None,
        "limited": not identity.is_principal(by),
    }
    return render(request, "messages/inbox.html", context)


@never_cache
@require_GET
@identity.sign_in_required
def message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Show one message; it is read from now on."""
    one = services.read_message(by=identity.actor_of(request), message_id=message_id)
    return render(request, "messages/message.html", {"one": one})


@require_POST
@identity.sign_in_required
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all as read."""
    count = services.read_all(by=identity.actor_of(request))
    told.success(request, _("已把 %d 条消息标为已读。") % count)
    return redirect("messages:inbox")


@never_cache
@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def settings(request: HttpRequest) -> HttpResponse:
    """Show and change what the party prefers."""
    by = identity.actor_of(request)
    identity.require_principal(by)
    if request.method == "POST":
        services.prefer(by=by, sms=request.POST.get("sms") == "yes", quiet=request.POST.get("quiet") == "yes")
        told.success(request, _("接收设置已保存。"))
        return redirect("messages:settings")
    context = {
        "wish": queries.preference_of(by),
        "quiet_from": rules.number("quiet_from"),
        "quiet_until": rules.number("quiet_until"),
        "mobile": identity.applicant_for(request).masked_mobile,
    }
    return render(request, "messages/settings.html", context)


@never_cache
@require_GET
@identity.role_required(*policies.WATCHERS)
def failures(request: HttpRequest) -> HttpResponse:
    """List the text messages that could not be sent, with the reason."""
    rows = queries.failures(identity.actor_of(request), before=_cursor(request))
    older = rows[queries.A_PAGE - 1].pk if len(rows) > queries.A_PAGE else None
    return render(request, "messages/failures.html", {"rows": rows[: queries.A_PAGE], "older": older})


def _cursor(request: HttpRequest) -> int | None:
    before = request.GET.get("before", "")
    return int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
