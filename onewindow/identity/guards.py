"""View decorators: who may open a page."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from onewindow.identity.policies import require_role
from onewindow.identity.queries import actor_of

View = Callable[..., HttpResponse]


def sign_in_required(view: View) -> View:
    """Send strangers to the sign-in page and back to where they were, also from an interrupted POST."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if actor_of(request).kind == "anonymous":
            expired = "&expired=1" if request.method == "POST" else ""
            return HttpResponseRedirect(f"{reverse('identity:sign-in')}?next={quote(request.path)}{expired}")
        return view(request, *args, **kwargs)

    return guarded


def role_required(*roles: str) -> Callable[[View], View]:
    """Open a page to posts with one of the roles; strangers sign in first, others get RoleMissing."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            require_role(actor_of(request), *roles)
            return view(request, *args, **kwargs)

        return sign_in_required(guarded)

    return decorate
