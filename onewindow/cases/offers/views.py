"""Pages of offers: one's own under my/offers/, the report at the desk."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.cases.errors import AnswersInvalid, NeedsCorrection
from onewindow.cases.offers import queries, services
from onewindow.cases.offers.errors import OfferNotAgreed
from onewindow.cases.offers.showing import known_of
from onewindow.cases.policies import REVIEWERS
from onewindow.identity import public as identity


@never_cache
@require_safe
@identity.sign_in_required
def index(request: HttpRequest) -> HttpResponse:
    """List what the person may receive by confirming, and what became of earlier offers."""
    rows = queries.offers_of(identity.actor_of(request)).defer("answers")[:50]
    return render(request, "cases/offers.html", {"offers": rows})


@never_cache
@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def offer(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    """Show what is known and what will be paid where; a POST confirms or declines."""
    by = identity.actor_of(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST" and request.POST.get("act") == "decline":
        services.decline_offer(by=by, offer_id=offer_id)
        messages.success(request, _("已记下。以后需要的，随时可以申请。"))
        return redirect("offers:offer", offer_id=offer_id)
    if request.method == "POST":
        try:
            return _confirm(request, offer_id)
        except OfferNotAgreed as refusal:
            errors = refusal.errors
    shown = queries.offer_for(by, offer_id)
    context = {"offer": shown, "known": known_of(shown), "errors": errors}
    return render(request, "cases/offer.html", context, status=422 if errors else 200)


def _confirm(request: HttpRequest, offer_id: UUID) -> HttpResponse:
    by = identity.actor_of(request)
    try:
        found = services.confirm_offer(
            by=by,
            applicant=identity.applicant_for(request),
            offer_id=offer_id,
            agreed=request.POST.get("agreed") == "true",
        )
    except (AnswersInvalid, NeedsCorrection):
        messages.warning(request, _("有的信息需要您核对或者补填，请改正后提交。"))
        return redirect("cases:check", draft_id=queries.offer_for(by, offer_id).draft_id)
    number = found if isinstance(found, str) else found.number
    return redirect("cases:case", number=number)


@never_cache
@require_safe
@identity.role_required(*REVIEWERS)
def report(request: HttpRequest) -> HttpResponse:
    """Report month by month how many were found, offered, confirmed and granted; no person is named."""
    return render(request, "cases/desk_offers.html", {"reports": queries.batch_reports()})
