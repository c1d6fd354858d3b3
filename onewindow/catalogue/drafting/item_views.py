"""Items at /desk/catalogue/: the versions of one with who changed what, and one element changed in many."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.catalogue import policies
from onewindow.catalogue.drafting.comparing import differences
from onewindow.catalogue.drafting.views import ACTIONS, staff
from onewindow.catalogue.errors import UnknownItem
from onewindow.catalogue.models import Proposal, ProposalKind
from onewindow.catalogue.queries import accuracy, history
from onewindow.catalogue.queries import proposals as queries
from onewindow.catalogue.queries.conditions import Search
from onewindow.catalogue.queries.search import search
from onewindow.catalogue.services import proposals as services
from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import Actor

BULK = {"phone": "咨询电话", "complaint_phone": "监督投诉电话", "hours": "办理时间", "address": "办理地点"}


@require_safe
@staff
def item(request: HttpRequest, code: str) -> HttpResponse:
    """Show an item's versions, two of them side by side, who changed what, and its mark."""
    every = history.versions_of(code)
    if not every:
        raise UnknownItem
    by_number = {str(v.number): v for v in every}
    now = by_number.get(request.GET.get("now", ""), every[0])
    was = by_number.get(request.GET.get("was", ""), every[1] if len(every) > 1 else None)
    rows = []
    if was is not None:
        rows = differences(services.current_entry(was), services.current_entry(now))
    context = {
        "versions": every,
        "now": now,
        "was": was,
        "rows": rows,
        "steps": [(step, ACTIONS.get(step.action, step.action)) for step in queries.history_of(code)],
        "deeds": queries.deeds_on(now),
        "judged": accuracy.of_version(every[0]),
        "drafts": actor_of(request).has_role(policies.DRAFTER),
    }
    return render(request, "catalogue/desk_item.html", context)


@require_http_methods(["GET", "POST"])
@role_required(policies.DRAFTER)
def bulk(request: HttpRequest) -> HttpResponse:
    """Change one element of many items at once: the result is an ordinary proposal."""
    by = actor_of(request)
    errors: dict[str, list[str]] = {}
    text = (request.POST.get("q") or request.GET.get("q", "")).replace("\x00", "").strip()[:60]
    page = search(Search(text=text, agency=by.agency), size=services.MOST_CONTENTS)
    if request.method == "POST":
        name = request.POST.get("element", "")
        value = request.POST.get("value", "").replace("\x00", "").strip()[:2000]
        chosen = request.POST.getlist("codes")[: services.MOST_CONTENTS]
        if name not in BULK:
            errors["element"] = ["请选择要改哪一项。"]
        if not value:
            errors["value"] = ["请填写改成什么。"]
        if not chosen:
            errors["codes"] = ["请至少选一个事项。"]
        if not errors:
            made = _bulk(by, chosen, name, value)
            messages.success(request, f"已起草 {len(made.contents)} 个事项的调整。")
            return redirect("drafting:proposal", proposal_id=made.pk)
    context = {
        "items": page.items,
        "text": text,
        "elements": [
            {"value": k, "label": v, "on": k == request.POST.get("element")} for k, v in BULK.items()
        ],
        "errors": errors,
        "given": request.POST,
        "picked": request.POST.getlist("codes"),
    }
    return render(request, "catalogue/desk_bulk.html", context, status=422 if errors else 200)


def _bulk(by: Actor, codes: list[str], name: str, value: str) -> Proposal:
    made = services.start_proposal(
        by=by, kind=ProposalKind.CHANGE, item_codes=codes, reason=f"统一修改{BULK[name]}。"
    )
    changed = [{**entry, "fields": {**entry["fields"], name: value}} for entry in made.contents]
    return services.save_proposal(by=by, proposal_id=made.pk, revision=made.revision, contents=changed)
