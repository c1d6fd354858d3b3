"""Pages about papers and levels: registering with other papers, checking people at the counter."""

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from onewindow.identity import public as identity
from onewindow.identity.forms import AccountForm
from onewindow.identity.models import Organisation, Person
from onewindow.identity.people_forms import CheckForm, FindForm, PaperPersonForm
from onewindow.identity.policies import LEVEL_GIVERS
from onewindow.identity.services.throttles import take_try
from onewindow.identity.signin import entering
from onewindow.identity.signin.places import place_of
from onewindow.kernel.public import Actor, Invalid, NotAllowed, masking

_SALT, _FOUND_SECONDS = "identity.counter", 1800
form_page = require_http_methods(["GET", "POST"])


def _page(request: HttpRequest, template: str, form: AccountForm, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "errors": form.errors, **context}, status=status)


@never_cache
@form_page
def register_with_paper(request: HttpRequest) -> HttpResponse:
    """Open an account for a person who has another paper than the resident identity card."""
    form = PaperPersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            take_try("register-address", place_of(request).address)
            account = identity.register_person(by=identity.actor_of(request), **form.given())
        except Invalid as refusal:
            form.add_refusal(refusal)
        else:
            entering.complete(request, account, "register")
            messages.success(request, _("注册成功，您现在是 L1。带证件原件到窗口核对后，就能在线办理。"))
            return redirect("identity:level")
    return _page(request, "identity/register_paper.html", form)


@never_cache
@form_page
@identity.role_required(*LEVEL_GIVERS)
def find(request: HttpRequest) -> HttpResponse:
    """Find the accounts of the papers on the counter; the look is recorded before they show."""
    by = identity.actor_of(request)
    form = FindForm(request.POST if request.method == "POST" else None)
    found = None
    if form.is_valid():
        try:
            holders = identity.find_holders(by=by, **form.cleaned_data)
        except Invalid as refusal:
            form.add_refusal(refusal if refusal.errors else Invalid(errors={"number": [refusal.message]}))
        else:
            found = [_shown(by, holder) for holder in holders]
            form = FindForm()
    return _page(request, "identity/counter.html", form, found=found)


@never_cache
@require_POST
@identity.role_required(*LEVEL_GIVERS)
def check(request: HttpRequest) -> HttpResponse:
    """Take what was seen of somebody who was found a moment ago."""
    by = identity.actor_of(request)
    token = request.POST.get("holder", "")
    holder = _holder(by, token)
    if holder is None:
        messages.warning(request, _("这次查找已经过期，请重新查找。"))
        return redirect("identity:counter")
    form = CheckForm(request.POST if "seen" in request.POST else None)
    if form.is_valid():
        own = "person_id" if isinstance(holder, Person) else "organisation_id"
        seen: dict[str, Any] = {**form.cleaned_data, own: holder.pk}
        try:
            raised = identity.check_at_counter(by=by, **seen)
        except (Invalid, NotAllowed) as refusal:
            told = getattr(refusal, "errors", None) or {"seen": [refusal.message]}
            form.add_refusal(Invalid(errors=told))
        else:
            said = _("已记下，%(name)s 现在是 L%(level)s。")
            messages.success(request, said % {"name": raised.name, "level": raised.level})
            return redirect("identity:counter")
    return _page(request, "identity/counter_check.html", form, one=_shown(by, holder))


def _shown(by: Actor, holder: Person | Organisation) -> dict[str, object]:
    person = isinstance(holder, Person)
    number = masking.resident_id(holder.resident_id or "") if isinstance(holder, Person) else holder.uscc
    kind = "person" if person else "organisation"
    return {
        "name": holder.name,
        "number": number,
        "level": holder.level,
        "since": holder.created_at,
        "token": signing.dumps([by.account_id, kind, holder.pk], salt=_SALT),
    }


def _holder(by: Actor, token: str) -> Person | Organisation | None:
    try:
        account, kind, pk = signing.loads(token, salt=_SALT, max_age=_FOUND_SECONDS)
    except signing.BadSignature:
        return None
    if account != by.account_id:
        return None
    model = Person if kind == "person" else Organisation
    return model._default_manager.filter(pk=pk).first()
