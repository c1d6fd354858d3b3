"""安全管理: what happened to accounts, and lost second factors, for security administrators."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onewindow.identity import public as identity
from onewindow.identity.levels import Role
from onewindow.identity.signin import queries
from onewindow.identity.signin import releases as verbs
from onewindow.identity.signin.forms import ReleaseForm
from onewindow.identity.signin.models import SecurityEvent
from onewindow.identity.signin.places import place_of
from onewindow.identity.signin.views.pages import form_answer, form_page, given, refuse_at
from onewindow.kernel.public import Invalid, Refusal


@never_cache
@require_GET
@identity.role_required(*queries.WATCHERS)
def events(request: HttpRequest) -> HttpResponse:
    """Show security events, the newest first."""
    before, kind = request.GET.get("before", ""), request.GET.get("kind", "")
    cursor = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    account = request.GET.get("account", "")[:60]
    rows = queries.security_events(identity.actor_of(request), kind=kind, account=account, before=cursor)
    context = {
        "rows": rows[: queries.A_PAGE],
        "older": rows[queries.A_PAGE - 1].id if len(rows) > queries.A_PAGE else None,
        "newest": cursor is None,
        "kinds": SecurityEvent.Kind.choices,
        "kind": kind,
        "account": account,
        "releases": identity.actor_of(request).has_role(Role.SECURITY),
    }
    return render(request, "identity/security_events.html", context)


@never_cache
@form_page
@identity.role_required(Role.SECURITY)
def releases(request: HttpRequest) -> HttpResponse:
    """Show requests to take a lost second factor away; a POST asks for one."""
    by = identity.actor_of(request)
    form = ReleaseForm(given(request))
    if form.is_valid():
        try:
            verbs.ask_release(by=by, **form.cleaned_data, place=place_of(request))
        except Invalid as refusal:
            refuse_at(form, "username", refusal)
        except Refusal as refusal:
            form.add_error("username", refusal.message)
        else:
            messages.success(request, _("已申请，等另一位安全管理员同意。"))
            return redirect("identity:releases")
    rows = [(row, verbs.is_fresh(row), row.asked_by_id == by.account_id) for row in verbs.releases(by)]
    return form_answer(request, "identity/releases.html", form, rows=rows)


@require_POST
@identity.role_required(Role.SECURITY)
def judge(request: HttpRequest, release_id: int) -> HttpResponse:
    """Agree to a request of another administrator, or turn it down."""
    by = identity.actor_of(request)
    if request.POST.get("answer") == "agree":
        verbs.agree_to_release(by=by, release_id=release_id, place=place_of(request))
        messages.success(request, _("第二因素已解除。本人下次用密码登录时要重新设置。"))
    else:
        verbs.refuse_release(by=by, release_id=release_id)
        messages.success(request, _("没有同意，第二因素不变。"))
    return redirect("identity:releases")
