"""Pages of the designer where one page or one field of a form is changed, and the order of both."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from onewindow.forms.designs import editing, entries, queries, services
from onewindow.forms.designs.editing import Place, Told
from onewindow.forms.errors import UnknownDesign, UnknownPage
from onewindow.forms.models import FormDesign
from onewindow.identity import public as identity
from onewindow.rules.public import condition_fault

KEY = services.CODE


def _design(code: str) -> FormDesign:
    found = queries.whole(code).design
    if found is None:
        raise UnknownDesign
    return found


def _text(source: Mapping[str, Any], name: str) -> str:
    return str(source.get(name, "")).replace("\0", "").strip()[:2000]


def _revision(request: HttpRequest) -> int:
    text = _text(request.POST, "revision")
    return int(text) if text.isdecimal() and len(text) < 9 else -1


def _kept(request: HttpRequest, code: str, told: Told, anchor: str = "") -> HttpResponse:
    services.change_design(by=identity.actor_of(request), code=code, revision=_revision(request), told=told)
    return redirect(reverse("designs:design", kwargs={"code": code}) + (f"#{anchor}" if anchor else ""))


@require_POST
@identity.role_required(*services.DESIGNERS)
def arrange(request: HttpRequest, code: str) -> HttpResponse:
    """Move or remove a page or a field."""
    one = _design(code)
    place = Place(_text(request.POST, "page"), _text(request.POST, "group"), _text(request.POST, "name"))
    how = _text(request.POST, "how")
    if how not in {"up", "down", "drop"} or editing.page_of(one.told, place.page) is None:
        raise UnknownPage
    if how == "drop":
        made = editing.drop_field(one.told, place) if place.name else editing.drop_page(one.told, place.page)
    else:
        by = -1 if how == "up" else 1
        made = (
            editing.move_field(one.told, place, by)
            if place.name
            else editing.move_page(one.told, place.page, by)
        )
    return _kept(request, code, made, place.page)


@require_http_methods(["GET", "POST"])
@identity.role_required(*services.DESIGNERS)
def page(request: HttpRequest, code: str) -> HttpResponse:
    """Add a page, or change its words and when it is asked; `?page=` names the one to change."""
    one, key = _design(code), _text(request.GET, "page")
    was = editing.page_of(one.told, key) if key else None
    if key and was is None:
        raise UnknownPage
    given: Mapping[str, Any] = was or {}
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        given = {name: _text(request.POST, name) for name in ("key", "title", "hint", "visible_if")}
        errors = _page_faults(one.told, given, key)
        if not errors:
            return _kept(request, code, editing.put_page(one.told, key, given), given["key"])
    context = {
        "code": code,
        "design": one,
        "was": was,
        "given": given,
        "errors": errors,
        "revision": one.revision,
    }
    context["known"] = editing.names_before_page(one.told, key)
    return render(request, "forms/designs/page.html", context, status=422 if errors else 200)


def _page_faults(told: Told, given: Mapping[str, str], key: str) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if not KEY.fullmatch(given["key"]):
        errors["key"] = ["页的编号用小写字母、数字和短横线，以字母开头。"]
    elif given["key"] != key and editing.page_of(told, given["key"]) is not None:
        errors["key"] = ["这个编号已经用过，请换一个。"]
    if not given["title"]:
        errors["title"] = ["请填写这一页问什么。"]
    condition = given["visible_if"]
    fault = condition_fault(condition, editing.names_before_page(told, key)) if condition else ""
    if fault:
        errors["visible_if"] = [f"条件写得不对：{fault}。只能用前面各页已经问过的填写项。"]
    return errors


@require_http_methods(["GET", "POST"])
@identity.role_required(*services.DESIGNERS)
def field(request: HttpRequest, code: str) -> HttpResponse:
    """Add a field to a page or a repeat group, or change it; `?page=&group=&name=` say where."""
    one = _design(code)
    place = Place(*(_text(request.GET, name) for name in ("page", "group", "name")))
    if editing.page_of(one.told, place.page) is None:
        raise UnknownPage
    ui, schema = editing.field_of(one.told, place) or {}, editing.schema_of(one.told, place)
    before = editing.names_before(one.told, place)
    errors: dict[str, list[str]] = {}
    given = entries.shown(ui, schema, required=editing.is_required(one.told, place))
    if request.method == "POST":
        made = entries.read(
            request.POST, ui, schema, before=before, taken=_taken(one.told, place), in_group=bool(place.group)
        )
        errors, given = made.errors, {**request.POST.dict(), "required": made.required}
        if not errors:
            told = editing.put_field(one.told, place, made.ui, made.schema, required=made.required)
            return _kept(request, code, told, place.page)
    context = {
        "code": code, "design": one, "place": place, "given": given, "errors": errors, "known": before,
        "widgets": entries.WIDGETS, "revision": one.revision, "prefill": ui.get("prefill"),
    }  # fmt: skip
    return render(request, "forms/designs/field.html", context, status=422 if errors else 200)


def _taken(told: Told, place: Place) -> set[str]:
    """Return the names that are used beside the place."""
    pages = told["ui"]["pages"]
    fields = [one for page in pages for one in page["fields"]]
    if place.group:
        fields = next((one.get("fields", []) for one in fields if one["name"] == place.group), [])
    return {one["name"] for one in fields} - {place.name}
