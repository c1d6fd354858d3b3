"""Gives each request a number, counts it and writes one line about it, without personal data."""

import logging
import secrets
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from onewindow.config import tallies

access = logging.getLogger("onewindow.access")


class RequestMiddleware:
    """Set `request.reference`, answer it as X-Request-Id, log method, route, status and time.

    The route is the pattern (`cases/<number>/`), never the address: no case number, token or query is logged.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        reference = f"R{secrets.token_hex(6).upper()}"
        request.reference = reference  # type: ignore[attr-defined]
        response = self.get_response(request)
        seconds = time.perf_counter() - begun
        response["X-Request-Id"] = reference
        tallies.count(response.status_code, seconds)
        access.info(
            "%s %s %s %d %.1f ms",
            reference,
            request.method,
            _route(request),
            response.status_code,
            seconds * 1000,
        )
        return response


def _route(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is not None:
        return f"/{match.route}"
    return "/static/…" if request.path_info.startswith("/static/") else "(none)"


class BugFormatter(logging.Formatter):
    """Writes a bug under the request's reference and route, instead of its address, before the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the reference the person was shown, the route and the traceback."""
        request = getattr(record, "request", None)
        reference = getattr(request, "reference", "(no reference)")
        route = _route(request) if isinstance(request, HttpRequest) else "(none)"
        trace = f"\n{self.formatException(record.exc_info)}" if record.exc_info else ""
        return f"{self.formatTime(record)} BUG {reference} {route}{trace}"
