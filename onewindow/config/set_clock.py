"""The settable clock of a scratch instance: a request may say at which moment it is to be answered."""

from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from onewindow.kernel.public import clock

HEADER = "X-Set-Clock"


class SetClockMiddleware:
    """Answer a request with the header at that moment; who signed in when is judged by the real clock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the views."""
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Set the clock for one request."""
        moment = request.headers.get(HEADER, "")
        if not moment:
            return self._get_response(request)
        str(request.actor)  # type: ignore[attr-defined]  # found by the real clock, which sessions run by
        with clock.at(datetime.fromisoformat(moment)):
            return self._get_response(request)
