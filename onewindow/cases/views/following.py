"""Following a case: its page for applicant and officer, the lookup by number and code, withdrawing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from onewindow.cases import policies
from onewindow.cases import public as cases
from onewindow.cases.beside import panels_beside
from onewindow.cases.charging import pays
from onewindow.cases.flow import advice, flow_of
from onewindow.cases.links import links_for
from onewindow.cases.numbering import is_case_number
from onewindow.cases.progress import progress_of
from onewindow.cases.results import issued_under
from onewindow.cases.services.deliver import awaits_opening, open_decision
from onewindow.cases.states import MOVES, Outcome, Status
from onewindow.cases.views import hearings
from onewindow.catalogue import public as catalogue
from onewindow.decisions import public as decisions
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import clock
from onewindow.licences import public as licences
from onewindow.payments import public as payments


@identity.sign_in_required
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case to its applicant: where it stands, what decided it, its notice."""
    return _case_page(request, number, {})


def _case_page(request: HttpRequest, number: str, errors: dict[str, list[str]]) -> HttpResponse:
    by = identity.actor_of(request)
    case = cases.case_for(by, number)
    if by.kind == "official":
        return redirect("cases:desk-case", number=number)
    flow, notices = flow_of(case, by), documents.notices_of(number)
    if awaits_opening(case, notices) and policies.is_applicant(by, case):
        open_decision(by=by, number=number)
        case, notices = cases.case_for(by, number), documents.notices_of(number)
    context = {
        "case": case,
        "flow": flow,
        "advice": advice(case, flow),
        "is_new": request.GET.get("new") == "1",
        "notices": notices,
        "licences": licences.live_of_case(issued_under(case)) if case.outcome == Outcome.GRANTED else [],
        "explanation": decisions.explanation_of(number),
        "may_withdraw": case.status in MOVES["withdraw"].sources and policies.can_withdraw(by, case),
        "may_supply": policies.is_applicant(by, case) and case.status != Status.ARCHIVED,
        "bill": _bill(case),
        "promises": case.promises.order_by("seq", "id"),
        "today": clock.today(),
        "beside": panels_beside(case, by),
        "links": links_for("applicant", case),
        "errors": errors,
    }
    return render(request, "cases/case.html", context, status=422 if errors else 200)


def _bill(case: cases.Case) -> payments.Bill | None:
    """Return what the case costs; an item without fees is not asked about."""
    return payments.bill_of(case.number) if pays(catalogue.item_version(case.item_version_id).fees) else None


@require_POST
@identity.sign_in_required
def supply(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Take a file for a material that was left for later."""
    file = request.FILES.get("file")
    if file is None:
        return _case_page(request, number, {f"material-{seq}": ["请先选择要补交的文件。"]})
    try:
        cases.supply_material(by=identity.actor_of(request), number=number, seq=seq, file=file)
    except documents.FileRefused as refusal:
        return _case_page(request, number, {f"material-{seq}": [refusal.message]})
    messages.success(request, "材料已补交。")
    return redirect("cases:case", number=number)


@require_POST
@identity.sign_in_required
def answer(request: HttpRequest, number: str, seq: int) -> HttpResponse:
    """Keep a file or a statement for one item of the correction."""
    try:
        cases.answer_item(
            by=identity.actor_of(request),
            number=number,
            seq=seq,
            file=request.FILES.get("file"),
            statement=request.POST.get("statement", ""),
        )
    except documents.FileRefused as refusal:
        return _case_page(request, number, {f"item-{seq}": [refusal.message]})
    except cases.FlowInvalid as refusal:
        return _case_page(request, number, refusal.errors)
    messages.success(request, "这一项已保存。全部补好后，请点“全部补好，提交”。")
    return redirect(reverse("cases:case", args=[number]) + "#correction")


@require_POST
@identity.sign_in_required
def hand_in(request: HttpRequest, number: str) -> HttpResponse:
    """Hand in the whole correction."""
    try:
        cases.supply_correction(by=identity.actor_of(request), number=number)
    except cases.CorrectionIncomplete as refusal:
        return _case_page(request, number, refusal.errors)
    messages.success(request, "补正内容已提交。")
    return redirect("cases:case", number=number)


@require_POST
@identity.sign_in_required
def hearing(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Ask for a hearing, say that none is wanted, or ask for another host."""
    if act not in hearings.APPLICANT:
        raise cases.CaseNotFound
    try:
        told = hearings.APPLICANT[act](identity.actor_of(request), number, request.POST)
    except cases.FlowInvalid as refusal:
        errors = {f"hearing-{name}": texts for name, texts in refusal.errors.items()}
        return _case_page(request, number, errors)
    messages.success(request, told)
    return redirect(reverse("cases:case", args=[number]) + "#hearing")


@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Find a case by number and query code, without signing in; shows stage and dates only.

    Guesses at the code of one case are counted; who gave the right one begins anew.
    """
    number = request.POST.get("number", request.GET.get("number", ""))[:60].strip().upper()
    if request.method == "GET":
        return render(request, "cases/lookup.html", {"number": number, "errors": {}})
    code = request.POST.get("code", "")[:20].strip().upper()
    errors = {}
    if not is_case_number(number):
        errors["number"] = ["办件编号是 31 位数字和字母，请照提交成功页或短信上的编号填写。"]
    if len(code) != 6:
        errors["code"] = ["查询码是 6 位，请照提交成功页上的查询码填写。"]
    if errors:
        return render(request, "cases/lookup.html", {"number": number, "errors": errors}, status=422)
    try:
        identity.take_try("case-query", number)
        case = cases.case_by_query_code(number, code)
    except cases.CaseNotFound as refusal:
        context = {"number": number, "errors": {"number": [str(refusal)]}}
        return render(request, "cases/lookup.html", context, status=404)
    except identity.TooManyTries as refusal:
        context = {"number": number, "errors": {"code": [refusal.message]}}
        return render(request, "cases/lookup.html", context, status=429)
    identity.forget_tries("case-query", number)
    return render(request, "cases/progress.html", {"case": case, "progress": progress_of(case)})


@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Ask, then take the case back."""
    by = identity.actor_of(request)
    if request.method == "POST":
        cases.withdraw_case(by=by, number=number)
        messages.success(request, "申请已撤回。需要时可以重新申请。")
        return redirect("cases:case", number=number)
    return render(request, "cases/withdraw.html", {"case": cases.case_for(by, number)})
