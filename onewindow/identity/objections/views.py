"""Pages: one look with the objection to it, all looks as a file, and the desk that answers."""

import json
from collections.abc import Iterator

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.identity import policies, ports
from onewindow.identity.errors import ObjectionInvalid, RecordNotFound
from onewindow.identity.guards import role_required, sign_in_required
from onewindow.identity.models import AccessRecord
from onewindow.identity.objections import services
from onewindow.identity.objections.models import Objection, Outcome
from onewindow.identity.queries import actor_of
from onewindow.kernel.public import clock
from onewindow.ui.public import MARK, csv_line

HEAD = {
    "at": "时间",
    "who": "谁",
    "what": "看了什么",
    "reason": "为什么",
    "case": "办件编号",
    "item": "事项",
    "source": "来源",
}


@never_cache
@require_http_methods(["GET", "POST"])
@sign_in_required
def look(request: HttpRequest, record_id: int) -> HttpResponse:
    """Show one look and the objection to it; a POST objects."""
    by = actor_of(request)
    record = policies.accesses_visible_to(by).filter(pk=record_id).first()
    if record is None:
        raise RecordNotFound
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            services.object_to(by=by, record_id=record_id, said=request.POST.get("said", ""))
        except ObjectionInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("异议已提交，处理结果会写在这里。"))
            return redirect("identity:access", record_id=record_id)
    objection = Objection.objects.filter(record=record).first()
    followed = (find(objection.pk) for find in ports.objection_pages.values()) if objection else ()
    context = {
        "row": record,
        "objection": objection,
        "followed": next(filter(None, followed), ""),
        "errors": errors,
        "given": request.POST,
        "days": services.rules()["answer_days"],
    }
    return render(request, "identity/access.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@sign_in_required
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Give all looks at my data as CSV or JSON."""
    if form not in {"csv", "json"}:
        raise Http404
    rows = policies.accesses_visible_to(actor_of(request)).order_by("-id").iterator(1000)
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/json"
    answer = HttpResponse(_csv(rows) if form == "csv" else _json(rows), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="access.{form}"'
    return answer


def _values(row: AccessRecord) -> dict[str, str]:
    return {name: str(getattr(row, name)) for name in HEAD} | {"at": row.at.isoformat(timespec="seconds")}


def _csv(rows: Iterator[AccessRecord]) -> Iterator[str]:
    yield MARK + csv_line(HEAD.values())
    for row in rows:
        yield csv_line(_values(row).values())


def _json(rows: Iterator[AccessRecord]) -> Iterator[str]:
    before = "["
    for row in rows:
        yield before + json.dumps(_values(row), ensure_ascii=False)
        before = ",\n"
    yield "]" if before != "[" else "[]"


@never_cache
@require_safe
@role_required(*services.ANSWERERS)
def desk(request: HttpRequest) -> HttpResponse:
    """List the objections that wait, the most urgent first, and those answered last."""
    every = services.open_for(actor_of(request))
    context = {
        "waiting": every.filter(answered_at=None).order_by("due_on", "id")[:200],
        "answered": every.exclude(answered_at=None).order_by("-answered_at")[:20],
        "today": clock.today(),
    }
    return render(request, "identity/desk_objections.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*services.ANSWERERS)
def desk_objection(request: HttpRequest, objection_id: int) -> HttpResponse:
    """Show an objection with the look; a POST answers it."""
    by = actor_of(request)
    objection = get_object_or_404(services.open_for(by), pk=objection_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("outcome", "text")}
        try:
            services.answer(by=by, objection_id=objection_id, **given)
        except ObjectionInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("已答复，本人可以看到。"))
            return redirect("identity:objections")
    context = {
        "one": objection,
        "row": objection.record,
        "outcomes": [{"value": value, "label": label} for value, label in Outcome.choices],
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "identity/desk_objection.html", context, status=422 if errors else 200)
