"""Files to keep: never cached, never shown inside our origin."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header


def download(data: bytes, media_type: str, name: str) -> HttpResponse:
    """Return bytes as a file to keep."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
