"""A signed document as pictures of its pages and as text: seen on any telephone, one look on record."""

import json
from base64 import b64encode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from onewindow.documents import policies, queries, records
from onewindow.documents.rendering import page_images
from onewindow.documents.rendering.pages import page_data
from onewindow.documents.services import open_document
from onewindow.documents.viewing.marking import mark_for, marked
from onewindow.identity.public import actor_of, sign_in_required


@require_GET
@sign_in_required
def paper(request: HttpRequest, token: str) -> HttpResponse:
    """Show a document's pages to its holder, or marked to an officer; the look is recorded first."""
    document, by = queries.document_by_token(token), actor_of(request)
    reading = policies.document_reading(by, document)
    open_document(by=by, document=document, reading=reading)
    pictures, official = page_images(document), by.kind == "official"
    if official:
        pictures = [marked(png, mark_for(by, reading)) for png in pictures]
    context = {
        "document": document,
        "pictures": [f"data:image/png;base64,{b64encode(png).decode()}" for png in pictures],
        "told": json.loads(page_data(records.read(bytes(document.record)))),
        "official": official,
        "frame_page": "ui/staff.html" if official else "ui/base.html",
    }
    answer = render(request, "documents/paper.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer
