"""我的证照: the wallet, one licence, its uses, a report of an error."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.identity.public import actor_of, sign_in_required
from onewindow.kernel.public import clock
from onewindow.licences import copies, faces, originals
from onewindow.licences.errors import LicenceInvalid
from onewindow.licences.models import Licence
from onewindow.licences.queries import wallet as queries
from onewindow.licences.services.own import open_own
from onewindow.licences.services.reports import report_error
from onewindow.licences.views.downloads import download


@never_cache
@require_safe
@sign_in_required
def wallet(request: HttpRequest) -> HttpResponse:
    """Show the actor's licences as cards, the ones to rely on first."""
    by = actor_of(request)
    return render(request, "licences/wallet.html", {"wallet": queries.wallet(by), "actor": by})


@never_cache
@require_safe
@sign_in_required
def licence(request: HttpRequest, token: str) -> HttpResponse:
    """Show one of my licences whole, with what can be done with it."""
    by = actor_of(request)
    found = open_own(by=by, token=token, what=_("本人查看"))
    context = _about(found) | {
        "showings": queries.open_showings(by, found),
        "delegations": queries.open_delegations(found),
        "reports": queries.reports_of(found),
        "pending": originals.is_pending(found),
        "uses": queries.uses_of(found).items[:3],
    }
    return render(request, "licences/licence.html", context)


@never_cache
@require_safe
@sign_in_required
def uses(request: HttpRequest, token: str) -> HttpResponse:
    """Show every use of one of my licences, page by page."""
    found = queries.own_licence(actor_of(request), token)
    page = queries.uses_of(found, request.GET.get("after", ""))
    return render(request, "licences/uses.html", {"licence": found, "page": page})


@never_cache
@require_http_methods(["GET", "POST"])
@sign_in_required
def report(request: HttpRequest, token: str) -> HttpResponse:
    """Let the holder say what is wrong with a licence."""
    by = actor_of(request)
    found = queries.own_licence(by, token)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            report_error(by=by, identifier=found.identifier, text=request.POST.get("said", ""))
        except LicenceInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("已交给颁发机关核实，答复会写在这里。"))
            return redirect("licences:licence", token=token)
    context = {"licence": found, "errors": errors, "given": request.POST}
    return render(request, "licences/report.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@sign_in_required
def file(request: HttpRequest, token: str, form: str) -> HttpResponse:
    """Give the holder the licence to keep: the sealed OFD, a PDF to read, the signed record to check."""
    found = open_own(by=actor_of(request), token=token, what=_("本人下载"))
    name = f"{found.type.name}-{found.number}"
    if form == "ofd":
        return download(originals.file_of(found), "application/ofd", f"{name}.ofd")
    if form == "json":
        return download(copies.record_of(found), "application/json", f"{name}.json")
    return download(copies.own_copy(found), "application/pdf", f"{name}.pdf")


def _about(found: Licence) -> dict[str, object]:
    return {
        "licence": found,
        "face": faces.rows(found.type.schema, found.face),
        "good": found.is_in_force(clock.today()),
        "number": found.content["holder"]["number"],
    }
