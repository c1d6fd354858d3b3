"""One place that turns refusals into pages and problem+json."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from onewindow.kernel.public import Refusal


class RefusalMiddleware:
    """Answer a raised Refusal with its status, as a page or as problem+json (RFC 9457)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal into an answer; leave anything else to be a bug."""
        if not isinstance(error, Refusal):
            return None
        return JsonResponse(
            {"type": "about:blank", "title": error.message, "status": error.status, "code": error.code},
            status=error.status,
            content_type="application/problem+json",
        )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a request whose form token is missing or stale."""
    return HttpResponse(reason, status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown address."""
    return HttpResponse("404", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a bug."""
    return HttpResponse("500", status=500)
