"""Pages of asks: what a body was asked and asked, one ask, a new one; gatherings of a joint case."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.cases import public as cases
from onewindow.collaboration import policies
from onewindow.collaboration import public as collaboration
from onewindow.collaboration.models import AskKind, GatheringKind
from onewindow.identity import public as identity

TABS = ("todo", "to", "from")


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 5 else None


@require_GET
@identity.role_required(*policies.REVIEWERS)
def asks(request: HttpRequest) -> HttpResponse:
    """List what the officer's body was asked and asked."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "todo"
    page = collaboration.ask_list(
        identity.actor_of(request), tab=tab, after=request.GET.get("after", "")[:40]
    )
    return render(request, "collaboration/asks.html", {"page": page, "tab": tab})


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.REVIEWERS)
def new(request: HttpRequest, number: str) -> HttpResponse:
    """Ask another body about a case."""
    by = identity.actor_of(request)
    case = cases.open_case(by=by, number=number, reason="发出协同请求")
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = request.POST
        chosen = [int(one) for one in given.getlist("materials") if one.isdecimal() and len(one) < 5]
        try:
            made = collaboration.ask_body(
                by=by, number=number, agency=given.get("agency", ""), kind=given.get("kind", ""),
                question=given.get("question", ""), days=_number(given.get("days", "")), materials=chosen,
            )  # fmt: skip
        except collaboration.AskInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, f"已发出，等待{made.to_agency.name}答复。")
            return redirect("collaboration:ask", number=made.number)
    context = {"case": case, "errors": errors, "given": request.POST, "kinds": AskKind.choices}
    return render(request, "collaboration/ask_new.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.REVIEWERS)
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Show an ask; a POST answers it."""
    by = identity.actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = request.POST
        try:
            collaboration.answer_ask(
                by=by, number=number, stance=given.get("stance", ""), answer=given.get("answer", "")
            )
        except collaboration.AskInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, "已答复，对方机关可以立即看到。")
            return redirect("collaboration:ask", number=number)
    found = collaboration.open_ask(by=by, number=number)
    context = {
        "one": found,
        "materials": [row for row in found.case.materials.order_by("seq") if row.seq in found.materials],
        "may_answer": found.state == "asked" and policies.may_answer(by, found),
        "may_take": found.state == "asked"
        and policies.reviews_for(by, found.from_agency_id, found.from_agency.region_code),
        "stances": [(one, one) for one in collaboration.STANCES],
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "collaboration/ask.html", context, status=422 if errors else 200)


@require_POST
@identity.role_required(*policies.REVIEWERS)
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """Take an ask back."""
    collaboration.take_back_ask(by=identity.actor_of(request), number=number)
    messages.success(request, "已撤回。")
    return redirect("collaboration:ask", number=number)


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.REVIEWERS)
def call(request: HttpRequest, number: str) -> HttpResponse:
    """Call the bodies of a joint case together."""
    by = identity.actor_of(request)
    joint = collaboration.open_joint_page(by=by, number=number)
    policies.require_lead(by, joint)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = request.POST
        try:
            collaboration.call_gathering(
                by=by, number=number, kind=given.get("kind", ""), on=_day(given.get("on", "")),
                hour=given.get("hour", ""), place=given.get("place", ""), about=given.get("about", ""),
                keys=given.getlist("keys"),
            )  # fmt: skip
        except collaboration.GatheringInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, "已通知，申请人和参加的机关都能看到。")
            return redirect("collaboration:joint", number=number)
    members = [(one.key, f"{one.agency.name}：{one.name}") for one in joint.members.select_related("agency")]
    context = {
        "joint": joint, "errors": errors, "given": request.POST, "kinds": GatheringKind.choices,
        "members": members, "chosen": request.POST.getlist("keys"),
    }  # fmt: skip
    return render(request, "collaboration/gathering_new.html", context, status=422 if errors else 200)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.REVIEWERS)
def record(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    """Record what bodies found together."""
    by = identity.actor_of(request)
    joint = collaboration.open_joint_page(by=by, number=number)
    policies.require_lead(by, joint)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = request.POST
        try:
            collaboration.record_gathering(
                by=by, number=number, gathering=key, record=given.get("record", ""),
                conclusion=given.get("conclusion", ""), present=_number(given.get("present", "")),
            )  # fmt: skip
        except collaboration.GatheringInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, "已记录，等待参加的机关签认。")
            return redirect("collaboration:joint", number=number)
    context = {"joint": joint, "errors": errors, "given": request.POST}
    return render(request, "collaboration/gathering_record.html", context, status=422 if errors else 200)


@require_POST
@identity.role_required(*policies.REVIEWERS)
def sign(request: HttpRequest, number: str, key: UUID) -> HttpResponse:
    """Sign a record for one's body."""
    collaboration.sign_gathering(by=identity.actor_of(request), number=number, gathering=key)
    messages.success(request, "已签认。")
    return redirect("collaboration:joint", number=number)
