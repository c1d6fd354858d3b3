"""Pages: in whose name one acts, giving and taking mandates, binding a firm, and the counter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from onewindow.identity.forms import AccountForm
from onewindow.identity.guards import role_required, sign_in_required
from onewindow.identity.mandates import heads, policies, queries, services
from onewindow.identity.mandates.errors import MandateInvalid, MandateNotFound, PartyChanged
from onewindow.identity.mandates.forms import BindForm, CounterForm, OfferForm
from onewindow.identity.mandates.kinds import kinds
from onewindow.identity.mandates.models import Kind
from onewindow.identity.middleware import ACTING
from onewindow.identity.policies import LEVEL_GIVERS
from onewindow.identity.queries import actor_of
from onewindow.kernel.public import Actor, Invalid, NotAllowed

form_page = require_http_methods(["GET", "POST"])


@never_cache
@require_safe
@sign_in_required
def index(request: HttpRequest) -> HttpResponse:
    """Show for whom the person may act, what waits for an answer, what was given."""
    by = actor_of(request)
    login = heads.login_of(by)
    context = {
        "mandates": queries.mandates_of(by),
        "actor": by,
        "is_principal": policies.is_principal(by),
        "login": login,
        "next": _next(request, ""),
        "may_bind": by.agent_id is not None or by.person_id is not None,
    }
    return render(request, "identity/mandates.html", context)


@require_POST
@sign_in_required
def act(request: HttpRequest) -> HttpResponse:
    """Act in another's name from now on, or in one's own again."""
    reference = request.POST.get("mandate", "")[:20]
    request.session.pop(ACTING, None)
    if reference:
        shown = queries.mandate_for(actor_of(request), reference)
        if not shown.may_act:
            raise MandateNotFound
        request.session[ACTING] = reference
        messages.success(request, _("现在以“%(name)s”的名义办理。") % {"name": shown.principal})
    else:
        messages.success(request, _("现在以您本人的名义办理。"))
    return redirect(_next(request, "/my/"))


@never_cache
@form_page
@sign_in_required
def bind(request: HttpRequest) -> HttpResponse:
    """Take the code of an organisation; the register says whether the person heads it."""
    form = BindForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            mandate = heads.bind_organisation(by=actor_of(request), uscc=form.cleaned_data["uscc"])
        except Invalid as refusal:
            form.add_refusal(refusal if refusal.errors else Invalid(errors={"uscc": [refusal.message]}))
        else:
            request.session[ACTING] = mandate.reference
            said = _("绑定成功，现在以“%(name)s”的名义办理。请核对下面谁能代它办事。")
            messages.success(request, said % {"name": mandate.principal.name})
            return redirect("identity:mandates")
    return _page(request, "identity/mandate_bind.html", form, days=kinds()[Kind.HEAD].days)


@never_cache
@form_page
@sign_in_required
def offer(request: HttpRequest) -> HttpResponse:
    """Offer a mandate in the name of the present party; items are found by words and ticked."""
    by = actor_of(request)
    policies.require_principal(by)
    ticked = request.POST.getlist("items")[: services.MOST_ITEMS + 1]
    finding = request.method == "POST" and "find" in request.POST
    form = OfferForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not finding:
        _require_same_party(request, by)
        if form.is_valid() and _offered(request, by, form, ticked):
            return redirect("identity:mandates")
    kind = kinds()[Kind.AGENT if by.organisation_id else Kind.HELPER]
    context = {
        "kind": kind,
        "party": by.name,
        "on_behalf": by.on_behalf,
        "scope": request.POST.get("scope", "all"),
        "wanted": request.POST.get("wanted", "")[:60],
        "choices": _choices(ticked, request.POST.get("wanted", "")[:60]),
        "finding": finding,
    }
    if finding:
        form.errors.clear()
    return _page(request, "identity/mandate_offer.html", form, **context)


@never_cache
@form_page
@sign_in_required
def one(request: HttpRequest, reference: str) -> HttpResponse:
    """Show a mandate; a POST takes it or ends it."""
    by = actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            if "accept" in request.POST:
                services.accept_mandate(by=by, reference=reference)
                messages.success(request, _("已接受。办事前先换成委托人的名义。"))
            else:
                services.end_mandate(by=by, reference=reference, reason=request.POST.get("reason", ""))
                messages.success(request, _("授权已结束，从现在起不能再用。"))
        except MandateInvalid as refusal:
            errors = refusal.errors
        else:
            return redirect("identity:mandates")
    shown = queries.mandate_for(by, reference)
    context = {"one": shown, "errors": errors, "given": request.POST, "today": None}
    return render(request, "identity/mandate.html", context, status=422 if errors else 200)


@require_POST
@sign_in_required
def login(request: HttpRequest) -> HttpResponse:
    """Stop the organisation's own login or let it in again."""
    by = actor_of(request)
    _require_same_party(request, by)
    account = heads.set_login(by=by, usable=request.POST.get("usable") == "1")
    told = _("单位账号可以登录了。") if account.is_active else _("单位账号已停用，已在所有设备上退出。")
    messages.success(request, told)
    return redirect("identity:mandates")


@never_cache
@form_page
@role_required(*LEVEL_GIVERS)
def counter(request: HttpRequest) -> HttpResponse:
    """Record a guardian or a helper at the counter."""
    form = CounterForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            mandate = services.record_at_counter(by=actor_of(request), **form.cleaned_data)
        except (Invalid, NotAllowed) as refusal:
            told = getattr(refusal, "errors", None) or {"agent_number": [refusal.message]}
            form.add_refusal(Invalid(errors=told))
        else:
            said = _("已登记：%(agent)s可以代%(name)s办理，到%(last)s止。")
            last = mandate.valid_until
            messages.success(
                request,
                said
                % {
                    "agent": mandate.agent_name,
                    "name": mandate.principal.name,
                    "last": f"{last.year}年{last.month}月{last.day}日",
                },
            )
            return redirect("identity:counter-mandates")
    return _page(request, "identity/counter_mandate.html", form)


def _offered(request: HttpRequest, by: Actor, form: OfferForm, ticked: list[str]) -> bool:
    everything = request.POST.get("scope") == "all"
    if not everything and not ticked:
        form.add_error(None, _("请选择至少一个事项，或者选“全部事项”。"))
        return False
    try:
        services.offer_mandate(by=by, items=[] if everything else ticked, **form.cleaned_data)
    except Invalid as refusal:
        form.add_refusal(refusal)
        return False
    messages.success(request, _("授权已发出。对方本人登录后在“以谁的名义办”里接受，就可以代办。"))
    return True


def _choices(ticked: list[str], wanted: str) -> list[tuple[str, str, bool]]:
    """Return the items ticked already and those found, each once."""
    chosen = queries.find_items(",".join(ticked)) if ticked else []
    known = {code for code, _name in chosen}
    found = [(code, name, False) for code, name in queries.find_items(wanted) if code not in known]
    return [*((code, name, True) for code, name in chosen), *found]


def _require_same_party(request: HttpRequest, by: Actor) -> None:
    """Raise PartyChanged when the form was opened in another's name."""
    if request.POST.get("on_behalf", "") != by.on_behalf:
        raise PartyChanged


def _next(request: HttpRequest, otherwise: str) -> str:
    wanted = request.POST.get("next") or request.GET.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if safe else otherwise


def _page(request: HttpRequest, template: str, form: AccountForm, **context: object) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, template, {"form": form, "errors": form.errors, **context}, status=status)
