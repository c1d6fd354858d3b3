"""The addresses of uploads in pieces: tus 1.0.0 (creation, core, termination), and their state as JSON."""

import base64
import binascii
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from onewindow.documents import resuming
from onewindow.documents.errors import UploadConflict
from onewindow.documents.models import PartialUpload
from onewindow.documents.sniffing import LARGEST
from onewindow.identity.public import actor_of, sign_in_required

VERSION = "1.0.0"
PIECE_TYPE = "application/offset+octet-stream"


@require_http_methods(["POST", "OPTIONS"])
@sign_in_required
def uploads(request: HttpRequest) -> HttpResponse:
    """Open an upload; its address is in Location."""
    if request.method == "OPTIONS":
        answer = HttpResponse(status=204)
        answer["Tus-Version"], answer["Tus-Extension"] = VERSION, "creation,termination"
        answer["Tus-Max-Size"] = str(LARGEST)
        return answer
    size = request.headers.get("Upload-Length", "")
    row = resuming.begin_upload(
        by=actor_of(request),
        name=_name(request.headers.get("Upload-Metadata", "")),
        size=int(size) if size.isdecimal() and len(size) < 12 else 0,
    )
    answer = _state(row, status=201)
    answer["Location"] = reverse("documents:upload", args=[row.pk])
    return answer


@require_http_methods(["HEAD", "GET", "PATCH", "DELETE"])
@sign_in_required
def upload(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Tell how far an upload is, take its next piece, or forget it."""
    by = actor_of(request)
    if request.method == "DELETE":
        resuming.drop_upload(by=by, upload_id=upload_id)
        return HttpResponse(status=204)
    if request.method in {"HEAD", "GET"}:
        return _state(resuming.upload_of(by=by, upload_id=upload_id))
    if request.content_type != PIECE_TYPE:
        return HttpResponse(status=415)
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > resuming.LARGEST_PIECE:
        return HttpResponse(status=413)
    offset = request.headers.get("Upload-Offset", "")
    try:
        row = resuming.add_piece(
            by=by,
            upload_id=upload_id,
            offset=int(offset) if offset.isdecimal() and len(offset) < 12 else -1,
            piece=request.read(resuming.LARGEST_PIECE),
        )
    except UploadConflict:
        return _state(resuming.upload_of(by=by, upload_id=upload_id), status=409)
    return _state(row)


def _state(row: PartialUpload, *, status: int = 200) -> HttpResponse:
    answer = JsonResponse(
        {
            "id": str(row.pk), "state": row.state, "offset": row.received, "size": row.size,
            "cause": row.cause, "name": row.name,
        },
        status=status,
    )  # fmt: skip
    answer["Tus-Resumable"], answer["Upload-Offset"], answer["Upload-Length"] = (
        VERSION,
        row.received,
        row.size,
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _name(metadata: str) -> str:
    """Return the file's name of `filename BASE64,…`."""
    for pair in metadata.split(","):
        key, _, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return ""
    return ""
