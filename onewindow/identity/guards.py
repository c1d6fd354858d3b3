"""View decorators: who may open a page."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from onewindow.identity.policies import require_role
from onewindow.identity.queries import actor_of

View = Callable[..., HttpResponse]


def sign_in_required(view: View) -> View:
    """Send strangers to the sign-in page and back to where they were, also from an interrupted POST."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if actor_of(request).kind != "anonymous":
            return view(request, *args, **kwargs)
        query = {"next": _back(request)}
        if request.method == "POST":
            query["expired"] = "post"
        elif ended := getattr(request, "ended", ""):
            query["expired"] = ended
        return HttpResponseRedirect(f"{reverse('identity:sign-in')}?{urlencode(query, safe='/')}")

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


def posted(*roles: str) -> Callable[[HttpRequest], bool]:
    """Return the test of a menu's link that only posts with one of the roles see."""
    return lambda request: actor_of(request).has_role(*roles)


def _back(request: HttpRequest) -> str:
    """Return the page to come back to: this one, or for a POST the page whose form it was."""
    if request.method in {"GET", "HEAD"}:
        return request.get_full_path()
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc == request.get_host() and page.path.startswith("/") and not page.path.startswith("//"):
        return f"{page.path}?{page.query}" if page.query else page.path
    return request.path
