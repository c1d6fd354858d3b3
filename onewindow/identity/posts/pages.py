"""What the pages of posts share: reading a form, showing a verb's refusal at its field."""

from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from onewindow.identity.posts.errors import PostInvalid
from onewindow.kernel.public import Conflict, Invalid, NotAllowed, NotFound

Errors = dict[str, list[str]]


def cursor(request: HttpRequest) -> int | None:
    """Return the mark of a keyset page."""
    before = request.GET.get("before", "")
    return int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None


def typed(request: HttpRequest, name: str, longest: int = 400) -> str:
    """Return a line of a form."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:longest]


def number(request: HttpRequest, name: str) -> int:
    """Return a row's number of a form; 0 finds nothing."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 0


def day(request: HttpRequest, name: str) -> date | None:
    """Return a day of a form, none when it is empty. Raises PostInvalid."""
    text = typed(request, name)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as wrong:
        raise PostInvalid(errors={name: ["请填写日期，例如 2026-03-02。"]}) from wrong


def tried(verb: Callable[[], object]) -> Errors:
    """Run a verb; return what it refused, at the fields it named."""
    try:
        verb()
    except Invalid as refusal:
        return dict(refusal.errors) or {"reason": [refusal.message]}
    except (Conflict, NotAllowed, NotFound) as refusal:
        return {"reason": [refusal.message]}
    return {}


def done(request: HttpRequest, text: str, page: str, *args: object) -> HttpResponse:
    """Say what happened and go on to a page."""
    messages.success(request, text)
    return redirect(f"identity:{page}", *args)


def said(request: HttpRequest, errors: Errors, good: str) -> None:
    """Say what happened, on the next page."""
    for texts in errors.values():
        for text in texts:
            messages.error(request, text)
    if not errors:
        messages.success(request, good)
