"""当面重设密码: the official's page that makes a slip, and the page where its holder uses it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from onewindow.identity import public as identity
from onewindow.identity.signin import resets, rules
from onewindow.identity.signin.forms import MakeResetForm, ResetForm
from onewindow.identity.signin.places import place_of
from onewindow.identity.signin.views.pages import form_answer, form_page, given, refuse_at
from onewindow.kernel.public import Invalid, NotAllowed


@never_cache
@form_page
@identity.role_required(*resets.MAKERS)
def make(request: HttpRequest) -> HttpResponse:
    """Take whose password, and which papers were seen; a POST shows the slip once."""
    form = MakeResetForm(given(request))
    if form.is_valid():
        by = identity.actor_of(request)
        try:
            account, code = resets.make_reset(by=by, **form.cleaned_data, place=place_of(request))
        except Invalid as refusal:
            refuse_at(form, "who", refusal)
        except NotAllowed as refusal:
            form.add_error("who", refusal.message)
        else:
            shown = {"account": account, "code": code, "minutes": rules.minutes("reset-slip")}
            return render(request, "identity/reset_slip.html", shown)
    return form_answer(request, "identity/make_reset.html", form)


@never_cache
@form_page
def use(request: HttpRequest) -> HttpResponse:
    """Take user name, slip and a new password."""
    form = ResetForm(given(request))
    if form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "again"}
        try:
            resets.use_reset(**data, place=place_of(request))
        except Invalid as refusal:
            refuse_at(form, "code", refusal)
        else:
            messages.success(request, _("密码已重设，请用新密码登录。"))
            return redirect("identity:sign-in")
    return form_answer(request, "identity/reset.html", form)
