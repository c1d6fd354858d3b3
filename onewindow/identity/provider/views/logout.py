"""Signing out here because a system asks (OpenID Connect RP-Initiated Logout 1.0)."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from onewindow.identity.models import Account
from onewindow.identity.provider import claims, keys
from onewindow.identity.provider.models import RelyingParty
from onewindow.identity.provider.sessions import facts_of
from onewindow.identity.provider.views.answers import has_nul
from onewindow.identity.queries import actor_of
from onewindow.identity.signin import entering
from onewindow.ui.public import refusal_page


@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out whom the identity token names; without a token that fits, ask the person first."""
    if request.method == "POST":  # from another site the cookie does not come along: turn it into a GET
        return HttpResponseRedirect(f"{request.path}?{request.POST.urlencode()}", status=303)
    if has_nul(request):
        return _wrong(request)
    said = keys.claims_of(request.GET.get("id_token_hint", "")) or {}
    party = _party(request, said)
    wanted = request.GET.get("post_logout_redirect_uri", "")
    if wanted and (party is None or wanted not in party.logouts):
        return _wrong(request)
    account = request.user
    if actor_of(request).kind == "anonymous" or not isinstance(account, Account):
        return _done(request, wanted)
    mine = party is not None and said.get("sub") == claims.subject(party.pk, account.pk)
    if mine and said.get("sid") == facts_of(request, account).sid:
        entering.leave(request)
        return _done(request, wanted)
    return render(request, "identity/logout.html", {"party": party, "query": request.GET.urlencode()})


@never_cache
@require_POST
def confirmed(request: HttpRequest) -> HttpResponse:
    """Sign out because the person says so."""
    if has_nul(request):
        return _wrong(request)
    party = _party(request, keys.claims_of(request.GET.get("id_token_hint", "")) or {})
    wanted = request.GET.get("post_logout_redirect_uri", "")
    entering.leave(request)
    return _done(request, wanted if party is not None and wanted in party.logouts else "")


def _party(request: HttpRequest, said: dict[str, object]) -> RelyingParty | None:
    """Return the system that asks; where token and parameter name two, none."""
    aud = said.get("aud")
    named = request.GET.get("client_id", "") or (aud if isinstance(aud, str) else "")
    if not named or (aud is not None and aud != named):
        return None
    return RelyingParty.objects.filter(client_id=named[:40]).first()


def _done(request: HttpRequest, wanted: str) -> HttpResponse:
    if not wanted:
        messages.success(request, _("您已退出登录。"))
        return redirect("/")
    state = request.GET.get("state", "")
    address = f"{wanted}{'&' if '?' in wanted else '?'}{urlencode({'state': state})}" if state else wanted
    if request.headers.get("Referer", "").startswith(f"{request.scheme}://{request.get_host()}/"):
        return render(request, "identity/going_back.html", {"address": address, "name": ""})
    return HttpResponseRedirect(address)


def _wrong(request: HttpRequest) -> HttpResponse:
    return refusal_page(
        request, 400, "logout_request_invalid", heading=_("没有退出"),
        message=_("退出后返回的地址和登记的不一致，所以没有跳转。"),
        todo=_("要退出本平台的，请点页面上方的“退出”。"),
    )  # fmt: skip
