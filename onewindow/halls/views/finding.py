"""Public pages: find a hall, see who waits, book and cancel, follow a number, the big screen."""

from datetime import date, time, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.catalogue import public as catalogue
from onewindow.halls import public as halls_door
from onewindow.halls.errors import LineClosed
from onewindow.halls.links import links_of
from onewindow.halls.models import Line
from onewindow.halls.models.hall import HallLevel
from onewindow.halls.opening import in_words
from onewindow.halls.queries import halls as reads
from onewindow.halls.queries import tickets as numbers
from onewindow.halls.states import TicketState
from onewindow.identity.public import actor_of, sign_in_required
from onewindow.kernel.public import Conflict

SEEN = 14  # days of hours shown


def _asked(request: HttpRequest, name: str, most: int = 60) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:most]


def _item(code: str) -> catalogue.ItemVersion | None:
    try:
        return catalogue.in_force(code) if code else None
    except catalogue.UnknownItem:
        return None


@require_safe
def halls(request: HttpRequest) -> HttpResponse:
    """Find halls by name, place or level, or those that take an item."""
    text, level, code = _asked(request, "q"), _asked(request, "level", 10), _asked(request, "item", 40)
    item = _item(code)
    page = reads.find(
        text=text, level=level, item=item.code if item else "", after=_asked(request, "after", 20)
    )
    context = {
        "page": page,
        "text": text,
        "level": level,
        "levels": HallLevel.choices,
        "item": item,
        "unknown": bool(code) and item is None,
    }
    return render(request, "halls/halls.html", context)


@require_safe
def hall(request: HttpRequest, hall_id: int) -> HttpResponse:
    """Show a hall: where, when, its lines with who waits, the items they take, where to book."""
    found = reads.hall(hall_id)
    now = reads.local_now()
    hours = reads.hours_of(found, now.date())
    item = _item(_asked(request, "item", 40))
    queues = [
        (queue, item is None or queue.line.takes(item.code)) for queue in reads.queues(found, now.date())
    ]
    days = [now.date() + timedelta(days=n) for n in range(SEEN)]
    context = {
        "hall": found,
        "open_now": hours.is_open(now),
        "opens": in_words(hours.next_opening(now)),
        "days": [(day, hours.on(day)) for day in days],
        "queues": queues,
        "item": item,
        "named": _names([code for queue, _ in queues for code in queue.line.items]),
    }
    return render(request, "halls/hall.html", context)


def _names(codes: list[str]) -> dict[str, str]:
    """Return the names of the basic items behind codes, in one statement."""
    rows = catalogue.Item.objects.filter(basic__in=[code[-12:] for code in codes])
    return dict(rows.values_list("basic_id", "basic__name").distinct())


@require_http_methods(["GET", "POST"])
def book(request: HttpRequest, hall_id: int, line_id: int) -> HttpResponse:
    """Show the free places of a line day by day; a POST takes one."""
    found = reads.hall(hall_id)
    line = Line.objects.filter(pk=line_id, hall=found, in_use=True, capacity__gt=0).first()
    if line is None:
        raise LineClosed
    if request.method == "POST":
        return _book(request, line)
    return _days(request, line, {})


def _days(request: HttpRequest, line: Line, errors: dict[str, list[str]]) -> HttpResponse:
    found, now = line.hall, reads.local_now()
    hours = reads.hours_of(found, now.date())
    days = [now.date() + timedelta(days=n) for n in range(found.days_ahead + 1)]
    open_days = [day for day in days if hours.on(day)]
    wanted = _date(request.GET.get("day") or request.POST.get("day", ""))
    day = wanted if wanted in open_days else next(iter(open_days), None)
    context = {
        "hall": found,
        "line": line,
        "days": open_days,
        "day": day,
        "places": reads.places(line, found, day) if day else [],
        "item": _item((request.GET.get("item") or request.POST.get("item", "")).replace("\x00", "")[:40]),
        "errors": errors,
    }
    return render(request, "halls/book.html", context, status=422 if errors else 200)


@sign_in_required
def _book(request: HttpRequest, line: Line) -> HttpResponse:
    day, start = _date(request.POST.get("day", "")), _time(request.POST.get("start", ""))
    if day is None or start is None:
        return _days(request, line, {"start": ["请选择一个时段。"]})
    item = _item(request.POST.get("item", "").replace("\x00", "")[:40])
    try:
        made = halls_door.book(
            by=actor_of(request), line_id=line.pk, day=day, start=start,
            item_code=item.code if item else "", item_name=item.name if item else "",
        )  # fmt: skip
    except Conflict as refusal:
        return _days(request, line, {"start": [refusal.message]})
    messages.success(request, f"已约好，预约码 {made.code}。")
    return redirect("halls:appointments")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _time(text: str) -> time | None:
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@sign_in_required
def appointments(request: HttpRequest) -> HttpResponse:
    """Show the own appointments; a POST cancels one, asked once more before."""
    by = actor_of(request)
    number = request.POST.get("appointment", "")
    if request.method == "POST" and number.isdigit() and len(number) < 19:
        halls_door.cancel_appointment(by=by, appointment_id=int(number))
        messages.success(request, "预约已取消。")
        return redirect("halls:appointments")
    asked = _asked(request, "cancel", 19)
    rows = halls_door.mine(by)
    context = {"rows": rows, "asked": next((a for a in rows if str(a.pk) == asked), None)}
    return render(request, "halls/appointments.html", context)


@require_http_methods(["GET", "POST"])
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """Show how far a number is; a POST gives it back. Who knows the token holds the number."""
    found = numbers.by_token(token)
    if request.method == "POST":
        halls_door.give_up(by=actor_of(request), token=token)
        return redirect("halls:ticket", token=token)
    waits = found.state == TicketState.WAITING
    context = {
        "ticket": found,
        "before": numbers.before(found) if waits else 0,
        "waits": waits,
        "asks": "give_up" in request.GET,
        "links": links_of(found),
    }
    return render(request, "halls/ticket.html", context)


@require_safe
def screen(request: HttpRequest, hall_id: int) -> HttpResponse:
    """Show the numbers called now, for the big screen of a hall; it names nobody and ranks nobody."""
    found = reads.hall(hall_id)
    today = reads.local_now().date()
    context = {
        "hall": found,
        "called": numbers.called(found, today),
        "queues": reads.queues(found, today),
        "now": reads.local_now(),
    }
    part = "halls/_screen.html" if request.headers.get("HX-Request") else "halls/screen.html"
    return render(request, part, context)
