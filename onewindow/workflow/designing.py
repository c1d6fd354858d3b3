"""The drawing tool (bpmn-js, where `make designers` fetched it): a version's file there, a draft back."""

from pathlib import Path

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from onewindow.identity import public as identity
from onewindow.kernel.public import Invalid
from onewindow.workflow.errors import UnknownDefinition
from onewindow.workflow.models import Definition
from onewindow.workflow.services.definitions import ROLES
from onewindow.workflow.services.drawn import export_process, import_process

MOST = 2_000_000
TOOL = "designers/bpmn-js/modeler.js"


def is_installed() -> bool:
    """Tell whether the drawing tool's files are here."""
    return finders.find(TOOL) is not None or (Path(settings.STATIC_ROOT) / TOOL).exists()


@csp_update({"style-src": ["'unsafe-inline'"]})  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
@identity.role_required(*ROLES)
def page(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Draw a process; a POST keeps it as the draft of its next version."""
    one = Definition.objects.filter(key=key, number=number).first()
    if one is None:
        raise UnknownDefinition
    if not is_installed():
        messages.warning(request, "这里没有画图工具。请下载 BPMN 文件，用自己的工具修改后再导入。")
        return redirect("workflow:process", key=key, number=number)
    xml, errors = export_process(one), dict[str, list[str]]()
    if request.method == "POST":
        xml = request.POST.get("xml", "").replace("\x00", "")[:MOST]
        try:
            made = import_process(by=identity.actor_of(request), key=key, data=xml.encode(), name=one.name)
        except Invalid as refusal:
            errors = {"xml": [text for told in refusal.errors.values() for text in told]}
        else:
            messages.success(request, "已存为草稿。核对以后由另一位人员发布。")
            return redirect("workflow:process", key=key, number=made.number)
    context = {"one": one, "xml": xml, "errors": errors}
    return render(request, "workflow/designer.html", context, status=422 if errors else 200)
