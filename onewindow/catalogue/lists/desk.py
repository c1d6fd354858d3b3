"""Desks of the lists: collecting, reviewing, allocating and publishing powers; adjustments; transfers."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from onewindow.catalogue import facets, policies
from onewindow.catalogue.errors import InvalidPower, InvalidTransfer
from onewindow.catalogue.models import AuthorityTransfer, PowerState, PowerStep, PowerVersion
from onewindow.catalogue.queries import lists as queries
from onewindow.catalogue.queries.conditions import Search
from onewindow.catalogue.queries.search import search
from onewindow.catalogue.services import powers as services
from onewindow.catalogue.services.transfers import transfer_authority
from onewindow.government.public import agencies_in
from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import Actor

WAITING = (PowerState.COLLECTED, PowerState.REVIEWED, PowerState.ALLOCATED)
SAID = {
    "collect": "清理",
    "agree-staffing": "编制审核同意",
    "agree-legality": "法制审核同意",
    "back-staffing": "编制审核退回",
    "back-legality": "法制审核退回",
    "allocate": "配权",
    "publish": "公布",
    "adopt": "承接原有清单",
    "suspended": "暂停",
    "running": "恢复",
    "cancelled": "取消",
}


def _text(request: HttpRequest, name: str, most: int = 2000) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:most]


def _day(request: HttpRequest, name: str, wrong: Callable[[str], Exception]) -> date | None:
    text = _text(request, name, 20)
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise wrong("日期请写成 2026-12-01 的样子。") from None


@require_http_methods(["GET", "POST"])
@role_required(*policies.EDITORS)
def powers(request: HttpRequest) -> HttpResponse:
    """List powers on their way and open adjustments; a POST opens or closes an adjustment."""
    by = actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            _adjust(by, request)
        except InvalidPower as refusal:
            errors = refusal.errors
        else:
            messages.success(request, "已记录。")
            return redirect("lists:desk-powers")
    context = {
        "rows": [(v, facets.label("item_type", v.power_type)) for v in queries.powers(states=WAITING).rows],
        "adjustments": queries.adjustments(open_only=True),
        "causes": [{"value": k, "label": v} for k, v in services.rules()["causes"].items()],
        "orphans": queries.orphans(),
        "errors": errors,
        "given": request.POST,
        "drafts": by.has_role(policies.DRAFTER),
        "staffs": by.has_role(policies.STAFFING),
        "closes": by.has_role(policies.LEGALITY),
    }
    return render(request, "catalogue/desk_powers.html", context, status=422 if errors else 200)


def _adjust(by: Actor, request: HttpRequest) -> None:
    if number := _text(request, "close", 10):
        key = int(number) if number.isdigit() else 0
        services.close_adjustment(by=by, adjustment_id=key, outcome=_text(request, "outcome"))
        return
    day = _day(request, "cause_on", lambda said: InvalidPower(errors={"cause_on": [said]}))
    if day is None:
        raise InvalidPower(errors={"cause_on": ["请填写事由发生的日期。"]})
    services.open_adjustment(
        by=by, code=_text(request, "code", 40), cause=_text(request, "cause", 12),
        note=_text(request, "note"), cause_on=day,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@role_required(policies.DRAFTER)
def collect(request: HttpRequest) -> HttpResponse:
    """Collect a power of the own body, from an item in force or from nothing."""
    by = actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = services.collect_power(
                by=by,
                agency_id=int(by.agency or 0),
                code=_text(request, "code", 60),
                content=_content(request),
            )
        except InvalidPower as refusal:
            errors = refusal.errors
        else:
            return redirect("lists:desk-power", version_id=made.pk)
    given = request.POST if errors else _given_of(by, request.GET.get("power", "").replace("\x00", "")[:40])
    context = {
        "items": search(Search(agency=by.agency), size=200).items,
        "types": [{"value": c, "label": n} for c, n in facets.terms("item_type").items() if c != "20"],
        "own": queries.powers(agency=by.agency).rows,
        "errors": errors,
        "given": given,
        "picked": request.POST.getlist("items") if errors else given.get("items", []),
    }
    return render(request, "catalogue/desk_power_new.html", context, status=422 if errors else 200)


def _given_of(by: Actor, code: str) -> dict[str, Any]:
    """Return what the version in force of an own power says, as the form has it."""
    shown = queries.in_force(code) if code else None
    if shown is None or str(shown.power.agency_id) != by.agency:
        return {}
    lines = {
        "duties": [f"{row.get('duty', '')}｜{row.get('basis', '')}" for row in shown.duties],
        "accountability": [f"{row.get('case', '')}｜{row.get('basis', '')}" for row in shown.accountability],
        "exemptions": list(map(str, shown.exemptions)),
        "bases": [f"《{row.get('law', '')}》{row.get('article', '')}" for row in shown.bases],
    }
    return {
        **{name: "\n".join(rows) for name, rows in lines.items()},
        "code": shown.power.code, "name": shown.name, "power_type": shown.power_type,
        "supervision": shown.supervision, "remedies": shown.remedies, "items": shown.items,
    }  # fmt: skip


def _pairs(text: str, first: str) -> list[dict[str, str]]:
    """Read one row a line, the text and its basis with a bar between them."""
    parts = [line.replace("|", "｜").partition("｜") for line in text.splitlines() if line.strip()]
    return [{first: left.strip(), "basis": right.strip()} for left, _bar, right in parts]


def _content(request: HttpRequest) -> dict[str, object]:
    bases = []
    for line in _text(request, "bases").splitlines():
        law, _, article = line.strip().strip("《").partition("》")
        if law:
            bases.append(
                {"law": law, "short": law.removeprefix("中华人民共和国"), "article": article.strip()}
            )
    duties = _pairs(_text(request, "duties", 8000), "duty")
    accountability = _pairs(_text(request, "accountability", 8000), "case")
    exemptions = [line.strip() for line in _text(request, "exemptions").splitlines() if line.strip()]
    said = {"duties": duties, "accountability": accountability, "exemptions": exemptions}
    return {
        **{name: rows for name, rows in said.items() if rows},
        "name": _text(request, "name", 300),
        "power_type": _text(request, "power_type", 2),
        "bases": bases,
        "supervision": _text(request, "supervision"),
        "remedies": _text(request, "remedies"),
        "items": request.POST.getlist("items")[:50],
        "cause": _text(request, "cause"),
    }


@require_http_methods(["GET", "POST"])
@role_required(*policies.EDITORS)
def power(request: HttpRequest, version_id: int) -> HttpResponse:
    """Show a version on its way with its steps; a POST takes the next one."""
    by = actor_of(request)
    version = get_object_or_404(PowerVersion.objects.select_related("power__agency"), pk=version_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            _act(by, version, request)
        except InvalidPower as refusal:
            errors = refusal.errors
        else:
            messages.success(request, "已办理。")
            return redirect("lists:desk-power", version_id=version.pk)
    own = by.agency == str(version.power.agency_id)
    log = list(PowerStep.objects.filter(version=version))
    context = {
        "version": version,
        "type": facets.label("item_type", version.power_type),
        "log": [(step, SAID.get(step.action, step.action)) for step in log],
        "errors": errors,
        "given": request.POST,
        "steps_text": request.POST.get("steps", "") or _steps_text(version),
        "drafts": by.has_role(policies.DRAFTER),
        "own": own,
        "may_review": version.state == PowerState.COLLECTED
        and by.has_role(policies.STAFFING, policies.LEGALITY)
        and by.account_id not in {step.account_id for step in log},
        "may_allocate": version.state == PowerState.REVIEWED and own and by.has_role(policies.DRAFTER),
        "may_publish": version.state == PowerState.ALLOCATED
        and by.has_role(policies.DRAFTER)
        and version.drafter_id != by.account_id,
        "may_end": version.state in services.IN_FORCE and by.has_role(policies.DRAFTER),
    }
    return render(request, "catalogue/desk_power.html", context, status=422 if errors else 200)


def _steps_text(version: PowerVersion) -> str:
    """Return the steps as the form has them: of this version, or of the one before it."""
    before = version.steps or (known.steps if (known := queries.in_force(version.power.code)) else [])
    names = ("name", "post", "risk", "measure")
    return "\n".join("，".join(str(step.get(n, "")) for n in names) for step in before)


def _act(by: Actor, version: PowerVersion, request: HttpRequest) -> None:
    action, opinion = _text(request, "action", 12), _text(request, "opinion")
    if action in {"agree", "back"}:
        services.review_power(by=by, version_id=version.pk, agree=action == "agree", opinion=opinion)
    elif action == "allocate":
        services.allocate_power(by=by, version_id=version.pk, steps=_steps(_text(request, "steps")))
    elif action == "publish":
        services.publish_power(by=by, version_id=version.pk)
    elif action in {"suspended", "running", "cancelled"}:
        services.end_power(by=by, code=version.power.code, state=action, reason=opinion)
    else:
        raise InvalidPower(errors={"action": ["请选择要做什么。"]})


def _steps(text: str) -> list[dict[str, str]]:
    found = []
    for line in text.splitlines():
        if line.strip():
            parts = [part.strip() for part in line.replace(",", "，").split("，", 3)]
            found.append(dict(zip(("name", "post", "risk", "measure"), [*parts, "", "", ""], strict=False)))
    return found


@require_http_methods(["GET", "POST"])
@role_required(*policies.TRANSFERRERS)
def transfers(request: HttpRequest) -> HttpResponse:
    """Show transfers of authority and record new ones."""
    by = actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = _transfer(by, request)
        except InvalidTransfer as refusal:
            errors = refusal.errors
        else:
            messages.success(request, f"已记录 {made} 个事项的划转。")
            return redirect("lists:desk-transfers")
    rows = AuthorityTransfer.objects.select_related("item", "approving", "supervising")
    context = {
        "rows": rows.order_by("-pk")[:200],
        "agencies": [{"value": a.pk, "label": a.name} for a in agencies_in("45")],
        "drafts": by.has_role(policies.DRAFTER),
        "staffs": by.has_role(policies.STAFFING),
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "catalogue/desk_transfers.html", context, status=422 if errors else 200)


def _transfer(by: Actor, request: HttpRequest) -> int:
    def wrong(said: str) -> Exception:
        return InvalidTransfer(errors={"effective_from": [said]})

    start, end = _day(request, "effective_from", wrong), _day(request, "effective_to", wrong)
    if start is None:
        raise wrong("请填写开始日期。")
    body = _text(request, "approving", 10)
    made = transfer_authority(
        by=by,
        item_codes=_text(request, "items").split(),
        approving_id=int(body) if body.isdigit() else 0,
        seal=_text(request, "seal", 100),
        basis=_text(request, "basis"),
        effective_from=start,
        effective_to=end,
    )
    return len(made)
