"""Desk pages of the daily account: every system's day, one system's rows behind the numbers, the export."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onewindow.exchange import policies
from onewindow.exchange.contracts import label
from onewindow.exchange.docking import accounts, reads
from onewindow.exchange.gate.reads import day_of
from onewindow.identity.public import role_required
from onewindow.kernel.public import clock
from onewindow.ui.public import MARK, csv_line

HEAD = (
    "日期",
    "系统编号",
    "系统",
    "管理单位",
    "发来",
    "接口报送",
    "采集",
    "摆渡",
    "已接收",
    "已退回",
    "等待处理",
    "相差",
)


@never_cache
@require_safe
@role_required(*policies.VIEWERS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the account of every system for a day, yesterday unless asked."""
    day, errors = _day(request)
    everything = accounts.every_line(day)
    differing = [one for one in everything if one.account.difference]
    page = accounts.page_of(everything, request.GET.get("after", ""))
    context = _around(day) | {
        "page": page, "whole": accounts.whole(everything), "differing": differing, "errors": errors,
        "tab": "reconciliation",
    }  # fmt: skip
    return render(request, "exchange/reconciliation.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@role_required(*policies.VIEWERS)
def system(request: HttpRequest, code: str) -> HttpResponse:
    """Show one system's day: what became of each data set, and the rows behind every number."""
    (day, errors), row = _day(request), reads.system(code)
    account = accounts.accounts([row.code], day)[row.code]
    page, kinds = accounts.calls(row.code, day, request.GET.dict()), day_of(row.code, day)["kinds"]
    assert isinstance(kinds, dict)
    context: dict[str, Any] = _around(day) | {
        "row": row, "account": account, "errors": errors, "page": page, "tab": "reconciliation",
        "kinds": [(label(kind), told) for kind, told in kinds.items()],
        "lines": [(one, label(one.resource)) for one in page.items],
        "runs": accounts.runs(row.code, day), "bundles": accounts.bundles(row.code, day),
        "missing": accounts.missing(row.code, day) if account.difference else [],
        "strays": accounts.strays(row.code, day) if account.difference and not account.carried else [],
    }  # fmt: skip
    return render(request, "exchange/reconciliation_system.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@role_required(*policies.VIEWERS)
def export(request: HttpRequest) -> HttpResponse:
    """Give a day's accounts as CSV."""
    day, _errors = _day(request)
    text = MARK + csv_line(HEAD)
    for one in accounts.every_line(day):
        told = one.account
        text += csv_line((
            day.isoformat(), one.system.code, one.system.name, one.system.agency.name, told.sent, told.called,
            told.fed, told.carried, told.accepted, told.rejected, told.pending, told.difference,
        ))  # fmt: skip
    answer = HttpResponse(text, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="reconciliation-{day}.csv"'
    return answer


def _day(request: HttpRequest) -> tuple[date, dict[str, list[str]]]:
    """Return the day asked for and what is wrong with it; yesterday where none is told."""
    text, yesterday = request.GET.get("day", "").strip(), clock.today() - timedelta(days=1)
    if not text:
        return yesterday, {}
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return yesterday, {"day": [_("日期写成年-月-日，例如%(day)s。") % {"day": yesterday}]}
    if not date(2000, 1, 1) <= day <= clock.today():
        return yesterday, {"day": [_("只能查今天和以前的日期。")]}
    return day, {}


def _around(day: date) -> dict[str, object]:
    following = day + timedelta(days=1)
    return {
        "day": day, "before": day - timedelta(days=1), "today": day == clock.today(),
        "following": following if following <= clock.today() else None,
    }  # fmt: skip
