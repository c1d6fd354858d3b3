"""找回密码: mobile, then code, identity and a new password; the same answer for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from onewindow.identity import public as identity
from onewindow.identity.signin import recovery, rules
from onewindow.identity.signin.forms import MobileForm, RecoverForm
from onewindow.identity.signin.places import place_of
from onewindow.identity.signin.views.pages import form_answer, form_page, given, refuse_at
from onewindow.kernel.public import Invalid

_WAITS = {
    "known": rules.minutes("recovery-known") // 60,
    "other": rules.minutes("recovery-other") // 1440,
}


@never_cache
@form_page
def start(request: HttpRequest) -> HttpResponse:
    """Take a mobile number; a POST sends a code to it, whoever it belongs to, and asks for the rest."""
    form = MobileForm(given(request))
    if form.is_valid():
        try:
            number = identity.send_code(
                purpose=recovery.PURPOSE,
                mobile=form.cleaned_data["mobile"],
                address=place_of(request).address,
            )
        except Invalid as refusal:
            refuse_at(form, "mobile", refusal)
        else:
            return form_answer(
                request, "identity/recover_confirm.html", RecoverForm(initial={"mobile": number})
            )
    return form_answer(request, "identity/recover.html", form, waits=_WAITS)


@never_cache
@form_page
def confirm(request: HttpRequest) -> HttpResponse:
    """Take code, identity and new password; the answer never says whether they fit an account."""
    if request.method == "GET":
        return redirect("identity:recover")
    form = RecoverForm(given(request))
    if form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "again"}
        try:
            recovery.ask_recovery(**data, place=place_of(request))
        except Invalid as refusal:
            refuse_at(form, "code", refusal)
        else:
            return render(request, "identity/recover_done.html", {"waits": _WAITS})
    return form_answer(request, "identity/recover_confirm.html", form)
