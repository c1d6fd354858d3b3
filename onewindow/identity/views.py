"""Account pages: sign in and out, register, levels, who looked at my data."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.identity import public as identity
from onewindow.identity.forms import OrganisationForm, PersonForm, SignInForm, errors_of
from onewindow.identity.levels import MEANINGS
from onewindow.identity.queries import PAGE_SIZE
from onewindow.kernel.public import ANONYMOUS, Invalid

BACKEND = "onewindow.identity.accounts.AccountBackend"


def _next(request: HttpRequest, fallback: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else fallback


def _given(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _enter(request: HttpRequest, account: identity.Account) -> None:
    login(request, account, backend=BACKEND)  # makes a new session key: no fixation


@never_cache
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with user name or mobile and password."""
    form = SignInForm(_given(request))
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            if not form.is_valid():
                raise Invalid(errors=errors_of(form))
            account = identity.sign_in(**form.cleaned_data)
        except Invalid as refusal:
            errors = getattr(refusal, "errors", {}) or {"username": [refusal.message]}
        else:
            _enter(request, account)
            home = "/desk/" if account.post_id else settings.LOGIN_REDIRECT_URL
            return redirect(_next(request, home))
    context = {
        "form": form,
        "errors": errors,
        "next": _next(request, ""),
        "expired": "expired" in request.GET,
    }
    return render(request, "identity/sign_in.html", context, status=422 if errors else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    messages.success(request, "您已退出登录。")
    return redirect("/")


def _register(kind: str, given: dict[str, Any]) -> identity.Account:
    if kind == "person":
        return identity.register_person(by=ANONYMOUS, **given)
    return identity.register_organisation(by=ANONYMOUS, **given)


@never_cache
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, kind: str = "person") -> HttpResponse:
    """Open an account for a person or an organisation."""
    form = PersonForm(_given(request)) if kind == "person" else OrganisationForm(_given(request))
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            if not form.is_valid():
                raise Invalid(errors=errors_of(form))
            given = {name: value for name, value in form.cleaned_data.items() if name != "again"}
            account = _register(kind, given)
        except Invalid as refusal:
            errors = refusal.errors
        else:
            _enter(request, account)
            messages.success(request, "注册成功，您现在是 L1。")
            return redirect("identity:level")
    context = {"form": form, "errors": errors, "kind": kind}
    return render(request, "identity/register.html", context, status=422 if errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def level(request: HttpRequest) -> HttpResponse:
    """Show what the account may do and how to raise its level; a POST asks the population register."""
    actor = identity.actor_of(request)
    failed = ""
    if request.method == "POST" and actor.account_id is not None:
        try:
            identity.verify_name(by=actor, account_id=actor.account_id)
        except identity.VerificationFailed as refusal:
            failed = refusal.message
        else:
            messages.success(request, "姓名和证件号码核对一致，您现在是 L2。")
            return redirect("identity:level")
    context = {
        "level": actor.level,
        "levels": [(step, step.label, MEANINGS[step]) for step in identity.Level],
        "may_verify": actor.person_id is not None and actor.level == 1,
        "failed": failed,
        "applicant": identity.applicant_of(request.user),
    }
    return render(request, "identity/level.html", context, status=422 if failed else 200)


@never_cache
@require_GET
@identity.sign_in_required
def accesses(request: HttpRequest) -> HttpResponse:
    """Show who looked at my data."""
    before = request.GET.get("before", "")
    rows = identity.accesses_of(
        identity.actor_of(request), before=int(before) if before.isdecimal() and len(before) < 18 else None
    )
    older = rows[PAGE_SIZE - 1].pk if len(rows) > PAGE_SIZE else None
    return render(request, "identity/accesses.html", {"rows": rows[:PAGE_SIZE], "older": older})
