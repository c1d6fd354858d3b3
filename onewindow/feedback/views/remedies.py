"""The desk of bad ratings: the body puts right, the supervising body calls back; odd patterns; the export."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.feedback import policies, rules
from onewindow.feedback.errors import RemedyInvalid
from onewindow.feedback.models import Rater, Rating, Remedy, Suspicion
from onewindow.feedback.queries import figures
from onewindow.feedback.queries import ratings as reads
from onewindow.feedback.services import remedies as verbs
from onewindow.feedback.services import watching as checks
from onewindow.feedback.states import WORKING, AppealState, Finding, RemedyState
from onewindow.feedback.views import asking
from onewindow.feedback.views.figures import month_choices
from onewindow.identity import public as identity
from onewindow.kernel.public import clock
from onewindow.ui.public import MARK, csv_line

POSTS = (*policies.HANDLERS, *policies.CENTRE)
HEAD = (
    "评价编号", "办件编号", "事项编码", "事项名称", "评价机构", "行政区划", "评价次序", "评价渠道",
    "评价时间", "满意度代码（GB/T 39046）", "星级", "评价详情", "文字评价", "是否计入",
)  # fmt: skip
RULES = {
    "burst": _("同一设备短时间内连续五星"),
    "hasty": _("同一窗口收件后立即五星"),
    "bare": _("几乎全是没有内容的五星"),
}


@never_cache
@require_safe
@identity.role_required(*POSTS)
def desk(request: HttpRequest) -> HttpResponse:
    """List the bad ratings of the post, open by their limit or ended."""
    by = identity.actor_of(request)
    watching, show = policies.is_centre(by), request.GET.get("show", "open")
    page = reads.desk(by, watching=watching, ended=show == "ended", after=request.GET.get("after", "")[:60])
    tabs = [
        {"label": _("办理中"), "href": "?show=open", "current": show != "ended"},
        {"label": _("已办结"), "href": "?show=ended", "current": show == "ended"},
    ]
    context = {"page": page, "watching": watching, "show": show, "tabs": tabs, "months": month_choices()}
    return render(request, "feedback/desk_ratings.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@identity.role_required(*POSTS)
def remedy(request: HttpRequest, remedy_id: UUID) -> HttpResponse:
    """Show a bad rating with what the post may do about it; a POST does one thing."""
    by = identity.actor_of(request)
    one, watching = reads.remedy_for(by, remedy_id)
    buttons = _buttons(one, watching)
    act, errors, rater = request.POST.get("act", ""), {}, None
    if request.method == "POST" and act in {*dict(buttons), "see"}:
        try:
            if act == "see":
                rater = _rater(verbs.open_rater(by=by, remedy_id=one.pk, reason=_reason(request)))
            else:
                _do(request, act, one)
                messages.success(request, _("已提交。"))
                return redirect("feedback:remedy", remedy_id=remedy_id)
        except RemedyInvalid as refusal:
            errors = refusal.errors
    labels = rules.options()
    acts = {*dict(buttons), *(["see"] if watching and not one.closed_at else [])}
    context = {
        "one": one,
        "watching": watching,
        "steps": one.steps.order_by("id"),
        "options": [labels[code].label for code in one.rating.options if code in labels],
        "case": reads.named_case(one),
        "buttons": buttons,
        "acts": acts if buttons or watching else set(),
        "findings": Finding.choices,
        "hint": _("评价人会看到。不要写出任何人的姓名和电话。"),
        "rater": rater,
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "feedback/desk_remedy.html", context, status=422 if errors else 200)


def _buttons(one: Remedy, watching: bool) -> list[tuple[str, str]]:
    if one.closed_at is not None:
        return []
    if one.appeal == AppealState.ASKED:
        decide = [("grant", _("申诉成立，不计入")), ("refuse", _("申诉不成立"))]
        return decide if watching else []
    if watching:
        said = [
            ("satisfied", _("回访：满意")),
            ("unsatisfied", _("回访：不满意")),
            ("silent", _("联系不上或不愿说")),
        ]
        return said if one.state == RemedyState.RECTIFIED else []
    found = [("contact", _("联系评价人"))]
    if one.state == RemedyState.OPEN and one.contacted_at:
        found = [("verify", _("写核实结果")), *found]
    if one.state == RemedyState.VERIFIED:
        found = [("rectify", _("报告整改结果")), *found]
    may_appeal = one.state in WORKING and not one.appeal and clock.today() <= one.appeal_until
    return [*found, ("appeal", _("申诉：误评或恶意"))] if may_appeal else found


def _do(request: HttpRequest, act: str, one: Remedy) -> None:
    about: dict[str, Any] = {
        "by": identity.actor_of(request),
        "remedy_id": one.pk,
        "text": asking.text_of(request, "text"),
    }
    called = {"satisfied": True, "unsatisfied": False, "silent": None}
    if act in called:
        verbs.call_back(**about, satisfied=called[act])
    elif act in {"grant", "refuse"}:
        verbs.decide_appeal(**about, granted=act == "grant")
    elif act == "verify":
        finding, is_complex = request.POST.get("finding", ""), request.POST.get("complex") == "true"
        verbs.report_finding(**about, finding=finding, complex_matter=is_complex)
    else:
        simple: dict[str, Callable[..., Remedy]] = {
            "contact": verbs.contact_rater, "rectify": verbs.rectify, "appeal": verbs.appeal,
        }  # fmt: skip
        simple[act](**about)


def _reason(request: HttpRequest) -> str:
    reason = asking.text_of(request, "see", 200).strip()
    if not 4 <= len(reason) <= 200:
        raise RemedyInvalid(errors={"see": [_("请写明为什么要看，4 至 200 个字。")]})
    return reason


def _rater(rater: Rater) -> dict[str, str]:
    holder = rater.organisation or rater.person
    name = holder.name if holder else _("没有留下姓名")
    return {"name": name, "mobile": (holder.mobile if holder else "") or "", "case": rater.case_number}


@never_cache
@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.CENTRE)
def suspicions(request: HttpRequest) -> HttpResponse:
    """List the odd patterns that wait; a POST decides about one."""
    by, errors = identity.actor_of(request), {}
    key = request.POST.get("suspicion", "")
    if request.method == "POST" and key.isascii() and key.isdigit() and len(key) < 18:
        try:
            checks.settle_suspicion(
                by=by, suspicion_id=int(key), confirmed=request.POST.get("confirmed") == "yes",
                text=asking.text_of(request, "text"),
            )  # fmt: skip
        except RemedyInvalid as refusal:
            errors = {f"text-{key}": refusal.errors["text"]}
        else:
            messages.success(request, _("已处理。"))
            return redirect("feedback:suspicions")
    rows: list[Suspicion] = reads.suspicions(by)
    for row in rows:
        row.told = RULES[row.rule]  # type: ignore[attr-defined]
    context = {"rows": rows, "errors": errors}
    return render(request, "feedback/suspicions.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@identity.role_required(*policies.CENTRE)
def export(request: HttpRequest) -> HttpResponse:
    """Give a month's ratings of the own region as CSV, in both codings."""
    by, month = identity.actor_of(request), figures.month_from(request.GET.get("month", "")[:7])
    verbs.note_export(by=by, month=month)
    answer = HttpResponse(_lines(reads.exported(by, month)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="ratings-{month:%Y-%m}.csv"'
    return answer


def _lines(rows: Iterator[tuple[Rating, Rater]]) -> Iterator[str]:
    yield MARK + csv_line(HEAD)
    for row, rater in rows:
        yield csv_line((
            str(row.pk), rater.case_number, row.item_code, row.item_name, row.agency.name, row.region_code,
            str(row.get_turn_display()), row.channel, f"{clock.local(row.at):%Y-%m-%d %H:%M:%S}",
            row.national_code, str(row.stars or ""), ",".join(row.options), row.text or "",
            "否" if row.excluded else "是",
        ))  # fmt: skip
