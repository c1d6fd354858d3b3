"""亮证: making codes and delegations, and looking at what one is shown."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onewindow.identity.public import actor_of, sign_in_required
from onewindow.kernel.public import clock
from onewindow.licences import faces, qr
from onewindow.licences.errors import LicenceInvalid, ShowCodeInvalid
from onewindow.licences.limits import limits
from onewindow.licences.models import Delegation, Licence, LicenceUse
from onewindow.licences.queries import wallet as queries
from onewindow.licences.services.delegations import delegate_use, end_delegation
from onewindow.licences.services.showing import cancel_showing, clean, look_at_shown, show_licence
from onewindow.licences.showing_facts import seen

SEEN = "licence_use"


@never_cache
@require_http_methods(["GET", "POST"])
@sign_in_required
def show(request: HttpRequest, token: str) -> HttpResponse:
    """Ask what a licence is shown for and how much of it; a POST makes the code."""
    return _show(request, queries.own_licence(actor_of(request), token), None)


@never_cache
@require_http_methods(["GET", "POST"])
@sign_in_required
def show_lent(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Let a delegate make a code within the delegation."""
    lent = queries.lent_licence(actor_of(request), delegation_id)
    return _show(request, lent.licence, lent)


def _show(request: HttpRequest, found: Licence, lent: Delegation | None) -> HttpResponse:
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = show_licence(
                by=actor_of(request), identifier=found.identifier, purpose=request.POST.get("purpose", ""),
                scope=_scope(request), delegation_id=lent.pk if lent else None,
            )  # fmt: skip
        except LicenceInvalid as refusal:
            errors = refusal.errors
        else:
            return redirect("licences:code", showing_id=made.pk)
    context = {
        "licence": found,
        "lent": lent,
        "errors": errors,
        "given": request.POST,
        "minutes": limits().show_minutes,
    } | _choices(found, request, lent.scope if lent else None)
    return render(request, "licences/show.html", context, status=422 if errors else 200)


def _scope(request: HttpRequest) -> list[str]:
    return request.POST.getlist("scope")


def _choices(found: Licence, request: HttpRequest, allowed: Sequence[str] | None) -> dict[str, object]:
    """Return the fields that may be shown, ticked as they were, at first all of them."""
    properties = found.type.schema["properties"]
    names = [name for name in faces.order(found.type.schema) if allowed is None or name in allowed]
    return {
        "choices": [{"value": name, "label": properties[name]["title"]} for name in names],
        "ticked": _scope(request) if request.method == "POST" else names,
    }


@never_cache
@require_safe
@sign_in_required
def code(request: HttpRequest, showing_id: int) -> HttpResponse:
    """Show a code with its QR, and whether it was used."""
    made = queries.own_showing(actor_of(request), showing_id)
    text = made.code or ""
    address = settings.PUBLIC_URL + reverse("licences:shown", args=[text])
    context = {
        "made": made,
        "open": made.is_open(clock.now()),
        "spaced": " ".join(text[at : at + 4].upper() for at in range(0, len(text), 4)),
        "qr": qr.svg(address),
        "fields": faces.titles(made.licence.type.schema, made.scope),
    }
    return render(request, "licences/code.html", context)


@never_cache
@require_POST
@sign_in_required
def cancel(request: HttpRequest, showing_id: int) -> HttpResponse:
    """Take a code back."""
    cancel_showing(by=actor_of(request), showing_id=showing_id)
    messages.success(request, _("亮证码已收回，不能再用。"))
    return redirect("licences:code", showing_id=showing_id)


@never_cache
@require_http_methods(["GET", "POST"])
@sign_in_required
def delegate(request: HttpRequest, token: str) -> HttpResponse:
    """Let somebody else show a licence for me."""
    by = actor_of(request)
    found = queries.own_licence(by, token)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("name", "number", "purpose")}
        try:
            delegate_use(
                by=by, identifier=found.identifier, good_until=_day(request), scope=_scope(request), **given
            )
        except LicenceInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("已委托；对方用自己的账号在“我的证照”里可以出示。"))
            return redirect("licences:licence", token=token)
    context = {
        "licence": found,
        "errors": errors,
        "given": request.POST,
        "most": limits().delegation_days,
    } | _choices(found, request, None)
    return render(request, "licences/delegate.html", context, status=422 if errors else 200)


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("good_until", "").strip()[:10])
    except ValueError:
        return date.min


@never_cache
@require_POST
@sign_in_required
def undelegate(request: HttpRequest, delegation_id: int) -> HttpResponse:
    """Take a delegation back."""
    made = end_delegation(by=actor_of(request), delegation_id=delegation_id)
    messages.success(request, _("委托已收回，对方不能再出示。"))
    return redirect("licences:licence", token=made.licence.token)


@never_cache
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Ask for the code somebody shows."""
    if request.method == "POST":
        plain = clean(request.POST.get("code", ""))
        if plain.isalnum():
            return redirect("licences:shown", code=plain[:40])
        errors = {"code": [_("请输入对方出示的 12 位亮证码。")]}
        return render(request, "licences/enter.html", {"errors": errors}, status=422)
    return render(request, "licences/enter.html")


@never_cache
@require_http_methods(["GET", "POST"])
def shown(request: HttpRequest, code: str) -> HttpResponse:
    """Tell a viewer what will be recorded; a POST uses the code up and leads to what it opens."""
    actor = actor_of(request)
    if request.method == "GET":
        return render(request, "licences/shown.html", {"code": clean(code), "actor": actor})
    try:
        use = look_at_shown(
            by=actor, code=code, who=request.POST.get("who", ""),
            case_number=request.POST.get("case", "").strip()[:50] if actor.kind == "official" else "",
        )  # fmt: skip
    except ShowCodeInvalid as refusal:
        context = {"errors": {"code": [refusal.message]}, "code": clean(code)}
        return render(request, "licences/enter.html", context, status=refusal.status)
    request.session[SEEN] = use.pk
    return redirect("licences:seen")


@never_cache
@require_safe
def seen_page(request: HttpRequest) -> HttpResponse:
    """Show what the last code opened to this browser, until its minutes are over."""
    rows = LicenceUse.objects.select_related("licence__type")
    use = rows.filter(pk=request.session.get(SEEN, 0), good_until__gt=clock.now()).first()
    if use is None:
        return render(request, "licences/enter.html", {"over": True}, status=404)
    return render(request, "licences/seen.html", {"seen": seen(use)})
