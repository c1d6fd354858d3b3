"""The public API: one description, one way to say what is wrong; the contexts bring their own routes."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from onewindow.cases.api import router as cases
from onewindow.catalogue.api import materials_router as materials
from onewindow.catalogue.api import router as catalogue
from onewindow.feedback.api import ratings_router as ratings
from onewindow.feedback.api import router as feedback
from onewindow.identity.api import router as caller
from onewindow.licences.api import router as licences
from onewindow.messages.api import router as messages
from onewindow.ui.public import refusal_page

WRONG = {
    "missing": _("缺少这个参数。"),
    "int_parsing": _("应为整数。"),
    "bool_parsing": _("应为 true 或者 false。"),
    "string_too_long": _("内容过长。"),
    "string_pattern_mismatch": _("格式不正确。"),
    "literal_error": _("不是允许的值。"),
    "enum": _("不是允许的值。"),
    "greater_than_equal": _("数值过小。"),
    "less_than_equal": _("数值过大。"),
    "date_from_datetime_parsing": _("应为日期，例如 2026-03-02。"),
    "json_invalid": _("不是有效的 JSON。"),
}

api = NinjaAPI(
    title="OneWindow 一窗",
    version="1",
    description="事项目录等公共数据的接口。错误一律用 application/problem+json 回答，code 不变。",
    urls_namespace="api",
    openapi_url="/openapi.json",
    docs_url=None,
)
api.add_router("/items/", catalogue)
api.add_router("/materials/", materials)
api.add_router("/caller/", caller)
api.add_router("/licences/", licences)
api.add_router("/cases/", cases)
api.add_router("/messages/", messages)
api.add_router("/open311/v2/", feedback)
api.add_router("/ratings/", ratings)


@api.exception_handler(ValidationError)
def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer a value that cannot be read, at its field."""
    errors: dict[str, list[str]] = {}
    for fault in error.errors:
        errors.setdefault(_field(fault), []).append(str(WRONG.get(str(fault.get("type")), _("格式不正确。"))))
    return refusal_page(request, 422, "invalid", errors=errors)


def _field(fault: Mapping[str, object]) -> str:
    where = fault.get("loc")
    parts = [str(part) for part in where] if isinstance(where, list | tuple) else []
    return ".".join(parts[1:]) or "body"


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework refuses, such as a body that is no JSON."""
    return refusal_page(request, error.status_code, "bad_request" if error.status_code < 500 else "error")
