"""登录与安全: password, second factors, recovery codes, sessions of one's own account."""

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onewindow.identity import public as identity
from onewindow.identity.signin import entering, factors, passkeys, passwords, queries, recovery, sessions
from onewindow.identity.signin.errors import PasskeyRefused, PasswordWrong, SignInAgain
from onewindow.identity.signin.forms import AgainForm, AuthenticatorForm, PasswordForm
from onewindow.identity.signin.places import place_of
from onewindow.identity.signin.views.pages import (
    enroller,
    form_answer,
    form_page,
    given,
    go_to,
    json_text,
    next_of,
    passkey_context,
    prove_first,
    recent_required,
    refuse_at,
)
from onewindow.kernel.public import Conflict, Invalid, fields

_SECRET, _CONTEXT = "new-secret", "session.new-secret"


@never_cache
@require_GET
@identity.sign_in_required
def security(request: HttpRequest) -> HttpResponse:
    """Show how one signs in, and what happened lately."""
    by = identity.actor_of(request)
    context = passkey_context(request) | {
        "official": by.kind == "official",
        "authenticators": queries.authenticators_of(by),
        "passkeys": passkeys.passkeys_of(by),
        "codes_left": queries.recovery_codes_left(by),
        "waiting": recovery.waiting_recovery(by),
        "events": queries.events_of(by),
    }
    return render(request, "identity/security.html", context)


@never_cache
@form_page
@identity.sign_in_required
def confirm(request: HttpRequest) -> HttpResponse:
    """Ask for the password once more before secrets are changed."""
    form = AgainForm(given(request))
    if form.is_valid():
        try:
            passwords.prove_password(by=identity.actor_of(request), password=form.cleaned_data["password"])
        except Invalid as refusal:
            refuse_at(form, "password", refusal)
        else:
            entering.prove_again(request)
            return redirect(next_of(request) or "identity:security")
    return form_answer(request, "identity/confirm.html", form, next=next_of(request))


