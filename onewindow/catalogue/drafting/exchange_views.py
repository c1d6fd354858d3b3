"""Import and export of entries at /desk/catalogue/."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.catalogue import policies
from onewindow.catalogue.drafting import tables
from onewindow.catalogue.errors import InvalidProposal
from onewindow.catalogue.services import transfer
from onewindow.identity.public import actor_of, role_required


@require_safe
@role_required(*policies.EDITORS)
def export(request: HttpRequest, form: str) -> HttpResponse:
    """Give the items in force of the own body as JSON, CSV or Excel."""
    by = actor_of(request)
    if form not in tables.TYPES:
        raise Http404
    data = tables.write(transfer.entries_in_force(int(by.agency or 0)), form)
    answer = HttpResponse(data, content_type=tables.TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="items.{form}"'
    return answer


@require_http_methods(["GET", "POST"])
@role_required(policies.DRAFTER)
def take_in(request: HttpRequest) -> HttpResponse:
    """Read a file and start proposals for what it changes; say what was set aside and why."""
    errors: dict[str, list[str]] = {}
    done = None
    if request.method == "POST":
        try:
            done = _taken(request)
        except InvalidProposal as refusal:
            errors = refusal.errors
        else:
            if len(done.proposals) == 1 and not done.rejected:
                messages.success(request, f"已按文件起草调整，{done.unchanged} 个事项与现行内容相同。")
                return redirect("drafting:proposal", proposal_id=done.proposals[0].pk)
    context = {"errors": errors, "done": done, "given": request.POST}
    return render(request, "catalogue/desk_import.html", context, status=422 if errors else 200)


def _taken(request: HttpRequest) -> transfer.TakenIn:
    file = request.FILES.get("file")
    if file is None:
        raise InvalidProposal(errors={"file": ["请选择文件。"]})
    form = (file.name or "").rpartition(".")[2].lower()
    if form not in tables.TYPES:
        raise InvalidProposal(errors={"file": ["请上传 .json、.csv 或者 .xlsx 文件。"]})
    if (file.size or 0) > tables.LARGEST:
        raise InvalidProposal(errors={"file": ["文件超过 20 MB，请分成几个文件导入。"]})
    given = tables.read(file.read(), form)
    reason = request.POST.get("reason", "").replace("\x00", "").strip()[:2000]
    return transfer.take_in(by=actor_of(request), given=given, reason=reason)
