"""Looking at an uploaded file page by page; each page shown is one line in the access log."""

from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from onewindow.documents import policies, queries, shelves
from onewindow.documents.errors import FileNotFound, NoSuchPage
from onewindow.documents.models import StoredFile
from onewindow.documents.services import open_file
from onewindow.documents.viewing import draw, marked
from onewindow.documents.viewing.drawing import VIEWABLE
from onewindow.documents.viewing.marking import mark_for
from onewindow.identity.public import actor_of, sign_in_required


@require_GET
@sign_in_required
def viewer(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Show one page with what leads on and back; the file itself is never handed to the browser."""
    stored, reading = _readable(request, file_id)
    if stored.media_type not in VIEWABLE:
        return redirect("documents:file", file_id=stored.pk)
    page = _page(request.GET.get("page", "1"))
    drawn = draw(_place(stored), stored.media_type, page)
    context = {
        "stored": stored, "page": page, "pages": drawn.pages, "text": drawn.text.strip(),
        "mark": mark_for(actor_of(request), reading), "reading": reading,
        "frame_page": "ui/staff.html" if actor_of(request).kind == "official" else "ui/base.html",
    }  # fmt: skip
    return render(request, "documents/viewer.html", context)


@require_GET
@sign_in_required
def page_image(request: HttpRequest, file_id: UUID, page: int) -> HttpResponse:
    """Give the picture of one page, marked; the look is recorded first."""
    stored, reading = _readable(request, file_id)
    by = actor_of(request)
    open_file(by=by, stored=stored, reading=reading)
    drawn = draw(_place(stored), stored.media_type, page)
    answer = HttpResponse(marked(drawn.png, mark_for(by, reading)), content_type="image/png")
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _readable(request: HttpRequest, file_id: UUID) -> tuple[StoredFile, policies.Reading]:
    stored = queries.stored_file(file_id)
    return stored, policies.file_reading(actor_of(request), stored)


def _place(stored: StoredFile) -> Path:
    place = shelves.place_of(stored.pk)
    if not place.exists():
        raise FileNotFound
    return place


def _page(text: str) -> int:
    if not text.isdecimal() or len(text) > 5:
        raise NoSuchPage
    return int(text)
