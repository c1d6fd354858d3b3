"""The preview: a form filled in on one page, shown anew with what it then asks; nothing is kept."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from onewindow.forms.building import BadForm
from onewindow.forms.definition import Form
from onewindow.forms.designs import queries, services
from onewindow.forms.designs.files import built
from onewindow.forms.intake import is_plain, read_page
from onewindow.forms.validation import EMPTY, validate
from onewindow.identity import public as identity


def _of_asked(
    form: Form, answers: Mapping[str, object], errors: Mapping[str, list[str]]
) -> dict[str, list[str]]:
    """Return what is wrong with what is asked; files are not kept here, so nothing is said about them."""
    asked = {f.name for page in form.pages(answers) for f in page.fields if f.widget != "upload"}
    told = {key: texts for key, texts in errors.items() if key.partition("-")[0] in asked}
    known = {key.partition("-")[0] for key in told}
    whole = validate(form, answers)
    return told | {key: texts for key, texts in whole.items() if key in asked - known}


@require_http_methods(["GET", "POST"])
@identity.role_required(*services.ROLES)
def preview(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a person would be asked; a POST says what would be wrong with the answers."""
    text = request.GET.get("version", "")
    found = queries.whole(code, int(text) if text.isdecimal() and len(text) < 7 else None)
    context = {"whole": found, "fault": "", "pages": [], "values": {}, "errors": {}}
    try:
        form = built(found.told)
    except BadForm as fault:
        return render(request, "forms/designs/preview.html", {**context, "fault": str(fault)})
    values: dict[str, object] = {}
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        for page in form.all_pages:
            read = read_page(form, page.key, request.POST, request.FILES)
            values |= {name: value for name, value in read.values.items() if is_plain(value)}
            errors |= read.errors
        answers = {name: value for name, value in values.items() if value not in EMPTY}
        errors = _of_asked(form, answers, errors)
    answers = {name: value for name, value in values.items() if value not in EMPTY}
    context |= {
        "pages": form.pages(answers),
        "values": values,
        "errors": errors,
        "tried": request.method == "POST",
    }
    return render(request, "forms/designs/preview.html", context)
