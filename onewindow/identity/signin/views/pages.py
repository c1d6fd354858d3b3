"""What the pages of sign-in share: who is asking, where to go on, how a form is answered."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from onewindow.identity import public as identity
from onewindow.identity.forms import AccountForm
from onewindow.identity.signin import entering
from onewindow.identity.signin.errors import SignInAgain
from onewindow.identity.signin.passkeys import relying_party
from onewindow.kernel.public import Actor, Invalid

form_page = require_http_methods(["GET", "POST"])
View = Callable[..., HttpResponse]


def next_of(request: HttpRequest) -> str:
    """Return where the person was, if that is one of our pages."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if safe else ""


def given(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with."""
    return request.POST if request.method == "POST" else None


def form_answer(request: HttpRequest, template: str, form: AccountForm, **context: object) -> HttpResponse:
    """Draw a page with its form, 422 when something is to be corrected."""
    shared = {"form": form, "errors": form.errors, **passkey_context(request), **context}
    return render(request, template, shared, status=422 if form.errors else 200)


def refuse_at(form: AccountForm, field: str, refusal: Invalid) -> None:
    """Show a verb's refusal at its own fields, or at the one it is about."""
    form.add_refusal(refusal if refusal.errors else Invalid(errors={field: [refusal.message]}))


def passkey_context(request: HttpRequest) -> dict[str, Any]:
    """Tell whether passkeys work at this address, and at which they do."""
    us = relying_party()
    here = f"{request.scheme}://{request.get_host()}"
    return {"passkeys_here": here == us.origin, "passkeys_at": f"{us.origin}{request.path}"}


def recent_required(view: View) -> View:
    """Ask for the password once more before secrets are changed, unless it was given minutes ago."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if identity.actor_of(request).kind != "anonymous" and entering.is_recent(request):
            return view(request, *args, **kwargs)
        return prove_first(request)

    return guarded


def prove_first(request: HttpRequest) -> HttpResponse:
    """Send people to sign in, or to give their password once more, and back."""
    back = request.get_full_path() if request.method == "GET" else reverse("identity:security")
    signed_in = identity.actor_of(request).kind != "anonymous"
    page = reverse("identity:confirm" if signed_in else "identity:sign-in")
    return redirect(f"{page}?{urlencode({'next': back}, safe='/')}")


def enroller(request: HttpRequest) -> tuple[Actor, entering.Pending | None]:
    """Return who may add a factor: somebody signed in a moment ago, or an official who owes the first one.

    Raises SignInAgain.
    """
    owing = entering.pending(request)
    if owing is not None and not owing.enrolled:
        return identity.actor_for(owing.account), owing
    actor = identity.actor_of(request)
    if actor.kind == "anonymous" or not entering.is_recent(request):
        raise SignInAgain
    return actor, None


def json_text(text: str) -> HttpResponse:
    """Answer with JSON that is text already, kept by no cache."""
    answer = HttpResponse(text, content_type="application/json")
    answer["Cache-Control"] = "no-store"
    return answer


def go_to(address: str) -> JsonResponse:
    """Tell the page's script where to go on."""
    answer = JsonResponse({"next": address})
    answer["Cache-Control"] = "no-store"
    return answer
