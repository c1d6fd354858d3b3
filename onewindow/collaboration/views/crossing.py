"""Pages of what crosses borders: received elsewhere, sent home; documents of other provinces."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.cases import public as cases
from onewindow.collaboration import errors as refusals
from onewindow.collaboration.crossing import documents, policies, queries, services
from onewindow.identity import public as identity


@require_GET
@identity.role_required(*policies.ROLES)
def receptions(request: HttpRequest) -> HttpResponse:
    """List what the officer's counter received for others, or others for the officer's body."""
    by, home = identity.actor_of(request), request.GET.get("tab") == "home"
    page = queries.reception_list(by, home=home, after=request.GET.get("after", "")[:40])
    context = {"page": page, "tab": "home" if home else "hall", "clerk": policies.is_clerk(by)}
    return render(request, "collaboration/receptions.html", context)


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.ROLES)
def reception(request: HttpRequest, number: str) -> HttpResponse:
    """Show both sides on one timeline; a POST notes that the papers were sent, or arrived."""
    by = identity.actor_of(request)
    if request.method == "POST":
        if "arrived" in request.POST:
            services.take_papers(by=by, number=number)
            messages.success(request, "已登记收到纸质材料。")
        else:
            services.send_papers(by=by, number=number, how=request.POST.get("how", ""))
            messages.success(request, "已登记寄出，办理机关可以看到。")
        return redirect("collaboration:reception", number=number)
    one = services.open_reception(by=by, number=number)
    context = {
        "one": one, "case": one.case, "events": one.case.events.order_by("id"),
        "may_send": one.sent_at is None and policies.received(by, one),
        "may_take": one.sent_at is not None and one.arrived_at is None and policies.awaits(by, one),
    }  # fmt: skip
    return render(request, "collaboration/reception.html", context)


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.ROLES)
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """Ask where a case goes and why; a POST ends it here as handed over to another province."""
    by, given = identity.actor_of(request), request.POST
    case, errors = cases.case_for(by, number), dict[str, list[str]]()
    if request.method == "POST":
        partner, reason = given.get("partner", "")[:20], given.get("reason", "").replace("\0", "")
        try:
            services.hand_over(by=by, number=number, partner=partner, reason=reason)
        except (refusals.HandoverInvalid, cases.FlowInvalid) as refusal:
            errors = dict(refusal.errors)
        else:
            messages.success(request, "已移送，移送告知书已签发。请取移交文件，交给对方平台。")
            return redirect("collaboration:hand-over", number=number)
    found = queries.crossing_of(case, by)
    context = {
        "case": case, "found": found, "errors": errors, "given": given,
        "partners": [(one.key, one.name) for one in documents.partners().values()],
    }  # fmt: skip
    return render(request, "collaboration/hand_over.html", context, status=422 if errors else 200)


@require_POST
@identity.role_required(*policies.ROLES)
def handover_document(request: HttpRequest, number: str) -> HttpResponse:
    """Give the signed document of a case that was handed over."""
    data = services.open_handover(by=identity.actor_of(request), number=number)
    answer = HttpResponse(data, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="handover-{number}.json"'
    return answer


@require_http_methods(["GET", "POST"])
@identity.role_required("window")
def handover(request: HttpRequest) -> HttpResponse:
    """Take in a document of another province."""
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = request.FILES.get("document")
        try:
            if given is None:
                raise refusals.HandoverInvalid(errors={"document": ["请选择对方平台给的文件。"]})
            data = given.read(documents.MOST_BYTES + 1)
            case = services.take_over(by=identity.actor_of(request), data=data)
        except refusals.HandoverInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, f"已接收，办件编号 {case.number}，由办理机关办理。")
            return redirect("collaboration:handover")
    context = {"errors": errors, "partners": documents.partners().values()}
    return render(request, "collaboration/handover.html", context, status=422 if errors else 200)