@never_cache
@form_page
@identity.sign_in_required
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; every other device is signed out."""
    form = PasswordForm(given(request))
    if form.is_valid():
        data = form.cleaned_data
        try:
            account = passwords.change_password(
                by=identity.actor_of(request), current=data["current"], new=data["password"],
                place=place_of(request), session=str(request.session.session_key),
            )  # fmt: skip
        except Invalid as refusal:
            wrong_now = isinstance(refusal, PasswordWrong | identity.TooManyTries)
            refuse_at(form, "current" if wrong_now else "password", refusal)
        else:
            entering.keep_after_password_change(request, account)
            messages.success(request, _("密码已修改，其他设备都已退出登录。"))
            return redirect("identity:security")
    return form_answer(request, "identity/password.html", form)


@never_cache
@form_page
def authenticator(request: HttpRequest) -> HttpResponse:
    """Show a secret as QR code and text; a POST takes the first code. Also the enrolment of officials."""
    try:
        by, owing = enroller(request)
    except SignInAgain:
        return prove_first(request)
    kept = request.session.get(_SECRET, "")
    secret = fields.decrypt(bytes.fromhex(kept), _CONTEXT) if kept else factors.new_secret()
    if not kept:
        request.session[_SECRET] = fields.encrypt(secret, _CONTEXT).hex()
    form = AuthenticatorForm(given(request))
    if form.is_valid():
        try:
            _device, codes = factors.add_authenticator(
                by=by, secret=secret, code=form.cleaned_data["code"], place=place_of(request)
            )
        except Invalid as refusal:
            refuse_at(form, "code", refusal)
        else:
            request.session.pop(_SECRET, None)
            messages.success(request, _("动态口令器已添加。"))
            return _after_adding(request, owing, codes)
    username = owing.account.username if owing else request.user.get_username()
    code = segno.make(factors.address_for_apps(secret, username), error="m", micro=False)
    context = {
        "qr": code.svg_data_uri(scale=5, border=4, dark="#000", light="#fff"),
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "enrolling": owing is not None,
    }
    return form_answer(request, "identity/authenticator.html", form, **context)


@never_cache
@require_POST
def new_passkey_options(request: HttpRequest) -> HttpResponse:
    """Give the browser what it needs to make a passkey."""
    by, _owing = enroller(request)
    text, challenge = passkeys.creation_options(by=by)
    entering.keep_challenge(request, "make", challenge)
    return json_text(text)


@never_cache
@require_POST
def new_passkey(request: HttpRequest) -> HttpResponse:
    """Take the passkey the browser made."""
    by, owing = enroller(request)
    challenge = entering.take_challenge(request, "make")
    if not challenge:
        raise PasskeyRefused
    place = place_of(request)
    _passkey, codes = passkeys.add_passkey(
        by=by, answer=request.body, challenge=challenge, name=place.device, place=place
    )
    messages.success(request, _("通行密钥已添加。"))
    then = entering.complete(request, owing.account, f"{owing.means}+passkey", owing.next) if owing else ""
    if codes:
        entering.show_once(request, codes, then)
        return go_to("/account/security/codes/")
    return go_to(then or "/account/security/")


@require_POST
@recent_required
def remove(request: HttpRequest) -> HttpResponse:
    """Remove an authenticator or a passkey."""
    kind, _sep, number = request.POST.get("factor", "").partition(":")
    pk = int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0
    chosen = {"authenticator_id": pk} if kind == "authenticator" else {"passkey_id": pk}
    try:
        factors.remove_factor(by=identity.actor_of(request), place=place_of(request), **chosen)
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("已移除。"))
    return redirect("identity:security")


@never_cache
@form_page
@identity.sign_in_required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Show recovery codes that were just made, once; a POST makes new ones."""
    codes, then = entering.shown_once(request)
    if request.method == "POST":
        if not entering.is_recent(request):
            return redirect("/account/security/confirm/?next=/account/security/")
        codes, then = factors.renew_recovery_codes(by=identity.actor_of(request)), ""
    if not codes:
        return redirect("identity:security")
    return _codes_page(request, codes, then)


@never_cache
@require_GET
@identity.sign_in_required
def session_list(request: HttpRequest) -> HttpResponse:
    """Show where the account is signed in."""
    rows = sessions.sessions_of(identity.actor_of(request), here=str(request.session.session_key))
    return render(request, "identity/sessions.html", {"rows": rows})


@require_POST
@identity.sign_in_required
def session_end(request: HttpRequest) -> HttpResponse:
    """Sign out one other session, or all others."""
    by, chosen = identity.actor_of(request), request.POST.get("session", "")
    if chosen.isascii() and chosen.isdigit() and len(chosen) < 18:
        sessions.end_session(by=by, sign_in_id=int(chosen))
        messages.success(request, _("那台设备已退出登录。"))
    else:
        sessions.end_other_sessions(by=by, here=str(request.session.session_key))
        messages.success(request, _("其他设备都已退出登录。"))
    return redirect("identity:sessions")


@require_POST
@identity.sign_in_required
def stop_recovery(request: HttpRequest) -> HttpResponse:
    """Stop a recovery somebody asked for."""
    recovery.stop_recovery(by=identity.actor_of(request), place=place_of(request))
    messages.success(request, _("已停止。密码没有改变。"))
    return redirect("identity:security")


def _after_adding(request: HttpRequest, owing: entering.Pending | None, codes: list[str]) -> HttpResponse:
    then = entering.complete(request, owing.account, f"{owing.means}+totp", owing.next) if owing else ""
    return _codes_page(request, codes, then) if codes else redirect(then or "identity:security")


def _codes_page(request: HttpRequest, codes: list[str], then: str) -> HttpResponse:
    context = {"codes": codes, "then": then or "/account/security/", **passkey_context(request)}
    return render(request, "identity/recovery_codes.html", context)
