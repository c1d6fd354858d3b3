"""What the endpoints share: JSON that no cache keeps, open to browsers of other sites, no cookies read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def endpoint(*methods: str) -> Callable[[View], View]:
    """Make a view an endpoint for programs: these methods, preflight, no CSRF token, CORS without cookies."""

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if request.method == "OPTIONS":
                answer = HttpResponse(status=204)
            elif request.method not in methods:
                answer = failure("invalid_request", "method not allowed", 405)
                answer["Allow"] = ", ".join(methods)
            elif has_nul(request):
                answer = failure("invalid_request", "a parameter holds a NUL", 400)
            else:
                answer = view(request, *args, **kwargs)
            answer["Access-Control-Allow-Origin"] = "*"
            answer["Access-Control-Allow-Methods"] = ", ".join(methods)
            answer["Access-Control-Allow-Headers"] = "Authorization, Content-Type"
            return answer

        return guarded

    return decorate


def json_answer(data: dict[str, Any], status: int = 200, *, seconds: int = 0) -> JsonResponse:
    """Answer with JSON, kept for some seconds or not at all."""
    answer = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
    answer["Cache-Control"] = f"public, max-age={seconds}" if seconds else "no-store"
    return answer


def failure(error: str, said: str, status: int) -> JsonResponse:
    """Answer with an error of RFC 6749."""
    return json_answer({"error": error, "error_description": said}, status)


def has_nul(request: HttpRequest) -> bool:
    """Tell whether a parameter holds what PostgreSQL takes in no text."""
    return any(
        "\x00" in text
        for data in (request.GET, request.POST)
        for name, values in data.lists()
        for text in (name, *values)
    )
