"""One place that turns refusals and faults into pages and problem+json (RFC 9457)."""

import sys
from collections.abc import Callable
from inspect import cleandoc
from urllib.parse import urlsplit

from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DataError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from onewindow.kernel.public import ANONYMOUS, Refusal
from onewindow.ui.wording import Text, words

TOO_LARGE = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
UNREADABLE = (MultiPartParserError, UnreadablePostError)
PROBLEM = "application/problem+json"
FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}


class RefusalMiddleware:
    """Answer refusals with their status, as a page or as problem+json."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = _unreadable(request) or self.get_response(request)
        if response.status_code == 405 and not response.content:
            allow = response.headers.get("Allow", "")
            response = refusal_page(request, 405, "method_not_allowed")
            response.headers["Allow"] = allow
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal into an answer; leave anything else to be a bug."""
        if isinstance(error, Refusal):
            return _refused(request, error)
        if isinstance(error, TOO_LARGE):
            return _too_large(request)
        if isinstance(error, PermissionDenied):
            return refusal_page(request, 403, "not_allowed")
        if _is_unstorable(error):
            return refusal_page(
                request,
                422,
                "unstorable_text",
                message=_("填写的内容里有不能保存的控制字符，没有保存任何内容。"),
                todo=_("请退回上一页，删掉从别处粘贴来的特殊符号，再提交一次。"),
                back=_own_referer(request),
            )
        if isinstance(error, SuspiciousOperation | MultiPartParserError | UnreadablePostError):
            return refusal_page(request, 400, "bad_request")
        return None


def refusal_page(
    request: HttpRequest,
    status: int,
    code: str,
    *,
    message: Text = "",
    heading: Text = "",
    todo: Text = "",
    errors: dict[str, list[str]] | None = None,
    back: str = "",
    link: tuple[str, Text] | None = None,
) -> HttpResponse:
    """Return the answer of a status, as a page or as problem+json; empty words are the status's own.

    `back` is where "返回" leads; `link` is an address and the words of the one thing to do next.
    """
    said = words(status)
    message, heading, todo = message or said.message, heading or said.heading, todo or said.todo
    if wants_json(request):
        body: dict[str, object] = {
            "type": f"urn:onewindow:problem:{code}",
            "title": str(heading),
            "status": status,
            "code": code,
            "detail": str(message),
            "instance": reference_of(request),
        }
        if errors:
            body["errors"] = errors
        response: HttpResponse = JsonResponse(body, status=status, content_type=PROBLEM)
    else:
        context = {
            "status": status,
            "heading": heading,
            "message": message,
            "todo": todo,
            "errors": errors,
            "back": back,
            "link": link,
            "reference": reference_of(request),
        }
        response = render(request, "ui/refusal.html", context, status=status)
    patch_vary_headers(response, ["Accept"])
    return response


def wants_json(request: HttpRequest) -> bool:
    """Tell whether the caller is a program: an API path, or an Accept that prefers JSON."""
    if request.path.startswith("/api/"):
        return True
    return request.get_preferred_type(["text/html", PROBLEM, "application/json"]) not in {"text/html", None}


def reference_of(request: HttpRequest) -> str:
    """Return the request's reference number, as the log has it."""
    return str(getattr(request, "reference", ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is missing or stale: nothing was saved, and the way back."""
    back = _own_referer(request) or "/"
    return refusal_page(
        request,
        403,
        "csrf_failed",
        heading=_("页面已经过期，请重新提交"),
        message=_(
            "这次提交没有保存，也没有办理任何事。原因可能是页面打开太久、登录已过期，或者在别处重新登录过。"
        ),
        todo=_("请返回刚才的页面，刷新后再提交一次；如果要求登录，登录后会回到原处，草稿都还在。"),
        link=(back, _("返回刚才的页面")),
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer an unknown address."""
    return refusal_page(request, 404, "not_found")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a bug, which the log has under the same reference; a lost database is a 503."""
    fault = sys.exc_info()[1]
    status, code = (503, "unavailable") if _database_lost(fault) else (500, "internal_error")
    request.actor = ANONYMOUS  # type: ignore[attr-defined]
    return refusal_page(request, status, code)


def _refused(request: HttpRequest, error: Refusal) -> HttpResponse:
    errors = dict(getattr(error, "errors", {}) or {})
    if error.field and not errors:
        errors = {error.field: [error.message]}
    return refusal_page(
        request,
        error.status,
        error.code,
        message=cleandoc(error.message),
        errors=errors,
        back=_own_referer(request),
        link=getattr(error, "link", None),
    )


def _unreadable(request: HttpRequest) -> HttpResponse | None:
    """Read a form early, so that one too large or broken gets plain words instead of a bare 400.

    No address of ours holds a NUL, and PostgreSQL takes none in a text.
    """
    if "\x00" in request.path_info:
        return refusal_page(request, 404, "not_found")
    if request.method != "POST" or request.content_type not in FORMS:
        return None
    try:
        request.POST  # noqa: B018
    except TOO_LARGE:
        return _too_large(request)
    except UNREADABLE:
        return refusal_page(request, 400, "bad_request")
    return None


def _too_large(request: HttpRequest) -> HttpResponse:
    request._mark_post_parse_error()  # type: ignore[attr-defined]
    return refusal_page(request, 413, "too_large", back=_own_referer(request))


def _is_unstorable(error: Exception) -> bool:
    """Tell whether somebody's text holds a NUL, which PostgreSQL keeps in no text."""
    return isinstance(error, DataError) and any(word in str(error) for word in ("NUL (0x00)", "\\u0000"))


def _database_lost(fault: BaseException | None) -> bool:
    return isinstance(fault, OperationalError | InterfaceError)


def _own_referer(request: HttpRequest) -> str:
    parts = urlsplit(request.headers.get("Referer", ""))
    if parts.netloc != request.get_host() or not parts.path.startswith("/") or parts.path.startswith("//"):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
