"""The keeper's desk: deliveries, bad rows, permits of outside systems."""

import tempfile
from datetime import date
from pathlib import Path

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from onewindow.identity.public import actor_of, role_required
from onewindow.licences.errors import LicenceInvalid
from onewindow.licences.intake.reading import FORMS
from onewindow.licences.intake.reasons import words
from onewindow.licences.policies import KEEPERS, libraries_kept_by, may_give_permits
from onewindow.licences.queries import desk as queries
from onewindow.licences.queries.types import types
from onewindow.licences.services.deliveries import FileReport, import_licences
from onewindow.licences.services.permits import end_permit, permit_use
from onewindow.licences.services.quarantine import drop_row, repair_row

LARGEST = 20 << 20


@never_cache
@require_http_methods(["GET"])
@role_required(*KEEPERS)
def quarantine(request: HttpRequest) -> HttpResponse:
    """List bad rows with their reasons: those waiting, or those dealt with."""
    by, ended, library = actor_of(request), request.GET.get("ended") == "1", request.GET.get("library", "")
    page = queries.quarantine(by, ended=ended, library=library, after=request.GET.get("after", ""))
    context = {
        "page": page,
        "rows": [(row, [words(reason) for reason in row.reasons]) for row in page.items],
        "ended": ended,
        "library": library,
        "libraries": libraries_kept_by(by),
    }
    return render(request, "licences/desk_quarantine.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*KEEPERS)
def row(request: HttpRequest, row_id: int) -> HttpResponse:
    """Show a bad row whole; a POST repairs or drops it."""
    by = actor_of(request)
    found = queries.bad_row(by, row_id)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            if request.POST.get("do") == "drop":
                drop_row(by=by, row_id=row_id, reason=request.POST.get("reason", ""))
                messages.success(request, _("这一行不再入库。"))
            else:
                repair_row(by=by, row_id=row_id, text=request.POST.get("raw", "")[: 1 << 18])
                messages.success(request, _("已改正并入库。"))
        except LicenceInvalid as refusal:
            errors = refusal.errors
        else:
            return redirect("licences:quarantine")
    context = {
        "row": found,
        "reasons": [words(reason) for reason in found.reasons],
        "raw": request.POST.get("raw") or found.raw,
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "licences/desk_row.html", context, status=422 if errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*KEEPERS)
def deliveries(request: HttpRequest) -> HttpResponse:
    """List deliveries; a POST takes a table or a file in and reports every row."""
    by = actor_of(request)
    report: FileReport | None = None
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        file = request.FILES.get("file")
        if not isinstance(file, UploadedFile) or (file.size or 0) > LARGEST:
            errors["file"] = [_("请选择不超过 20 MB 的文件；更大的请用命令行入库。")]
        elif Path(str(file.name)).suffix.lower() not in FORMS:
            errors["file"] = [_("请用 .csv、.jsonl、.json 或者 .xlsx 文件。")]
        else:
            report, errors = _delivered(request, file)
    context = {
        "rows": queries.deliveries(by),
        "libraries": [{"value": one.code, "label": one.name} for one in libraries_kept_by(by)],
        "errors": errors,
        "report": report,
        "rejections": [
            (one, [words(reason) for reason in one.reasons])
            for one in (report.rejections[:50] if report else [])
        ],
        "given": request.POST,
    }
    return render(request, "licences/desk_deliveries.html", context, status=422 if errors else 200)


def _delivered(
    request: HttpRequest, file: "UploadedFile[bytes]"
) -> tuple[FileReport | None, dict[str, list[str]]]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"delivery{Path(str(file.name)).suffix.lower()}"
        with path.open("wb") as held:
            for chunk in file.chunks():
                held.write(chunk)
        try:
            (report,) = import_licences(
                by=actor_of(request), paths=[path], library=request.POST.get("library", "")
            )
        except OSError as fault:
            return None, {"file": [str(fault).partition("：")[2] or _("文件读不出来。")]}
    report.name = str(file.name)[:300]
    return report, {}


@never_cache
@require_http_methods(["GET", "POST"])
@role_required(*KEEPERS)
def permits(request: HttpRequest) -> HttpResponse:
    """List the permits of outside systems; a POST gives one."""
    by = actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = {name: request.POST.get(name, "") for name in ("client", "client_name", "reason")}
        try:
            permit_use(
                by=by, type_code=request.POST.get("type", ""), items=request.POST.get("items", "").split(),
                good_until=_day(request.POST.get("good_until", "")), **given,
            )  # fmt: skip
        except LicenceInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("已许可。"))
            return redirect("licences:permits")
    context = {
        "rows": queries.permits(by),
        "types": [{"value": kind.key, "label": kind.name} for kind in types() if may_give_permits(by, kind)],
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "licences/desk_permits.html", context, status=422 if errors else 200)


@never_cache
@require_POST
@role_required(*KEEPERS)
def end(request: HttpRequest, permit_id: int) -> HttpResponse:
    """Take a permit back."""
    end_permit(by=actor_of(request), permit_id=permit_id)
    messages.success(request, _("许可已收回，对方下一次调用就会被拒绝。"))
    return redirect("licences:permits")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return date.min
