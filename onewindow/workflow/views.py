"""The desk of processes: what there is, drawn; a BPMN file in and out; published by another hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.identity import public as identity
from onewindow.kernel.public import Invalid
from onewindow.workflow.designing import is_installed
from onewindow.workflow.drawing import draw
from onewindow.workflow.errors import UnknownDefinition
from onewindow.workflow.graph import graph_from
from onewindow.workflow.models import Definition
from onewindow.workflow.queries import processes
from onewindow.workflow.services.definitions import ROLES, publish_process
from onewindow.workflow.services.drawn import export_process, import_process
from onewindow.workflow.soundness import problems

MOST_BYTES = 2_000_000


@require_http_methods(["GET", "POST"])
@identity.role_required(*ROLES)
def listing(request: HttpRequest) -> HttpResponse:
    """List the processes; a POST takes a BPMN file in as a draft."""
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = _take_in(request)
        except Invalid as refusal:
            errors = {name if name in {"key", "file"} else "file": [] for name in refusal.errors}
            for name, told in refusal.errors.items():
                errors[name if name in errors else "file"] += told
        else:
            messages.success(request, "已导入为草稿。核对以后由另一位人员发布。")
            return redirect("workflow:process", key=made.key, number=made.number)
    context = {"rows": processes(), "errors": errors, "given": request.POST}
    return render(request, "workflow/processes.html", context, status=422 if errors else 200)


def _take_in(request: HttpRequest) -> Definition:
    file = request.FILES.get("file")
    if file is None or (file.size or 0) > MOST_BYTES:
        raise Invalid(errors={"file": ["请选择 BPMN 2.0 文件（.bpmn 或者 .xml），不超过 2 MB。"]})
    key = request.POST.get("key", "").replace("\0", "").strip()[:60]
    return import_process(by=identity.actor_of(request), key=key, data=file.read())


@require_GET
@identity.role_required(*ROLES)
def process(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Show one version on its drawing, with what keeps it from being published."""
    one = _found(key, number)
    graph = graph_from(one.graph)
    context = {"one": one, "graph": graph, "drawing": draw(graph), "problems": problems(graph)}
    context["designer"] = is_installed()
    return render(request, "workflow/process.html", context)


@require_POST
@identity.role_required(*ROLES)
def publish(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Put the draft in force."""
    _found(key, number)
    publish_process(by=identity.actor_of(request), key=key)
    messages.success(request, "已发布。新受理的办件按这一版办理，在办的仍按原来的版本。")
    return redirect("workflow:process", key=key, number=number)


@require_GET
@identity.role_required(*ROLES)
def bpmn(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Give a version out as a BPMN file."""
    answer = HttpResponse(export_process(_found(key, number)), content_type="application/xml")
    answer["Content-Disposition"] = f'attachment; filename="{key}-{number}.bpmn"'
    return answer


def _found(key: str, number: int) -> Definition:
    one = Definition.objects.filter(key=key, number=number).first()
    if one is None:
        raise UnknownDefinition
    return one
