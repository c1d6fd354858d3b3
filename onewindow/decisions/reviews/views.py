"""Pages: ask for a review and read its answer; the officers' queue; watching one rule set."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.decisions import errors, policies
from onewindow.decisions.explanations import explain
from onewindow.decisions.models import RuleSet
from onewindow.decisions.queries import decision_of
from onewindow.decisions.reviews import sampling, services
from onewindow.decisions.reviews.models import Result, Review, SampleDraw, Signal
from onewindow.decisions.reviews.numbers import days
from onewindow.decisions.reviews.subjects import subjects_of
from onewindow.identity.public import actor_of, role_required, sign_in_required
from onewindow.kernel.public import clock

PAGE = 50


def _text(request: HttpRequest, name: str, most: int = 4000) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:most]


@never_cache
@require_safe
@sign_in_required
def index(request: HttpRequest) -> HttpResponse:
    """List the reviews asked for, the newest first."""
    rows = services.mine(actor_of(request)).defer("said", "answer").order_by("-id")[:PAGE]
    return render(request, "decisions/my_reviews.html", {"rows": rows})


@never_cache
@require_http_methods(["GET", "POST"])
@sign_in_required
def mine(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a review of an automatic decision, and read its answer; a POST asks."""
    by, faults = actor_of(request), {}
    record, subject = decision_of(number), subjects_of([number]).get(number)
    if record is None or subject is None or not subject.is_of(by):
        raise errors.RecordUnknown(case_number=number[:60])
    if request.method == "POST":
        try:
            services.ask_review(by=by, case_number=number, said=_text(request, "said"))
        except errors.ReviewInvalid as refusal:
            faults = refusal.errors
        else:
            messages.success(request, _("复核申请已提交，答复会写在这里。"))
            return redirect("reviews:mine", number=number)
    context = {
        "number": number,
        "subject": subject,
        "record": record,
        "explanation": explain(record),
        "review": services.mine(by).filter(record=record).first(),
        "days": days("answer_days"),
        "errors": faults,
        "given": request.POST,
    }
    return render(request, "decisions/my_review.html", context, status=422 if faults else 200)


@never_cache
@require_safe
@role_required(*services.OFFICERS)
def desk(request: HttpRequest) -> HttpResponse:
    """List the reviews that wait, the most urgent first, and those answered last."""
    every = services.open_to(actor_of(request)).defer("said", "answer")
    context = {
        "waiting": every.filter(answered_at=None).order_by("due_on", "id")[: 4 * PAGE],
        "answered": every.exclude(answered_at=None).order_by("-answered_at")[:PAGE],
        "today": clock.today(),
    }
    return render(request, "decisions/desk_reviews.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*services.OFFICERS)
def desk_review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Show a decision with its trace and what the applicant says; a POST answers."""
    by = actor_of(request)
    faults: dict[str, list[str]] = {}
    if request.method == "POST":
        given = {name: _text(request, name) for name in ("result", "answer")}
        try:
            services.answer_review(by=by, review_id=review_id, **given)
        except errors.ReviewInvalid as refusal:
            faults = refusal.errors
        else:
            messages.success(request, _("复核结果已记录，申请人要求的复核本人可以看到。"))
            return redirect("reviews:desk")
    review = services.open_review(by=by, review_id=review_id)
    context = {
        "one": review,
        "explanation": explain(review.record),
        "results": [{"value": value, "label": label} for value, label in Result.choices],
        "errors": faults,
        "given": request.POST,
    }
    return render(request, "decisions/desk_review.html", context, status=422 if faults else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*policies.ROLES)
def watch(request: HttpRequest, code: str) -> HttpResponse:
    """Show signals, draws and results of a rule set; a POST settles a signal or sets the share drawn."""
    found = get_object_or_404(RuleSet, code=code)
    faults: dict[str, list[str]] = {}
    if request.method == "POST":
        faults = _act(request, code)
        if not faults:
            return redirect("rules:watch", code=code)
    context = {
        "set": found,
        "signals": Signal.objects.filter(rule_set=found).order_by("-id")[:PAGE],
        "draws": SampleDraw.objects.filter(rule_set=code).order_by("-id")[:PAGE],
        "reviews": Review.objects.filter(rule_set=code).defer("said", "answer").order_by("-id")[:PAGE],
        "least": days("sample_percent_least"),
        "errors": faults,
        "given": request.POST,
    }
    return render(request, "decisions/desk_watch.html", context, status=422 if faults else 200)


def _act(request: HttpRequest, code: str) -> dict[str, list[str]]:
    by, reason, signal = actor_of(request), _text(request, "reason", 500), _text(request, "signal", 18)
    try:
        if signal.isascii() and signal.isdigit():
            stop = request.POST.get("act") == "stop"
            services.settle_signal(by=by, signal_id=int(signal), stop=stop, reason=reason)
        else:
            given = _text(request, "percent", 6)
            percent = int(given) if given.isascii() and given.isdigit() else 0
            services.set_sampling(by=by, rule_set=code, percent=percent, reason=reason)
    except errors.ReasonMissing:
        return {f"reason-{signal}" if signal else "reason": [_("请写明原因。")]}
    except errors.ShareTooSmall as refusal:
        return {"percent": [str(refusal)]}
    messages.success(request, _("已记录。"))
    return {}


@never_cache
@require_safe
@role_required(*policies.ROLES)
def draw(request: HttpRequest, draw_id: int) -> HttpResponse:
    """Show a finished draw with all it takes to do it again, and whether doing it again gives the same."""
    found = SampleDraw.objects.filter(pk=draw_id).exclude(until=None).first()
    if found is None:
        raise Http404
    context = {"draw": found, "same": sampling.redo(found)}
    return render(request, "decisions/desk_draw.html", context)
