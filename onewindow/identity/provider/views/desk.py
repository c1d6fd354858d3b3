"""接入系统: the register of connected systems, what each may have, and the signing keys."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onewindow.identity.guards import role_required
from onewindow.identity.levels import Role
from onewindow.identity.provider import desk_queries, keys, registry, rules, scoping
from onewindow.identity.provider.errors import PartyInvalid
from onewindow.identity.provider.models import RelyingParty
from onewindow.identity.queries import actor_of
from onewindow.kernel.public import Actor

LINES = ("redirects", "logouts")
KEPT = ("name", "purpose", "contact", "algorithm")


@never_cache
@require_safe
@role_required(*registry.KEEPERS)
def parties(request: HttpRequest) -> HttpResponse:
    """List the connected systems."""
    after, text = request.GET.get("after", ""), request.GET.get("q", "")
    cursor = int(after) if after.isascii() and after.isdigit() and len(after) < 18 else None
    rows = desk_queries.parties(actor_of(request), text=text, after=cursor)
    context = {
        "rows": rows[: desk_queries.A_PAGE],
        "older": rows[desk_queries.A_PAGE - 1].pk if len(rows) > desk_queries.A_PAGE else None,
        "q": text,
        **_rights(actor_of(request)),
    }
    return render(request, "identity/parties.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN)
def register(request: HttpRequest) -> HttpResponse:
    """Register a system; the answer shows its secret, this once."""
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            row, secret = registry.register_party(
                by=actor_of(request),
                kind=request.POST.get("kind", ""),
                agency=request.POST.get("agency", ""),
                given=_given(request),
            )
        except PartyInvalid as refusal:
            errors = refusal.errors
        else:
            return render(
                request, "identity/party_secret.html", {"party": row, "secret": secret, "fresh": True}
            )
    context: dict[str, Any] = {
        "given": request.POST,
        "kinds": RelyingParty.Kind.choices,
        "errors": errors,
    }
    context |= {"algorithms": _algorithms(), "fresh": True}
    return render(request, "identity/party_form.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@role_required(*registry.KEEPERS)
def party(request: HttpRequest, client_id: str) -> HttpResponse:
    """Show a system."""
    return _show(request, client_id)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(Role.ADMIN)
def change(request: HttpRequest, client_id: str) -> HttpResponse:
    """Change what a system is called and where it may be sent back to."""
    by = actor_of(request)
    row = registry.party(by, client_id)
    given: Any = {name: getattr(row, name) for name in KEPT}
    given |= {name: "\n".join(getattr(row, name)) for name in LINES}
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = request.POST
        try:
            registry.change_party(by=by, client_id=client_id, given=_given(request))
        except PartyInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("已保存。"))
            return redirect("identity:party", client_id=client_id)
    context = {"given": given, "errors": errors, "party": row}
    context["algorithms"] = _algorithms()
    return render(request, "identity/party_form.html", context, status=422 if errors else 200)


@never_cache
@require_POST
@role_required(*registry.KEEPERS)
def do(request: HttpRequest, client_id: str) -> HttpResponse:
    """Do one thing with a system: ask for scopes, make a new secret, stop it, let it work again."""
    by, what = actor_of(request), request.POST.get("do", "")
    if what == "secret":
        secret = registry.new_secret(by=by, client_id=client_id)
        row = registry.party(by, client_id)
        return render(request, "identity/party_secret.html", {"party": row, "secret": secret})
    try:
        said = _DOINGS[what](by, client_id, request) if what in _DOINGS else ""
    except PartyInvalid as refusal:
        return _show(request, client_id, errors=refusal.errors)
    if said:
        messages.success(request, said)
    return redirect("identity:party", client_id=client_id)


@never_cache
@require_POST
@role_required(Role.SECURITY)
def decide(request: HttpRequest, request_id: int) -> HttpResponse:
    """Release what was asked for a system, or not."""
    by, answer = actor_of(request), request.POST.get("answer", "")
    if request.POST.get("decision") == "release":
        row = scoping.release_scopes(by=by, request_id=request_id, answer=answer)
        messages.success(request, _("已放行，立即生效。"))
    else:
        try:
            row = scoping.refuse_scopes(by=by, request_id=request_id, answer=answer)
        except PartyInvalid as refusal:
            client_id = request.POST.get("party", "")
            return _show(request, client_id, errors=refusal.errors)
        messages.success(request, _("没有放行，范围不变。"))
    return redirect("identity:party", client_id=row.party.client_id)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*registry.KEEPERS)
def keys_page(request: HttpRequest) -> HttpResponse:
    """Show the signing keys; a POST of a security administrator rotates them."""
    by = actor_of(request)
    if request.method == "POST":
        keys.rotate(by=by)
        messages.success(request, _("已换新密钥，旧密钥还公布一段时间，已发的令牌不受影响。"))
        return redirect("identity:signing-keys")
    context = {"rows": desk_queries.signing_keys(by), **_rights(by)}
    context["days"] = rules.seconds("key") // 86400
    return render(request, "identity/signing_keys.html", context)


def _ask(by: Actor, client_id: str, request: HttpRequest) -> str:
    wanted, reason = request.POST.getlist("scopes"), request.POST.get("reason", "")
    scoping.ask_scopes(by=by, client_id=client_id, scopes=wanted, reason=reason)
    return _("已申请，等安全管理员放行。")


def _stop(by: Actor, client_id: str, request: HttpRequest) -> str:
    registry.stop_party(by=by, client_id=client_id, reason=request.POST.get("stop_reason", ""))
    return _("已停用，它的授权和令牌全部终止。")


def _resume(by: Actor, client_id: str, request: HttpRequest) -> str:
    registry.resume_party(by=by, client_id=client_id)
    return _("已恢复。")


_DOINGS: dict[str, Callable[[Actor, str, HttpRequest], str]] = {"ask": _ask, "stop": _stop, "resume": _resume}


def _show(request: HttpRequest, client_id: str, errors: dict[str, list[str]] | None = None) -> HttpResponse:
    by = actor_of(request)
    row = registry.party(by, client_id)
    asked = desk_queries.requests_of(row)
    errors = {"stop_reason" if key == "reason" and "stop_reason" in request.POST else key: value
              for key, value in (errors or {}).items()}  # fmt: skip
    chosen = request.POST.getlist("scopes") or row.scopes
    context = {
        "party": row,
        "requests": asked,
        "waiting": next((one for one in asked if one.status == "asked"), None),
        "scopes": [rules.scopes()[name] for name in row.scopes if name in rules.scopes()],
        "fitting": [
            (one.name, f"{one.title}（{one.name}）", "、".join(one.fields.values()))
            for one in scoping.fitting(row.kind)
        ],
        "chosen": chosen,
        "titles": {name: one.title for name, one in rules.scopes().items()},
        "errors": errors,
        "given": request.POST,
        **_rights(by),
    }  # fmt: skip
    return render(request, "identity/party.html", context, status=422 if errors else 200)


def _given(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in (*KEPT, *LINES)}


def _rights(by: Actor) -> dict[str, bool]:
    return {"admin": by.has_role(Role.ADMIN), "security": by.has_role(Role.SECURITY)}


def _algorithms() -> list[tuple[str, str, str]]:
    """Return the choices of a signing algorithm, with what speaks for each."""
    hints = {"RS256": _("RSA 2048 位，各种客户端都支持"), "ES256": _("P-256 椭圆曲线，令牌更短")}
    return [(one, one, hints[one]) for one in hints]
