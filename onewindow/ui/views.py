"""The elder switch, and in demonstrations the living style guide."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from onewindow.kernel.public import NotFound
from onewindow.ui import samples
from onewindow.ui.context import ELDER_COOKIE
from onewindow.ui.refusals import refusal_page
from onewindow.ui.wording import WORDS

A_YEAR = timedelta(days=365)


@never_cache
@require_safe
def elder(request: HttpRequest) -> HttpResponse:
    """Switch the elder mode on or off and go back; it works without JavaScript."""
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts=None):
        target = "/"
    response = HttpResponseRedirect(target)
    if request.GET.get("on") == "1":
        response.set_cookie(
            ELDER_COOKIE, "1", max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure()
        )
    else:
        response.delete_cookie(ELDER_COOKIE)
    return response


def guide(request: HttpRequest) -> HttpResponse:
    """Show every component of the public pages."""
    return _sample(request, "ui/guide.html")


def guide_desk(request: HttpRequest) -> HttpResponse:
    """Show the frame and the components of the desk."""
    return _sample(request, "ui/guide_desk.html")


def guide_question(request: HttpRequest) -> HttpResponse:
    """Show a question page with errors."""
    return _sample(request, "ui/guide_question.html")


def guide_error(request: HttpRequest, status: int) -> HttpResponse:
    """Show the page of one status."""
    _demo_only()
    if status not in WORDS:
        raise NotFound
    return refusal_page(request, status, "sample")


def _sample(request: HttpRequest, name: str) -> HttpResponse:
    _demo_only()
    return render(request, name, samples.context())


def _demo_only() -> None:
    if not settings.DEMO:
        raise NotFound
