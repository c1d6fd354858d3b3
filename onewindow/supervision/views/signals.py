"""Pages that show signals, responsibility cases and letters to supervision and to the watched."""

import json

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onewindow.government.public import Agency
from onewindow.identity import public as identity
from onewindow.supervision import policies, queries
from onewindow.supervision.errors import NotWatched
from onewindow.supervision.judging import codes
from onewindow.supervision.models import Level, Measure, SignalState
from onewindow.supervision.services.holding import SETTLED
from onewindow.supervision.standing import handling, shipped

STEPS = {
    "raised": "发出信号", "explain": "说明", "confirm": "认定", "revoke": "撤销", "appeal": "申诉",
    "uphold": "维持认定", "overturn": "申诉后撤销", "correct": "报告整改", "close": "核实办结",
    "reject": "退回整改", "accountable": "提起责任追究",
}  # fmt: skip


@require_GET
@identity.role_required("supervise")
def index(request: HttpRequest) -> HttpResponse:
    """Show the signals of the region, narrowed by filters that stay in the address."""
    by = identity.actor_of(request)
    context = {
        "page": queries.signals_page(by, request.GET),
        "waiting": queries.waiting_for(by),
        "levels": Level.choices,
        "states": SignalState.choices,
        "rules": [(code, shipped("rules")["rules"][code]["title"]) for code in codes()],
        "given": request.GET,
    }
    return render(request, "supervision/signals.html", context)


@require_GET
@identity.sign_in_required
def watched(request: HttpRequest) -> HttpResponse:
    """Show an officer the signals about the own work, the head those of the body, and what waits."""
    by = identity.actor_of(request)
    if not policies.is_watched(by):
        raise NotWatched
    context = {
        "page": queries.signals_page(by, request.GET),
        "waiting": queries.waiting_for(by),
        "letters": queries.recommendations(by, {}).items[:5],
        "held": queries.accountabilities(by, {}).items[:5],
        "days": handling("explain"),
        "given": request.GET,
    }
    return render(request, "supervision/watched.html", context)


@require_GET
@identity.sign_in_required
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show a signal: rule, evidence, what was said, what may be done now."""
    return shown(request, number, {})


def shown(request: HttpRequest, number: str, errors: dict[str, list[str]]) -> HttpResponse:
    """Show a signal with what was wrong in a form."""
    by = identity.actor_of(request)
    whole = queries.signal_for(by, number)
    supervisor = policies.is_supervisor(by) and whole.signal.person != by.label
    context = {
        "whole": whole,
        "signal": whole.signal,
        "supervisor": supervisor,
        "watched": not supervisor and by.agency == str(whole.signal.agency_id),
        "title": shipped("rules")["rules"][whole.signal.rule]["title"],
        "family": shipped("rules")["families"][whole.signal.rule[0]],
        "measures": Measure.choices,
        "evidence": json.dumps(whole.signal.evidence, ensure_ascii=False, indent=2, sort_keys=True),
        "steps": [
            {"at": step.at, "title": STEPS.get(step.kind, step.kind), "who": step.who, "detail": step.words}
            for step in whole.steps
        ],
        "may_hold": whole.accountability is None
        and whole.signal.level == Level.RED
        and whole.signal.state in SETTLED,
        "appeal_days": handling("appeal"),
        "errors": errors,
        "typed": request.POST,
    }
    return render(request, "supervision/signal.html", context, status=422 if errors else 200)


@require_GET
@identity.role_required("supervise")
def accountabilities(request: HttpRequest) -> HttpResponse:
    """Show the responsibility cases of the region."""
    page = queries.accountabilities(identity.actor_of(request), request.GET)
    return render(request, "supervision/accountabilities.html", {"page": page})


@require_GET
@identity.role_required("supervise")
def recommendations(request: HttpRequest) -> HttpResponse:
    """Show the letters of the region and the form for a new one."""
    return letters(request, {})


def letters(request: HttpRequest, errors: dict[str, list[str]]) -> HttpResponse:
    """Show the letters with what was wrong in the form."""
    by = identity.actor_of(request)
    bodies = Agency.objects.filter(region_code__startswith=by.region_prefix).order_by("region_code", "id")
    context = {
        "page": queries.recommendations(by, request.GET),
        "bodies": [(body.pk, body.name) for body in bodies[:500]],
        "errors": errors,
        "typed": request.POST or request.GET,
    }
    return render(request, "supervision/recommendations.html", context, status=422 if errors else 200)
