"""Desk pages of sharing: catalogue, demands, grants, doubts, and the public figures."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.exchange import limits, policies, queries
from onewindow.exchange.docking import reads as systems
from onewindow.exchange.docking.errors import UnknownSystem
from onewindow.exchange.models import Resource, Sharing, Standing
from onewindow.exchange.sharing import catalogue, demands, doubts, grants, reads
from onewindow.exchange.sharing.errors import DemandInvalid, OthersSystem
from onewindow.exchange.sharing.models import Demand, DemandState, Doubt, DoubtState
from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import Actor, Conflict

Errors = dict[str, list[str]]
_TYPES = {"text": "文本", "code": "代码", "date": "日期", "boolean": "是否", "integer": "整数"}
_ABOUT = {"person": "自然人", "organisation": "法人"}


@never_cache
@require_safe
@role_required(*policies.VIEWERS)
def resources(request: HttpRequest) -> HttpResponse:
    """List the resource catalogue."""
    klass, sharing, text = (request.GET.get(name, "") for name in ("class", "sharing", "q"))
    standing = request.GET.get("standing", "")
    context = {
        "rows": catalogue.rows(klass=klass, sharing=sharing, text=text, standing=standing),
        "standing": standing,
        "standings": Standing.choices,
        "decider": actor_of(request).has_role(*policies.DECIDERS),
        "classes": limits.classes(),
        "sharings": Sharing.choices,
        "tab": "resources",
        "klass": klass,
        "sharing": sharing,
        "q": text,
    }
    return render(request, "exchange/resources.html", context)


@never_cache
@require_safe
@role_required(*policies.VIEWERS)
def resource(request: HttpRequest, code: str) -> HttpResponse:
    """Show a resource: metadata, fields, lineage, scores, who may read it."""
    row = queries.resource(code)
    last = catalogue.score_of(row)
    context = {
        "row": row,
        "score": last,
        "group": catalogue.group_words(row),
        "tab": "resources",
        "method": catalogue.method_words(row),
        "fields": _fields(row),
        "about": _ABOUT.get(row.about, row.about),
        "uses": catalogue.uses_of(row),
        "items": catalogue.items_seen(row),
        "linked": [one for one in queries.resources() if one.code in row.linked],
        "missing": [catalogue.LABELS[name] for name in last.missing],
        "changes": row.changes.order_by("-revision")[:20],
        "keeps": policies.may_keep(actor_of(request), row.provider),
        "grants": reads.grants({"resource": row.code}).items,
        "asker": actor_of(request).has_role(*policies.ASKERS),
    }
    return render(request, "exchange/resource.html", context)


def _fields(row: Resource) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "label": told["label"],
            "type": _TYPES.get(told["type"], told["type"]),
            "length": told.get("length", ""),
            "nullable": told.get("nullable", False),
        }
        for name, told in row.fields.items()
    ]


@never_cache
@require_safe
@role_required(*policies.VIEWERS)
def demand_list(request: HttpRequest) -> HttpResponse:
    """List demands."""
    context = {"page": reads.demands(request.GET.dict()), "states": DemandState.choices, "tab": "demands"}
    return render(request, "exchange/demands.html", context | {"given": request.GET})


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.ASKERS)
def demand_new(request: HttpRequest, code: str) -> HttpResponse:
    """Put a demand for a resource."""
    row = queries.resource(code)
    errors: Errors = {}
    if request.method == "POST":
        given = {name: str(value) for name, value in request.POST.items()}
        try:
            made = demands.ask_demand(
                by=actor_of(request),
                system=given.get("system", ""),
                resource=code,
                given=given,
                fields=request.POST.getlist("fields"),
            )
        except DemandInvalid as refusal:
            errors = refusal.errors
        except (Conflict, UnknownSystem, OthersSystem) as refusal:
            errors = {"system": [refusal.message]}
        else:
            said = (
                _("已授权，马上可以使用。")
                if made.state == DemandState.GRANTED
                else _("已提交，等提供方答复。")
            )
            messages.success(request, said)
            return redirect("exchange:demand", number=made.number)
    context = {
        "row": row,
        "errors": errors,
        "given": request.POST,
        "systems": systems.choices_of(actor_of(request)),
        "tab": "demands",
        "fields": [(one["name"], f"{one['label']}（{one['name']}）") for one in _fields(row)],
        "chosen": request.POST.getlist("fields"),
        "rate": limits.count("rate"),
        "days": limits.limit_days("demand"),
    }
    return render(request, "exchange/demand_new.html", context, status=422 if errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.VIEWERS)
def demand(request: HttpRequest, number: str) -> HttpResponse:
    """Show a demand; a POST does one thing with it."""
    by, errors = actor_of(request), {}
    if request.method == "POST":
        act = _ACTS.get(request.POST.get("do", ""))
        try:
            if act is not None:
                messages.success(request, act(by, number, request))
        except DemandInvalid as refusal:
            errors = refusal.errors
        else:
            return redirect("exchange:demand", number=number)
    row = reads.demand(number)
    context = {
        "row": row,
        "errors": errors,
        "given": request.POST,
        "tab": "demands",
        "labels": _labels(row),
        "grant": getattr(row, "grant", None),
        "rights": _rights(by, row),
    }
    return render(request, "exchange/demand.html", context, status=422 if errors else 200)


def _labels(row: Demand) -> list[str]:
    return [str(row.resource.fields.get(name, {}).get("label", name)) for name in row.fields]


def _rights(by: Actor, row: Demand) -> dict[str, bool]:
    """Tell which acts the page offers; the verbs decide again."""
    data = by.has_role(*policies.DECIDERS)
    speaks = policies.may_speak_for(by, row.asked_by, row.system.agency_id)
    return {
        "decide": data and row.state == DemandState.ASKED and by.label != row.asked_by,
        "settle": data and policies.is_operator(by) and row.state == DemandState.MEDIATION,
        "object": speaks and row.state == DemandState.REFUSED,
        "withdraw": speaks and row.is_open,
    }


def _grant(by: Actor, number: str, request: HttpRequest) -> str:
    demands.grant_demand(by=by, number=number, note=request.POST.get("note", ""))
    return _("已授权，立即生效。")


def _refuse(by: Actor, number: str, request: HttpRequest) -> str:
    demands.refuse_demand(by=by, number=number, reason=request.POST.get("reason", ""))
    return _("已答复不同意。")


def _object(by: Actor, number: str, request: HttpRequest) -> str:
    demands.ask_mediation(by=by, number=number, reason=request.POST.get("objection", ""))
    return _("已提请协调。")


def _settle(by: Actor, number: str, request: HttpRequest) -> str:
    grant = request.POST.get("settle") == "grant"
    demands.settle_demand(by=by, number=number, grant=grant, opinion=request.POST.get("opinion", ""))
    return _("协调意见已写入。")


def _withdraw(by: Actor, number: str, request: HttpRequest) -> str:
    demands.withdraw_demand(by=by, number=number)
    return _("已撤回。")


_ACTS: dict[str, Callable[[Actor, str, HttpRequest], str]] = {
    "grant": _grant,
    "refuse": _refuse,
    "object": _object,
    "settle": _settle,
    "withdraw": _withdraw,
}


@never_cache
@require_safe
@role_required(*policies.VIEWERS)
def grant_list(request: HttpRequest) -> HttpResponse:
    """List grants."""
    context = {
        "page": reads.grants(request.GET.dict()),
        "open": request.GET.get("open", "1"),
        "tab": "grants",
    }
    return render(request, "exchange/grants.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.VIEWERS)
def grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Show a grant; a POST ends it."""
    errors: Errors = {}
    if request.method == "POST":
        try:
            grants.end_grant(by=actor_of(request), grant_id=grant_id, reason=request.POST.get("reason", ""))
        except DemandInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("授权已终止，一秒之内不再放行。"))
            return redirect("exchange:grant", grant_id=grant_id)
    row = reads.grant(grant_id)
    labels = [row.resource.fields.get(name, {}).get("label", name) for name in row.fields]
    context = {
        "row": row,
        "labels": labels,
        "errors": errors,
        "given": request.POST,
        "tab": "grants",
        "decider": actor_of(request).has_role(*policies.DECIDERS),
    }
    return render(request, "exchange/grant.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@role_required(*policies.VIEWERS)
def doubt_list(request: HttpRequest) -> HttpResponse:
    """List doubts."""
    context = {"page": reads.doubts(request.GET.dict()), "states": DoubtState.choices, "tab": "doubts"}
    return render(request, "exchange/doubts.html", context | {"given": request.GET})


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.ASKERS)
def doubt_new(request: HttpRequest, code: str) -> HttpResponse:
    """Report a doubt about a resource's data."""
    row, errors = queries.resource(code), {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("field", "case", "receipt", "said")}
        try:
            made = doubts.report_doubt(by=actor_of(request), resource=code, **given)
        except DemandInvalid as refusal:
            errors = refusal.errors
        except Conflict as refusal:
            errors = {"receipt": [refusal.message]}
        else:
            messages.success(request, _("已提交校核，提供方会在时限内答复。"))
            return redirect("exchange:doubt", number=made.number)
    fields = [(one["name"], one["label"]) for one in _fields(row)]
    context = {"row": row, "errors": errors, "given": request.POST, "fields": fields, "tab": "doubts"}
    return render(request, "exchange/doubt_new.html", context, status=422 if errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.VIEWERS)
def doubt(request: HttpRequest, number: str) -> HttpResponse:
    """Show a doubt; a POST answers it."""
    by, errors = actor_of(request), {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("state", "answer")}
        try:
            doubts.answer_doubt(by=by, number=number, **given)
        except DemandInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("已答复。"))
            return redirect("exchange:doubt", number=number)
    row: Doubt = reads.doubt(number)
    results = [choice for choice in DoubtState.choices if choice[0] != DoubtState.ASKED]
    context = {
        "row": row,
        "errors": errors,
        "given": request.POST,
        "results": results,
        "tab": "doubts",
        "label": row.resource.fields.get(row.field, {}).get("label", row.field),
        "decide": by.has_role(*policies.DECIDERS)
        and row.state == DoubtState.ASKED
        and by.label != row.asked_by,
    }
    return render(request, "exchange/doubt.html", context, status=422 if errors else 200)


@require_safe
def public_figures(request: HttpRequest) -> HttpResponse:
    """Show everybody how much is shared, and what is shared by whom."""
    context = {"figures": reads.figures(), "rows": catalogue.rows(), "systems": systems.by_state()}
    return render(request, "exchange/public_figures.html", context)
