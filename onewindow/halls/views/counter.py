"""Pages of those who work in a hall: the machine at the door, the counter."""

from collections.abc import Callable

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.halls import policies
from onewindow.halls import public as halls
from onewindow.halls.models import Counter, Line, Ticket
from onewindow.halls.opening import in_words
from onewindow.halls.queries import halls as reads
from onewindow.halls.queries import tickets as numbers
from onewindow.identity.public import actor_of, sign_in_required
from onewindow.kernel.public import Actor, Conflict, NotFound
from onewindow.ui.public import menus


@require_safe
@sign_in_required
def desk(request: HttpRequest) -> HttpResponse:
    """List the halls one works in with their counters, and where one sits now."""
    by = actor_of(request)
    rows = [(one, numbers.counters_of(one), policies.is_manager(by, one.pk)) for one in policies.halls_of(by)]
    return render(request, "halls/desk.html", {"rows": rows, "sitting": numbers.sitting_of(by)})


@require_http_methods(["GET", "POST"])
@sign_in_required
def kiosk(request: HttpRequest, hall_id: int) -> HttpResponse:
    """Give out numbers and take appointments in, at the machine by the door."""
    by = actor_of(request)
    policies.require_staff(by, hall_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = _given(by, request, hall_id)
        except (Conflict, NotFound) as refusal:
            errors = {"code" if request.POST.get("code") else "line": [refusal.message]}
        else:
            return redirect("halls:slip", hall_id=hall_id, ticket_id=made.pk)
    found, now = reads.hall(hall_id), reads.local_now()
    hours = reads.hours_of(found, now.date())
    context = {
        "hall": found,
        "queues": reads.queues(found, now.date()),
        "gives": hours.gives_numbers(now),
        "opens": in_words(hours.next_opening(now)),
        "errors": errors,
        "code": request.POST.get("code", "")[:8],
    }
    return render(request, "halls/kiosk.html", context, status=422 if errors else 200)


def _given(by: Actor, request: HttpRequest, hall_id: int) -> Ticket:
    code, line = request.POST.get("code", "").replace("\x00", "").strip(), request.POST.get("line", "")
    if code:
        return halls.check_in(by=by, hall_id=hall_id, code=code)
    line_id = int(line) if line.isdigit() and len(line) < 19 else 0
    if not Line.objects.filter(pk=line_id, hall=hall_id).exists():
        line_id = 0
    return halls.take_number(by=by, line_id=line_id, priority=request.POST.get("priority") == "1")


@require_safe
@sign_in_required
def slip(request: HttpRequest, hall_id: int, ticket_id: int) -> HttpResponse:
    """Show a number just given out, to be printed."""
    policies.require_staff(actor_of(request), hall_id)
    found = get_object_or_404(Ticket.objects.select_related("line", "hall"), pk=ticket_id, hall=hall_id)
    link = request.build_absolute_uri(reverse("halls:ticket", args=[found.token]))
    code = segno.make(link, error="m", micro=False).svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    context = {"ticket": found, "before": numbers.before(found), "link": link, "qr": code}
    return render(request, "halls/slip.html", context)


@require_http_methods(["GET", "POST"])
@sign_in_required
def counter(request: HttpRequest, counter_id: int) -> HttpResponse:
    """Show a counter to its clerk; a POST does one thing with the number at it."""
    by = actor_of(request)
    found = get_object_or_404(
        Counter.objects.select_related("hall").prefetch_related("lines"), pk=counter_id, in_use=True
    )
    policies.require_staff(by, found.hall_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            said = _done(by, request, counter_id)
        except (Conflict, NotFound) as refusal:
            errors = {"act": [refusal.message]}
        else:
            if said:
                messages.success(request, said)
            return redirect("halls:counter", counter_id=counter_id)
    shown = numbers.desk(found, reads.local_now().date())
    here = shown.sitting is not None and shown.sitting.account_id == by.account_id
    waiting = [(t, _about(t)) for t in shown.next]
    context = {
        "counter": found,
        "desk": shown,
        "here": here,
        "about": _about(shown.now) if shown.now else "",
        "waiting": waiting,
        "lines": [q.line for q in reads.queues(found.hall, reads.local_now().date())],
        "links": menus.links("counter", request),
        "errors": errors,
    }
    return render(request, "halls/counter.html", context, status=409 if errors else 200)


def _about(ticket: Ticket) -> str:
    """Return what is known of the person before they come: the masked name and the item of an appointment."""
    made = getattr(ticket, "appointment", None)
    if made is None:
        return ""
    return f"{made.name}，预约 {made.start:%H:%M} {made.item_name}".strip()


def _done(by: Actor, request: HttpRequest, counter_id: int) -> str:
    """Do what the clerk asked for; return what to say, empty when the page shows it itself."""
    given = request.POST
    key = given.get("ticket", "")
    ticket_id = int(key) if key.isdigit() and len(key) < 19 else 0
    line = given.get("line", "")
    line_id = int(line) if line.isdigit() and len(line) < 19 else 0
    note, case = given.get("note", "").replace("\x00", ""), given.get("case", "").replace("\x00", "")
    acts: dict[str, Callable[[], object]] = {
        "sit": lambda: halls.sit_down(by=by, counter_id=counter_id),
        "leave": lambda: halls.leave_counter(by=by, counter_id=counter_id),
        "next": lambda: halls.call_next(by=by, counter_id=counter_id),
        "call": lambda: halls.call_number(by=by, counter_id=counter_id, ticket_id=ticket_id),
        "again": lambda: halls.call_again(by=by, ticket_id=ticket_id),
        "begin": lambda: halls.begin_serving(by=by, ticket_id=ticket_id),
        "finish": lambda: halls.finish_ticket(by=by, ticket_id=ticket_id, case_number=case, note=note),
        "skip": lambda: halls.skip_ticket(by=by, ticket_id=ticket_id),
        "transfer": lambda: halls.transfer_ticket(by=by, ticket_id=ticket_id, line_id=line_id, note=note),
    }
    act = acts.get(given.get("act", ""))
    if act is None:
        return ""
    made = act()
    said = {
        "finish": "已办结。",
        "skip": "已记过号，可以从“过号”里重新叫。",
        "transfer": "已转到其他队列。",
        "again": "已重呼。",
    }
    return (
        f"{made.number} 号{said[given['act']]}" if isinstance(made, Ticket) and given["act"] in said else ""
    )
