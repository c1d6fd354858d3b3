"""The desk: an officer's queue and one case with its trace, decided here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.cases import policies
from onewindow.cases import public as cases
from onewindow.cases.answers import answers_shown
from onewindow.decisions import public as decisions
from onewindow.documents import public as documents
from onewindow.identity import public as identity


@require_GET
@identity.role_required(*policies.REVIEWERS)
def queue(request: HttpRequest) -> HttpResponse:
    """List the officer's cases, the most urgent first."""
    tab = "closed" if request.GET.get("tab") == "closed" else "open"
    text = request.GET.get("q", "").strip()[:100]
    page = cases.desk_queue(
        identity.actor_of(request), tab=tab, text=text, after=request.GET.get("after", "")[:60]
    )
    return render(request, "cases/desk_queue.html", {"page": page, "tab": tab, "text": text})


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.REVIEWERS)
def desk_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case with answers, materials and trace; a POST decides it."""
    by = identity.actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            _decide(request, number)
        except cases.OpinionMissing as refusal:
            errors = refusal.errors
        else:
            messages.success(request, "已办结，通知书已签发，申请人可以立即查看。")
            return redirect("cases:desk-case", number=number)
    case = cases.open_case(by=by, number=number)
    context = {
        "case": case,
        "answers": answers_shown(case),
        "applicant": identity.applicant_of(case.account),
        "explanation": decisions.explanation_of(number),
        "notices": documents.notices_of(number),
        "may_decide": case.is_open() and policies.can_decide(by, case),
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "cases/desk_case.html", context, status=422 if errors else 200)


def _decide(request: HttpRequest, number: str) -> None:
    outcome = request.POST.get("outcome", "")
    if outcome not in {cases.Outcome.GRANTED, cases.Outcome.REFUSED}:
        raise cases.OpinionMissing(errors={"outcome": ["请选择准予或不予。"]})
    cases.decide_case(
        by=identity.actor_of(request),
        number=number,
        outcome=cases.Outcome(outcome),
        opinion=request.POST.get("opinion", ""),
        legal_basis=request.POST.get("legal_basis", ""),
    )
