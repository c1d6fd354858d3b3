"""Pages of messages: /my/messages/, /desk/messages/."""

from django.contrib import messages as told
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.identity import public as identity
from onewindow.messages import addresses, policies, queries, rules, services
from onewindow.messages.errors import AddressInvalid, NotSent, ProofWrong


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
        "at_work": by.kind == "official",
        "limited": by.kind != "official" and not identity.is_principal(by),
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
    errors: dict[str, list[str]] = {}
    if request.method == "POST" and (act := request.POST.get("act", "")):
        try:
            done = _address(request, act)
        except AddressInvalid as refusal:
            errors = refusal.errors
        except (NotSent, ProofWrong) as refusal:
            errors = {"email" if act == "email" else "code": [refusal.message]}
        else:
            told.success(request, done)
            return redirect("messages:settings")
    elif request.method == "POST":
        services.prefer(by=by, sms=request.POST.get("sms") == "yes", quiet=request.POST.get("quiet") == "yes")
        told.success(request, _("接收设置已保存。"))
        return redirect("messages:settings")
    context = {
        "wish": queries.preference_of(by),
        "quiet_from": rules.number("quiet_from"),
        "quiet_until": rules.number("quiet_until"),
        "mobile": identity.applicant_for(request).masked_mobile,
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "messages/settings.html", context, status=422 if errors else 200)


def _address(request: HttpRequest, act: str) -> str:
    by = identity.actor_of(request)
    if act == "email":
        addresses.ask_email(by=by, address=request.POST.get("email", ""))
        return _("验证码已发到邮箱，请在十分钟内填写。")
    if act == "confirm":
        addresses.confirm_email(by=by, code=request.POST.get("code", ""))
        return _("邮箱已确认，以后的消息也会发到邮箱。")
    if act == "wechat":
        code = addresses.ask_wechat(by=by)
        return _("绑定码 %s，十分钟内发给“广西政务服务”公众号就绑定好了。") % code
    addresses.drop_address(by=by, channel=request.POST.get("channel", ""))
    return _("已取消。")


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
