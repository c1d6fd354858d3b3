"""Desk of the catalogue of materials: keep, add, merge and split entries, attach blank forms and samples."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.catalogue import policies
from onewindow.catalogue.errors import InvalidMaterial, UnknownItem, UnknownMaterial
from onewindow.catalogue.materials.views import page_context
from onewindow.catalogue.models import MaterialEntry, MaterialKind, SheetKind
from onewindow.catalogue.queries import materials as queries
from onewindow.catalogue.services import materials as services
from onewindow.identity.public import actor_of, role_required
from onewindow.kernel.public import Actor

KINDS = [{"value": value, "label": label} for value, label in MaterialKind.choices]
SHEETS = [{"value": value, "label": label} for value, label in SheetKind.choices]


def _text(request: HttpRequest, name: str, most: int = 2100) -> str:
    return request.POST.get(name, "").replace("\x00", "").strip()[:most]


def _fields(request: HttpRequest) -> dict[str, str]:
    return {name: _text(request, name) for name in services.KEPT}


@require_safe
@role_required(policies.DRAFTER)
def index(request: HttpRequest) -> HttpResponse:
    """List entries, those that wait to be kept first unless another state is asked for."""
    context = page_context(request)
    context["keeps"] = policies.keeps_materials(actor_of(request))
    return render(request, "catalogue/desk_materials.html", context)


@require_http_methods(["GET", "POST"])
@role_required(policies.DRAFTER)
def new(request: HttpRequest) -> HttpResponse:
    """Add a material."""
    by = actor_of(request)
    policies.require_keeper(by)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = services.add_entry(by=by, fields=_fields(request), reason=_text(request, "reason"))
        except InvalidMaterial as refusal:
            errors = refusal.errors
        else:
            messages.success(request, "已加入材料目录。")
            return redirect("materials:desk-entry", code=made.code)
    context = {"errors": errors, "given": request.POST, "kinds": KINDS}
    return render(request, "catalogue/desk_material_new.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@role_required(policies.DRAFTER)
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """Show an entry with what can be done with it; a POST does one of these."""
    by = actor_of(request)
    shown = queries.entry(code)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            said = ACTIONS.get(_text(request, "action", 10), _unknown)(by, shown, request)
        except InvalidMaterial as refusal:
            errors = refusal.errors
        else:
            messages.success(request, said)
            return redirect("materials:desk-entry", code=code)
    context = {
        "entry": shown,
        "used": queries.uses([shown.pk])[shown.pk],
        "still": queries.guides_asking(shown, still=True),
        "keeps": policies.keeps_materials(by),
        "kinds": KINDS,
        "sheet_kinds": SHEETS,
        "errors": errors,
        "given": request.POST if errors else {name: getattr(shown, name) for name in services.KEPT},
    }
    return render(request, "catalogue/desk_material.html", context, status=422 if errors else 200)


def _unknown(by: Actor, shown: MaterialEntry, request: HttpRequest) -> str:
    raise InvalidMaterial(errors={"action": ["请选择要做什么。"]})


def _keep(by: Actor, shown: MaterialEntry, request: HttpRequest) -> str:
    services.keep_entry(by=by, code=shown.code, fields=_fields(request), reason=_text(request, "reason"))
    return "已保存，标为已规范。"


def _merge(by: Actor, shown: MaterialEntry, request: HttpRequest) -> str:
    try:
        target = services.merge_entry(
            by=by, code=shown.code, into=_text(request, "into", 20), reason=_text(request, "why")
        )
    except UnknownMaterial:
        raise InvalidMaterial(errors={"into": ["材料目录里没有这个编码。"]}) from None
    except InvalidMaterial as refusal:
        raise _renamed(refusal, "why") from None
    return f"已并入 {target.code} {target.name}。"


def _split(by: Actor, shown: MaterialEntry, request: HttpRequest) -> str:
    made = services.split_name(by=by, name=_text(request, "split", 300), reason="拆出名称")
    return f"已拆出为 {made.code} {made.name}。"


def _attach(by: Actor, shown: MaterialEntry, request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise InvalidMaterial(errors={"file": ["请选择文件。"]})
    try:
        services.attach_sheet(
            by=by,
            code=shown.code,
            kind=_text(request, "sheet", 10),
            file=file,
            item=_text(request, "item", 40),
        )
    except UnknownItem:
        raise InvalidMaterial(errors={"item": ["没有这个事项，请填写实施编码。"]}) from None
    return "已公布，办事指南可以下载。"


def _withdraw(by: Actor, shown: MaterialEntry, request: HttpRequest) -> str:
    try:
        file_id = UUID(_text(request, "file_id", 40))
    except ValueError:
        raise InvalidMaterial(errors={"file": ["没有这个文件。"]}) from None
    services.withdraw_sheet(by=by, code=shown.code, file_id=file_id, reason="撤下")
    return "已撤下。"


def _renamed(refusal: InvalidMaterial, reason: str) -> InvalidMaterial:
    return InvalidMaterial(errors={reason if k == "reason" else k: v for k, v in refusal.errors.items()})


ACTIONS: dict[str, Callable[[Actor, MaterialEntry, HttpRequest], str]] = {
    "keep": _keep,
    "merge": _merge,
    "split": _split,
    "attach": _attach,
    "withdraw": _withdraw,
}
