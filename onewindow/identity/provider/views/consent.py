"""The page where a person lets a system in, and the way back to the system."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST
from oauthlib.oauth2.rfc6749 import errors

from onewindow.identity.models import Account
from onewindow.identity.provider import addresses, claims, consents, keys
from onewindow.identity.provider.engine import Asked, Engine, SessionFacts, issuer
from onewindow.identity.provider.sessions import facts_of
from onewindow.identity.provider.views.answers import has_nul
from onewindow.identity.queries import actor_of
from onewindow.kernel.public import clock
from onewindow.ui.public import refusal_page

_WAY, _READING = 10, 600  # seconds from a fresh password back to us, and spent on reading the consent page
FATAL = {
    "invalid_client_id": _("没有登记这个接入系统，或者它已停用。"),
    "mismatching_redirect_uri": _("返回的地址和登记的不一致。"),
}


@never_cache
@csrf_exempt
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponse:
    """Take an authorisation request: sign in, agree, go back with a code."""
    if request.method == "POST":  # from another site the cookie does not come along: turn it into a GET
        query = request.POST.urlencode()
        return HttpResponseRedirect(f"{request.path}?{query}", status=303)
    engine = Engine(request)
    asked, refusal = _asked(request, engine)
    if asked is None:
        return refusal
    account, quiet = request.user, "none" in asked.prompt
    if actor_of(request).kind == "anonymous" or not isinstance(account, Account):
        return _back(request, asked, error="login_required") if quiet else _sign_in(request)
    if _other_person(request, asked, account):
        return _back(request, asked, error="login_required")
    facts = facts_of(request, account)
    if _must_prove_again(asked, facts):
        return _back(request, asked, error="login_required") if quiet else _prove(request)
    if "consent" not in asked.prompt and consents.covers(account.pk, asked.party.pk, asked.scopes):
        return _go(request, engine.code(request.GET, account, facts), asked)
    if quiet:
        return _back(request, asked, error="consent_required")
    return _page(request, asked, account)


@never_cache
@require_POST
def consent(request: HttpRequest) -> HttpResponse:
    """Take the answer of the consent page."""
    engine = Engine(request)
    asked, refusal = _asked(request, engine)
    if asked is None:
        return refusal
    by, account = actor_of(request), request.user
    if by.kind == "anonymous" or not isinstance(account, Account):
        return _sign_in(request)
    if request.POST.get("answer") != "agree":
        return _back(request, asked, error="access_denied")
    facts = facts_of(request, account)
    if _must_prove_again(asked, facts, pressed=True):
        return _prove(request)
    consents.give_consent(by=by, party=asked.party, scopes=asked.scopes)
    return _go(request, engine.code(request.GET, account, facts), asked)


def _asked(request: HttpRequest, engine: Engine) -> tuple[Asked | None, HttpResponse]:
    """Return the request that is in order, or what to answer: to the system, or if unsafe, here."""
    nothing = HttpResponse()
    if has_nul(request):
        return None, _stopped(request, _("登录请求里有不能用的字符。"))
    try:
        return engine.asked(request.GET), nothing
    except errors.FatalClientError as fatal:
        kind = (
            "invalid_client_id"
            if isinstance(fatal, errors.InvalidClientIdError)
            else "mismatching_redirect_uri"
        )
        known = isinstance(fatal, errors.InvalidClientIdError | errors.MismatchingRedirectURIError)
        return None, _stopped(request, str(FATAL[kind]) if known else _("登录请求不完整或者写错了。"))
    except errors.OAuth2Error as fault:
        said = {"error": fault.error, "error_description": fault.description or ""}
        return None, _go(request, _with(request.GET, said))


def _stopped(request: HttpRequest, message: object) -> HttpResponse:
    return refusal_page(
        request, 400, "authorisation_request_invalid", heading=_("不能登录到那个系统"), message=str(message),
        todo=_("不是您的问题，也没有提供您的任何信息。请返回那个系统重试；还是不行的，请告诉那个系统的管理单位。"),
    )  # fmt: skip


def _sign_in(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(
        f"{reverse('identity:sign-in')}?{urlencode({'next': _here(request)}, safe='/')}"
    )


def _prove(request: HttpRequest) -> HttpResponse:
    """Ask for the password once more; the way back asks for no further proof of the same kind."""
    return HttpResponseRedirect(
        f"{reverse('identity:confirm')}?{urlencode({'next': _here(request)}, safe='/')}"
    )


def _here(request: HttpRequest) -> str:
    """Return the address of the request, without the wish that signing in just fulfilled."""
    query = request.GET.copy()
    prompt = [word for word in query.get("prompt", "").split() if word != "login"]
    query.pop("prompt", None)
    if prompt:
        query["prompt"] = " ".join(prompt)
    return f"{reverse('identity:oidc-authorize')}?{query.urlencode()}"


def _must_prove_again(asked: Asked, facts: SessionFacts, *, pressed: bool = False) -> bool:
    if "login" in asked.prompt and not pressed:
        return True
    age = (clock.now() - facts.auth_time).total_seconds()
    return asked.max_age is not None and age > asked.max_age + (_READING if pressed else _WAY)


def _other_person(request: HttpRequest, asked: Asked, account: Account) -> bool:
    """Tell whether the system expects somebody else than who is signed in."""
    hint = request.GET.get("id_token_hint", "")
    if not hint:
        return False
    said = keys.claims_of(hint)
    return said is None or said.get("sub") != claims.subject(asked.party.pk, account.pk)


def _page(request: HttpRequest, asked: Asked, account: Account) -> HttpResponse:
    context = {
        "party": asked.party,
        "scopes": claims.shown(account, asked.scopes),
        "where": addresses.origin(asked.redirect),
        "query": request.GET.urlencode(),
        "name": actor_of(request).name,
    }
    return render(request, "identity/consent.html", context)


def _back(request: HttpRequest, asked: Asked, *, error: str) -> HttpResponse:
    return _go(request, _with(request.GET, {"error": error}), asked)


def _with(query: QueryDict, said: dict[str, str]) -> str:
    """Return the system's address with an answer."""
    address, state = query.get("redirect_uri", ""), query.get("state", "")
    words = {**{k: v for k, v in said.items() if v}, **({"state": state} if state else {})}
    return f"{address}{'&' if '?' in address else '?'}{urlencode(words)}"


def _go(request: HttpRequest, address: str, asked: Asked | None = None) -> HttpResponse:
    """Send the browser back to the system, and say who answers (RFC 9207).

    Where it comes from a form of ours, a page in between sends it on: browsers let a form lead only where the
    security policy allows, also by way of a redirect, and ours allows only this site.
    """
    address = f"{address}{'&' if '?' in address else '?'}{urlencode({'iss': issuer()})}"
    if request.headers.get("Referer", "").startswith(f"{request.scheme}://{request.get_host()}/"):
        name = asked.party.name if asked else addresses.origin(address)
        return render(request, "identity/going_back.html", {"address": address, "name": name})
    return HttpResponseRedirect(address)
