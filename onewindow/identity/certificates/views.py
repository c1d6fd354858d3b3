"""The page where a party proves itself with a certificate: /account/certificate/."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from onewindow.identity.certificates import proving
from onewindow.identity.certificates.errors import ChallengeOver
from onewindow.identity.certificates.forms import CertificateForm
from onewindow.identity.guards import sign_in_required
from onewindow.identity.queries import actor_of
from onewindow.kernel.public import Invalid, clock

_KEPT = "certificate-challenge"


@never_cache
@require_http_methods(["GET", "POST"])
@sign_in_required
def certificate(request: HttpRequest) -> HttpResponse:
    """Give a text to sign; a POST takes certificate and signature. Each text serves one try."""
    by = actor_of(request)
    proving.require_party(by)
    form = CertificateForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            proving.prove_with_certificate(by=by, asked=_spent(request), **form.given())
        except Invalid as refusal:
            form.add_refusal(refusal)
        else:
            messages.success(request, _("证书核对一致，您现在是 L4。"))
            return redirect("identity:level")
    context = {"form": form, "errors": form.errors, "asked": _asked(request), "name": by.name}
    return render(request, "identity/certificate.html", context, status=422 if form.errors else 200)


def _asked(request: HttpRequest) -> proving.Challenge:
    """Return the text the session waits for, a new one where there is none in force."""
    text, until = request.session.get(_KEPT, ("", 0))
    if not text or clock.now().timestamp() > until:
        made = proving.challenge()
        request.session[_KEPT] = (made.text, made.until.timestamp())
        return made
    return proving.Challenge(text, datetime.fromtimestamp(until, clock.now().tzinfo))


def _spent(request: HttpRequest) -> proving.Challenge:
    """Take the text out of the session. Raises ChallengeOver where there is none."""
    if _KEPT not in request.session:
        raise ChallengeOver
    asked = _asked(request)
    del request.session[_KEPT]
    return asked
