"""Pages of the rules: what judges now, a draft with other numbers, its trial, its release."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from onewindow.identity import public as identity
from onewindow.kernel.public import Conflict, NotAllowed
from onewindow.supervision import queries
from onewindow.supervision.errors import RuleInvalid, RuleNotFound
from onewindow.supervision.models import Level, Rule, Trial
from onewindow.supervision.services import ruling
from onewindow.supervision.standing import shipped

NUMBERS = {
    "day": "第几个工作日", "days": "工作日数", "more": "再过几个工作日升红牌", "times": "次数",
    "most": "最多次数", "same": "相同意见件数", "minutes": "分钟",
}  # fmt: skip


@require_GET
@identity.role_required("supervise")
def index(request: HttpRequest) -> HttpResponse:
    """Show all rules by family."""
    families = shipped("rules")["families"]
    rows = [(families[rule.code[0]], rule, _numbers(rule.numbers), draft) for rule, draft in queries.rules()]
    return render(request, "supervision/rules.html", {"rows": rows})


@require_GET
@identity.role_required("supervise")
def one(request: HttpRequest, code: str) -> HttpResponse:
    """Show a rule, its draft and trials."""
    return _one(request, code, {})


@require_POST
@identity.role_required("supervise")
def act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Draft, try, release or drop a rule."""
    by, given = identity.actor_of(request), request.POST
    try:
        if act == "draft":
            numbers = {name: _number(given.get(f"n_{name}", "")) for name in _rule(code)[0].numbers}
            ruling.draft_rule(
                by=by, code=code, level=given.get("level", ""), numbers=numbers,
                since=_date(given.get("since", "")), source=given.get("source", ""),
            )  # fmt: skip
        elif act == "trial":
            first, last = _date(given.get("first", "")), _date(given.get("last", ""))
            if first is None or last is None:
                raise RuleInvalid(errors={"first": ["请填写开始和结束日期。"]})
            ruling.ask_trial(by=by, code=code, first=first, last=last)
        elif act == "release":
            ruling.release_rule(by=by, code=code)
        elif act == "drop":
            ruling.drop_rule(by=by, code=code)
        else:
            raise Http404
    except RuleInvalid as refusal:
        return _one(request, code, refusal.errors)
    except (Conflict, NotAllowed) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "已保存。")
    return redirect("supervision:rule", code=code)


def _one(request: HttpRequest, code: str, errors: dict[str, list[str]]) -> HttpResponse:
    rule, draft = _rule(code)
    edited = draft or rule
    context = {
        "rule": rule,
        "draft": draft,
        "numbers": [(name, NUMBERS[name], value) for name, value in edited.numbers.items()],
        "now": _numbers(rule.numbers),
        "levels": Level.choices,
        "level": edited.level,
        "source": edited.source,
        "trials": list(Trial.objects.filter(rule=draft).order_by("-id")[:5]) if draft else [],
        "errors": errors,
    }
    return render(request, "supervision/rule.html", context, status=422 if errors else 200)


def _rule(code: str) -> tuple[Rule, Rule | None]:
    for rule, draft in queries.rules():
        if rule.code == code:
            return rule, draft
    raise RuleNotFound


def _numbers(numbers: dict[str, int]) -> str:
    return "，".join(f"{NUMBERS[name]} {value}" for name, value in numbers.items())


def _number(told: str) -> int:
    return int(told) if told.isdigit() and len(told) < 5 else 0


def _date(told: str) -> date | None:
    try:
        return date.fromisoformat(told)
    except ValueError:
        return None
