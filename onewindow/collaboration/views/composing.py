"""The desk where procedures are composed of published items, with what they save, and put in force."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from onewindow.catalogue import public as catalogue
from onewindow.collaboration import composing, policies
from onewindow.collaboration import public as collaboration
from onewindow.identity import public as identity

COUNTED = (("applications", "申请"), ("questions", "要填的"), ("papers", "要交的材料"), ("days", "工作日"),
           ("visits", "跑动"))  # fmt: skip
REFUSALS = (("go_on", "照常继续"), ("again", "可以再申请"), ("stop", "整件事停止"))


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.COMPOSERS)
def desk(request: HttpRequest) -> HttpResponse:
    """List procedures in force and those being composed; a POST begins one."""
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        told = {"key": request.POST.get("key", "").strip(), "name": request.POST.get("name", "")}
        try:
            made = collaboration.draft_procedure(by=identity.actor_of(request), told=told)
            return redirect("collaboration:compose", key=made.key)
        except collaboration.ProcedureInvalid as refusal:
            errors = refusal.errors
    context = {
        "rows": collaboration.in_force(), "drafts": collaboration.drafts(), "errors": errors,
        "given": request.POST,
    }  # fmt: skip
    return render(request, "collaboration/compose_list.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.COMPOSERS)
def compose(request: HttpRequest, key: str) -> HttpResponse:
    """Compose a procedure: its lead, its members by stage, its situations; shows faults and savings."""
    told = collaboration.draft_of(key)
    by = identity.actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = {name: text for name, text in request.POST.items() if isinstance(text, str)}
        told = {**composing.told_from(given, told), "key": key}
        try:
            collaboration.draft_procedure(by=by, told=_with_added(told, given.get("add", "")))
        except collaboration.ProcedureInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, "已保存。")
            return redirect("collaboration:compose", key=key)
    return render(
        request, "collaboration/compose.html", {**_shown(told, request), "errors": errors},
        status=422 if errors else 200,
    )  # fmt: skip


def _with_added(told: dict[str, Any], added: str) -> dict[str, Any]:
    """Return the procedure with the item added, if any; raise ProcedureInvalid where it has no place."""
    if not added:
        return told
    item, _, body = added.partition("|")
    if fault := composing.cannot_add(told, item[:200], body[:100]):
        raise collaboration.ProcedureInvalid(errors={"q": [fault]})
    return composing.with_member(told, item[:200], body[:100])


def _shown(told: dict[str, Any], request: HttpRequest) -> dict[str, Any]:
    text = request.GET.get("q", "").replace("\0", "").strip()[:50]
    savings, faults = None, []
    try:
        savings = collaboration.preview_procedure(told)[0]
    except collaboration.ProcedureInvalid as refusal:
        faults = [text for texts in refusal.errors.values() for text in texts]
    found = catalogue.search(catalogue.Search(text=text)).items if text else []
    situations = [one["label"] for one in told.get("situations", ())]
    situations += [""] * (composing.MOST_SITUATIONS - len(situations))
    return {
        "told": told,
        "lead": told.get("lead", {}),
        "rows": composing.rows_of(told),
        "stages": [(n, one["name"]) for n, one in enumerate(told.get("stages", ()), 1)],
        "situations": list(enumerate(situations)),
        "whens": [(one["name"], one["label"]) for one in told.get("situations", ())],
        "who": composing.WHO,
        "refusals": REFUSALS,
        "counts": [(label, savings["apart"][n], savings["together"][n]) for n, label in COUNTED]
        if savings
        else [],
        "faults": faults,
        "text": text,
        "found": [one for one in found if one.form_code],
    }


@require_POST
@identity.role_required(*policies.COMPOSERS)
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Put a composed procedure in force."""
    try:
        made = collaboration.publish_draft(by=identity.actor_of(request), key=key)
    except collaboration.ProcedureInvalid:
        messages.error(request, "还有不对的地方，不能发布。")
        return redirect("collaboration:compose", key=key)
    messages.success(request, f"已发布第 {made.number} 版，可以在线申请。")
    return redirect("collaboration:procedure", key=key)


@require_POST
@identity.role_required(*policies.COMPOSERS)
def begin(request: HttpRequest, key: str) -> HttpResponse:
    """Take the version in force up again as a draft, or go on with the one that there is."""
    found = collaboration.procedure(key)
    told = {**found.told, "members": [_by_name(row) for row in found.told["members"]]}
    collaboration.draft_procedure(by=identity.actor_of(request), told=told, anew=True)
    return redirect("collaboration:compose", key=key)


def _by_name(row: dict[str, Any]) -> dict[str, Any]:
    """Return a member with its item by name, as a composer writes it."""
    return {**row, "item": catalogue.in_force(row["item"]).name}
