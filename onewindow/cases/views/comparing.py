"""对照查看: the checklist and the answers on one side, a page of what was handed in on the other."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onewindow.cases import policies
from onewindow.cases import public as cases
from onewindow.cases.answers import answers_shown
from onewindow.cases.models import Case, CaseMaterial
from onewindow.catalogue import public as catalogue
from onewindow.documents import public as documents
from onewindow.identity import public as identity


@require_GET
@identity.role_required(*policies.REVIEWERS)
def materials(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case's materials page by page beside what they must be; `?doc=` is the material's number."""
    by = identity.actor_of(request)
    case = cases.open_case(by=by, number=number)
    shown = _shown(case, request.GET.get("doc", ""))
    page = request.GET.get("page", "1")
    guide = catalogue.guide(catalogue.item_version(case.item_version_id)).materials
    leaf = None
    if shown is not None and shown.file_id:
        at = int(page) if page.isdecimal() and 0 < len(page) < 5 else 1
        leaf = documents.leaf_of(by=by, file_id=shown.file_id, page=at)
    context = {
        "case": case,
        "shown": shown,
        "leaf": leaf,
        "asked": next((one for one in guide if shown is not None and one.seq == shown.seq), None),
        "answers": answers_shown(case),
    }
    return render(request, "cases/desk_materials.html", context)


def _shown(case: Case, text: str) -> CaseMaterial | None:
    """Return the material asked for, else the first that was handed in as a file."""
    rows = list(case.materials.all())
    wanted = [row for row in rows if row.seq_text == text]
    return next(iter([*wanted, *(row for row in rows if row.file_id)]), None)
