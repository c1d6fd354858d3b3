"""Sign in by password, by text message, by passkey; the second factor; sign out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from onewindow.identity import public as identity
from onewindow.identity.provider.upstream import rules as upstreams
from onewindow.identity.services.sign_in import sign_in_by_code
from onewindow.identity.signin import entering, factors, passkeys
from onewindow.identity.signin.errors import PasskeyRefused, PasswordFirst
from onewindow.identity.signin.forms import MobileCodeForm, MobileForm, SecondForm, SignInForm
from onewindow.identity.signin.models import Passkey
from onewindow.identity.signin.places import place_of
from onewindow.identity.signin.views.pages import (
    form_answer,
    form_page,
    given,
    go_to,
    json_text,
    next_of,
    refuse_at,
)
from onewindow.kernel.public import Invalid


@never_cache
@form_page
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in with user name or mobile and password."""
    here = identity.actor_of(request)
    if request.method == "GET" and here.kind != "anonymous":
        return redirect(next_of(request) or ("/desk/" if here.kind == "official" else "/my/"))
    form = SignInForm(given(request))
    if form.is_valid():
        try:
            account = identity.sign_in(**form.cleaned_data, place=place_of(request))
        except Invalid as refusal:
            form.add_refusal(Invalid(errors={"username": [refusal.message]}))
        else:
            return redirect(entering.enter(request, account, "password", next_of(request)))
    expired = request.GET.get("expired", "")
    return form_answer(
        request,
        "identity/sign_in.html",
        form,
        next=next_of(request),
        expired=expired,
        upstreams=upstreams.switched_on(),
    )


@never_cache
@form_page
def by_sms(request: HttpRequest) -> HttpResponse:
    """Take a mobile number; a POST sends a code to it, whoever it belongs to, and asks for the code."""
    form = MobileForm(given(request))
    if form.is_valid():
        try:
            number = identity.send_code(
                purpose="sign-in", mobile=form.cleaned_data["mobile"], address=place_of(request).address
            )
        except Invalid as refusal:
            refuse_at(form, "mobile", refusal)
        else:
            asked = MobileCodeForm(initial={"mobile": number})
            return form_answer(request, "identity/sign_in_code.html", asked, next=next_of(request))
    return form_answer(request, "identity/sign_in_sms.html", form, next=next_of(request))


@never_cache
@form_page
def by_sms_code(request: HttpRequest) -> HttpResponse:
    """Take the code that was sent; a POST signs in."""
    if request.method == "GET":
        return redirect("identity:by-sms")
    form = MobileCodeForm(given(request))
    if form.is_valid():
        try:
            account = sign_in_by_code(**form.cleaned_data, place=place_of(request))
        except Invalid as refusal:
            refuse_at(form, "code", refusal)
        else:
            return redirect(entering.enter(request, account, "sms", next_of(request)))
    return form_answer(request, "identity/sign_in_code.html", form, next=next_of(request))


@never_cache
@form_page
def second(request: HttpRequest) -> HttpResponse:
    """Ask who passed the first factor for the second."""
    owing = entering.pending(request)
    if owing is None:
        return redirect(f"{reverse('identity:sign-in')}?expired=second")
    if not owing.enrolled:
        return redirect("identity:enrol")
    form = SecondForm(given(request))
    if form.is_valid():
        try:
            means = factors.check_second_factor(
                account=owing.account, code=form.cleaned_data["code"], place=place_of(request)
            )
        except Invalid as refusal:
            refuse_at(form, "code", refusal)
        else:
            return redirect(entering.complete(request, owing.account, f"{owing.means}+{means}", owing.next))
    has_passkey = Passkey.objects.filter(account=owing.account).exists()
    return form_answer(
        request, "identity/second.html", form, has_passkey=has_passkey, username=owing.account.username
    )


@never_cache
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Give the browser what a passkey is to sign, for the account that owes a second factor or for any."""
    owing = entering.pending(request)
    text, challenge = passkeys.request_options(account_id=owing.account.pk if owing else None)
    entering.keep_challenge(request, "use", challenge)
    return json_text(text)


@never_cache
@require_POST
def passkey(request: HttpRequest) -> HttpResponse:
    """Take what the passkey signed; officials give their password first."""
    owing, challenge = entering.pending(request), entering.take_challenge(request, "use")
    if not challenge:
        raise PasskeyRefused
    account = passkeys.use_passkey(
        answer=request.body, challenge=challenge, place=place_of(request),
        account_id=owing.account.pk if owing else None,
    )  # fmt: skip
    if owing is not None:
        return go_to(entering.complete(request, account, f"{owing.means}+passkey", owing.next))
    if account.post_id is not None:
        raise PasswordFirst
    return go_to(entering.complete(request, account, "passkey", next_of(request)))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    entering.leave(request)
    messages.success(request, _("您已退出登录。"))
    return redirect("/")
