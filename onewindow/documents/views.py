"""Pages of documents: checking, the published keys, downloads."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.documents import keyrings, policies, proofs, queries, revocations, shelves, throttle, tokens
from onewindow.documents.errors import FileNotFound
from onewindow.documents.forms import CheckForm
from onewindow.documents.models import Document, StoredFile
from onewindow.documents.originals.notices import KIND
from onewindow.documents.originals.services import original_bytes, seal_original
from onewindow.documents.rendering import render_pdf
from onewindow.documents.seals.errors import SealNotFound
from onewindow.documents.seals.trust import own_trust, seal_revocations
from onewindow.documents.services import open_document, open_file
from onewindow.documents.verdicts import Verdict, Verification
from onewindow.documents.verification import check_file
from onewindow.identity.public import actor_of, sign_in_required
from onewindow.kernel.public import SYSTEM


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for a code or a file; a code leads to its page, a file is checked at once and not kept."""
    if request.method != "POST":
        return _private(render(request, "documents/verify.html", {"code": request.GET.get("code", "")[:100]}))
    throttle.check(_address(request))
    form = CheckForm(request.POST, request.FILES)
    if not form.is_valid():
        errors = {field: [str(text) for text in texts] for field, texts in form.errors.items()}
        context = {"code": request.POST.get("code", "")[:100], "errors": errors}
        return _private(render(request, "documents/verify.html", context, status=422))
    if form.cleaned_data["code"]:
        return HttpResponseRedirect(reverse("documents:check", args=[form.cleaned_data["code"]]))
    throttle.count(_address(request))
    file = form.cleaned_data["file"]
    found = queries.with_standing(check_file(file.read(), keyrings.own(), own_trust()))
    return _result(request, found, name=str(file.name)[:100])


@require_GET
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Show what a code's document says and whether it still holds, examined anew at each look."""
    plain = tokens.clean(token)
    if plain and plain != token:
        return HttpResponseRedirect(reverse("documents:check", args=[plain]))
    throttle.check(_address(request))
    found = queries.check_token(token)
    if found.verdict == Verdict.UNKNOWN:
        throttle.count(_address(request))
    return _result(request, found, token=token)


@require_GET
def published_keys(request: HttpRequest) -> HttpResponse:
    """Publish every public key that ever signed here."""
    response = JsonResponse(keyrings.published(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_GET
def published_revocations(request: HttpRequest) -> HttpResponse:
    """Publish what lost its force, signed, for checks without a network."""
    response = JsonResponse(revocations.published(), json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Cache-Control"] = "public, max-age=30"
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_GET
def published_crl(request: HttpRequest) -> HttpResponse:
    """Publish the X.509 list of revoked seals; 404 before there is a root."""
    data = seal_revocations()
    if data is None:
        raise SealNotFound
    response = HttpResponse(data, content_type="application/pkix-crl")
    response["Cache-Control"] = "public, max-age=30"
    return response


@require_GET
@sign_in_required
def notice_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """Give the holder or an officer the document as PDF."""
    document = _opened(request, token)
    return _download(render_pdf(document), "application/pdf", f"{document.number}.pdf")


@require_GET
@sign_in_required
def notice_ofd(request: HttpRequest, token: str) -> HttpResponse:
    """Give the holder or an officer the sealed original, made now where nobody asked for it before."""
    document = _opened(request, token)
    original = seal_original(by=SYSTEM, kind=KIND, reference=document.number)
    return _download(original_bytes(original), "application/ofd", f"{document.number}.ofd")


@require_GET
@sign_in_required
def notice_json(request: HttpRequest, token: str) -> HttpResponse:
    """Give the holder or an officer the signed record."""
    document = _opened(request, token)
    data = proofs.record_file(
        kid=document.kid, signature=bytes(document.signature), record=bytes(document.record)
    )
    return _download(data, "application/json", f"{document.number}.json")


@require_GET
def stored_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Give an uploaded file: to anyone if it is there to be taken away, else to who may read it."""
    if policies.is_open(file_id):
        stored = queries.stored_file(file_id)
        return _download(_bytes(stored), stored.media_type, stored.name)
    return _guarded_file(request, file_id)


@sign_in_required
def _guarded_file(request: HttpRequest, file_id: UUID) -> HttpResponse:
    """Give an uploaded file to who uploaded it or to an officer of the case."""
    stored = queries.stored_file(file_id)
    actor = actor_of(request)
    reading = policies.file_reading(actor, stored)
    data = _bytes(stored)
    open_file(by=actor, stored=stored, reading=reading)
    return _download(data, stored.media_type, stored.name)


def _bytes(stored: StoredFile) -> bytes:
    try:
        return shelves.get(stored.pk)
    except FileNotFoundError as error:
        raise FileNotFound from error


def _opened(request: HttpRequest, token: str) -> Document:
    document = queries.document_by_token(token)
    actor = actor_of(request)
    open_document(by=actor, document=document, reading=policies.document_reading(actor, document))
    return document


def _result(request: HttpRequest, found: Verification, *, token: str = "", name: str = "") -> HttpResponse:
    context = {"found": found, "token": tokens.spaced(token[:60]), "name": name}
    status = 404 if found.verdict == Verdict.UNKNOWN else 200
    return _private(render(request, "documents/verification.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def _download(data: bytes, media_type: str, name: str) -> HttpResponse:
    """Return bytes as a file to keep: never shown inside our origin, whatever a browser thinks it is."""
    response = _private(HttpResponse(data, content_type=media_type))
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename=name) or "attachment"
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
