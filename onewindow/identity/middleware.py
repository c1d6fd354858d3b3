"""Puts the acting party on each request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from onewindow.kernel.public import ANONYMOUS


class ActorMiddleware:
    """Set `request.actor` from the signed-in account."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = ANONYMOUS  # type: ignore[attr-defined]
        return self.get_response(request)
