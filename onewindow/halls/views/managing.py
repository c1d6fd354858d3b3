"""Pages of those who manage a hall: the board of today, the report of a span, arranging it."""

import csv
import io
from collections.abc import Callable
from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.halls import policies
from onewindow.halls import public as halls
from onewindow.halls.errors import SetupInvalid
from onewindow.halls.models import HallDay, Line, Staff
from onewindow.halls.queries import halls as reads
from onewindow.halls.queries import tickets as numbers
from onewindow.halls.states import LineKind
from onewindow.identity.public import actor_of, sign_in_required
from onewindow.kernel.public import Actor, Conflict, Invalid, clock

HEAD = (
    "项目",
    "取号",
    "办结",
    "过号和作废",
    "放弃",
    "平均等候（分钟）",
    "九成在以内（分钟）",
    "平均办理（分钟）",
)


@require_http_methods(["GET", "POST"])
@sign_in_required
def board(request: HttpRequest, hall_id: int) -> HttpResponse:
    """Show how a hall stands now; a POST ends the sitting of somebody who forgot to leave."""
    by = actor_of(request)
    policies.require_manager(by, hall_id)
    errors: dict[str, list[str]] = {}
    key = request.POST.get("relieve", "")
    if request.method == "POST" and key.isdigit() and len(key) < 19:
        try:
            halls.relieve_counter(by=by, counter_id=int(key))
        except Conflict as refusal:
            errors = {"relieve": [refusal.message]}
        else:
            messages.success(request, "已代为离岗。")
            return redirect("halls:board", hall_id=hall_id)
    found = reads.hall(hall_id)
    context = {"hall": found, "board": halls.board(found), "now": clock.now(), "errors": errors}
    return render(request, "halls/board.html", context, status=409 if errors else 200)


def _span(request: HttpRequest) -> tuple[date, date]:
    today = clock.today()

    def read(name: str, default: date) -> date:
        try:
            return date.fromisoformat(request.GET.get(name, ""))
        except ValueError:
            return default

    last = min(read("to", today), today)
    return min(read("from", last - timedelta(days=6)), last), last


@require_safe
@sign_in_required
def report(request: HttpRequest, hall_id: int) -> HttpResponse:
    """Show the figures of a span of days by line and counter; they rank no person."""
    policies.require_manager(actor_of(request), hall_id)
    found, (first, last) = reads.hall(hall_id), _span(request)
    made = halls.report(found, first, last)
    parts = [made.lines, made.counters, [made.whole]]
    context = {"hall": found, "report": made, "parts": parts, "first": first, "last": last}
    return render(request, "halls/report.html", context)


@require_safe
@sign_in_required
def report_csv(request: HttpRequest, hall_id: int) -> HttpResponse:
    """Give the same figures as CSV."""
    policies.require_manager(actor_of(request), hall_id)
    found, (first, last) = reads.hall(hall_id), _span(request)
    made = halls.report(found, first, last)
    out = io.StringIO()
    out.write("\ufeff")
    lines = csv.writer(out)
    lines.writerow(HEAD)
    for row in (*made.lines, *made.counters, made.whole):
        times = (_minutes(row.waited), _minutes(row.waited_90), _minutes(row.handled))
        lines.writerow([row.name, row.taken, row.served, row.missed, row.left, *times])
    answer = HttpResponse(out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="hall-{hall_id}-{first}-{last}.csv"'
    return answer


def _minutes(span: timedelta | None) -> str:
    return "" if span is None else f"{span.total_seconds() / 60:.1f}"


@require_http_methods(["GET", "POST"])
@sign_in_required
def setup(request: HttpRequest, hall_id: int) -> HttpResponse:
    """Arrange the lines, counters, special days and people of a hall; a POST changes one of them."""
    by = actor_of(request)
    policies.require_manager(by, hall_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            _change(by, request, hall_id)
        except Invalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, "已保存。")
            return redirect("halls:setup", hall_id=hall_id)
    found = reads.hall(hall_id)
    context = {
        "hall": found,
        "lines": Line.objects.filter(hall=found),
        "counters": numbers.counters_of(found),
        "days": HallDay.objects.filter(hall=found, day__gte=clock.today()),
        "staff": Staff.objects.filter(hall=found).select_related("account"),
        "kinds": [{"value": value, "label": label} for value, label in LineKind.choices],
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "halls/setup.html", context, status=422 if errors else 200)


def _text(request: HttpRequest, name: str, most: int = 200) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:most]


def _number(request: HttpRequest, name: str) -> int:
    text = _text(request, name, 9)
    if not text.isdigit():
        raise SetupInvalid(errors={name: ["请填写整数。"]})
    return int(text)


def _change(by: Actor, request: HttpRequest, hall_id: int) -> None:
    changes: dict[str, Callable[[Actor, HttpRequest, int], None]] = {
        "line": _line, "counter": _counter, "day": _day, "staff": _staff, "remove": _remove,
    }  # fmt: skip
    change = changes.get(_text(request, "what"))
    if change is None:
        raise SetupInvalid(errors={"what": ["请选择要设置什么。"]})
    change(by, request, hall_id)


def _line(by: Actor, request: HttpRequest, hall_id: int) -> None:
    halls.save_line(
        by=by, hall_id=hall_id, letter=_text(request, "letter", 2).upper(), name=_text(request, "name"),
        kind=_text(request, "kind"), items=_text(request, "items", 8000).split(),
        capacity=_number(request, "capacity"), in_use=_text(request, "closed") != "true",
    )  # fmt: skip


def _counter(by: Actor, request: HttpRequest, hall_id: int) -> None:
    halls.save_counter(
        by=by, hall_id=hall_id, number=_text(request, "number", 7), letters=_text(request, "letters").upper(),
        dual=_text(request, "dual") == "true", in_use=_text(request, "shut") != "true",
    )  # fmt: skip


def _day(by: Actor, request: HttpRequest, hall_id: int) -> None:
    try:
        day = date.fromisoformat(_text(request, "day", 10))
    except ValueError:
        raise SetupInvalid(errors={"day": ["日期请写成 2026-12-05 的样子。"]}) from None
    spans = [part.split("-") for part in _text(request, "sessions").replace("，", " ").split()]
    if any(len(span) != 2 for span in spans):
        raise SetupInvalid(errors={"sessions": ["开放时间写成 09:00-12:00 的样子，几段之间空一格。"]})
    halls.set_day(by=by, hall_id=hall_id, day=day, sessions=spans, note=_text(request, "note", 100))


def _staff(by: Actor, request: HttpRequest, hall_id: int) -> None:
    halls.add_staff(
        by=by,
        hall_id=hall_id,
        username=_text(request, "username"),
        manager=_text(request, "manager") == "true",
    )


def _remove(by: Actor, request: HttpRequest, hall_id: int) -> None:
    halls.remove_staff(by=by, staff_id=_number(request, "staff"))
