"""Account pages: register, levels, mobile, who looked at my data."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.identity import papers
from onewindow.identity import public as identity
from onewindow.identity.forms import (
    AccountForm,
    CodeForm,
    MobileForm,
    OrganisationForm,
    PersonForm,
)
from onewindow.identity.levels import MEANINGS, MEANS, Level
from onewindow.identity.services.throttles import take_try
from onewindow.identity.signin import entering
from onewindow.identity.signin.places import place_of
from onewindow.kernel.public import Actor, Invalid, clock

form_page = require_http_methods(["GET", "POST"])


def _given(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _may_verify(actor: Actor, account: identity.Account) -> bool:
    person = account.person
    return person is not None and actor.level == Level.REGISTERED and papers.kind(person.paper).online


def _evidence(actor: Actor) -> list[tuple[object, ...]]:
    """Return evidence rows with their means in words, who checked, and whether they are over."""
    system, today = _("系统"), clock.today()
    return [
        (row, MEANS.get(row.means, row.means), row.who or system, row.valid_until and row.valid_until < today)
        for row in identity.evidence_of(actor)
    ]


def _page(request: HttpRequest, template: str, form: AccountForm, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "errors": form.errors, **context}, status=status)


@never_cache
@form_page
def register(request: HttpRequest, kind: str = "person") -> HttpResponse:
    """Open an account for a person or an organisation."""
    by = identity.actor_of(request)
    form = PersonForm(_given(request)) if kind == "person" else OrganisationForm(_given(request))
    if form.is_valid():
        try:
            take_try("register-address", place_of(request).address)
            if kind == "person":
                account = identity.register_person(by=by, **form.given())
            else:
                account = identity.register_organisation(by=by, **form.given())
        except Invalid as refusal:
            form.add_refusal(refusal)
        else:
            entering.complete(request, account, "register")
            messages.success(request, _("注册成功，您现在是 L1。下一步可以提高认证等级。"))
            return redirect("identity:level")
    return _page(request, "identity/register.html", form, kind=kind)


@never_cache
@form_page
@identity.sign_in_required
def level(request: HttpRequest) -> HttpResponse:
    """Show what the account may do and how to raise its level; a POST asks the population register."""
    actor = identity.actor_of(request)
    account = request.user
    assert isinstance(account, identity.Account)
    failed = ""
    if request.method == "POST" and actor.account_id is not None and _may_verify(actor, account):
        try:
            identity.verify_name(by=actor, account_id=actor.account_id)
        except Invalid as refusal:
            failed = refusal.message
        else:
            messages.success(request, _("姓名和证件号码核对一致，您现在是 L2。"))
            return redirect("identity:level")
    context = {
        "level": actor.level,
        "levels": [(step, step.label, MEANINGS[step]) for step in identity.Level],
        "may_verify": _may_verify(actor, account),
        "evidence": _evidence(actor),
        "paper_name": papers.kind(account.person.paper).name if account.person else "",
        "is_person": actor.person_id is not None,
        "is_official": actor.kind == "official",
        "mobile_confirmed": account.person is not None and account.person.mobile_hash is not None,
        "failed": failed,
        "applicant": identity.applicant_of(account),
    }
    return render(request, "identity/level.html", context, status=422 if failed else 200)


@never_cache
@form_page
@identity.sign_in_required
def mobile(request: HttpRequest) -> HttpResponse:
    """Take the mobile number to confirm; a POST sends a code to it."""
    by = identity.actor_of(request)
    first = {"mobile": identity.applicant_of(request.user).mobile}
    form = MobileForm(_given(request), initial=first)
    if form.is_valid():
        try:
            identity.send_mobile_code(by=by, mobile=form.cleaned_data["mobile"])
        except Invalid as refusal:
            form.add_refusal(Invalid(errors={"mobile": [refusal.message]}))
        else:
            return redirect("identity:mobile-code")
    return _page(request, "identity/mobile.html", form, step="mobile")


@never_cache
@form_page
@identity.sign_in_required
def mobile_code(request: HttpRequest) -> HttpResponse:
    """Take the code that was sent; a POST confirms the number."""
    form = CodeForm(_given(request))
    if form.is_valid():
        try:
            identity.confirm_mobile(by=identity.actor_of(request), code=form.cleaned_data["code"])
        except Invalid as refusal:
            form.add_refusal(Invalid(errors={"code": [refusal.message]}))
        else:
            messages.success(request, _("手机号已确认，以后可以用它登录。"))
            return redirect("identity:level")
    return _page(request, "identity/mobile.html", form, step="code")


@never_cache
@require_GET
@identity.sign_in_required
def accesses(request: HttpRequest) -> HttpResponse:
    """Show who looked at my data."""
    before = request.GET.get("before", "")
    cursor = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    rows = identity.accesses_of(identity.actor_of(request), before=cursor)
    more = len(rows) > identity.ACCESSES_A_PAGE
    rows = rows[: identity.ACCESSES_A_PAGE]
    context = {"rows": rows, "older": rows[-1].pk if more else None, "newest": cursor is None}
    return render(request, "identity/accesses.html", context)
