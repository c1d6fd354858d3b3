"""Public pages of the catalogue of materials: search, one with the guides that ask for it, download."""

import json
from collections.abc import Iterator

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from onewindow.catalogue.models import EntryState, MaterialEntry, MaterialKind
from onewindow.catalogue.queries import materials as queries
from onewindow.ui.public import MARK, csv_line

HEAD = {
    "code": "材料编码",
    "name": "名称",
    "kind": "类型",
    "issuer": "出具机构",
    "licence_type_code": "电子证照类型",
    "share_resource_code": "共享资源",
    "accept_standard": "受理标准",
    "basis": "依据",
    "state": "状态",
}


def asked(request: HttpRequest, name: str, most: int = 60) -> str:
    """Return a word of the address, short and without what a database refuses."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:most]


def page_context(request: HttpRequest) -> dict[str, object]:
    """Return what a list of entries shows, filtered by the address."""
    text, kind, state = asked(request, "q"), asked(request, "kind", 1), asked(request, "state", 8)
    obtainable = asked(request, "obtainable", 1) == "1"
    page = queries.entries(
        text=text, kind=kind, state=state, obtainable=obtainable, after=asked(request, "after", 20)
    )
    return {
        "page": page.rows,
        "after": page.after,
        "text": text,
        "kind": kind,
        "state": state,
        "obtainable": obtainable,
        "kinds": MaterialKind.choices,
        "states": EntryState.choices,
    }


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the materials that guides of the province may ask for."""
    return render(request, "catalogue/materials.html", page_context(request))


@require_safe
def entry(request: HttpRequest, code: str) -> HttpResponse:
    """Show a material: its names, source, forms, and the guides in force that ask for it."""
    shown = queries.entry(code)
    if shown.merged_into is not None:
        return redirect("materials:entry", code=shown.merged_into.code)
    after = asked(request, "after", 18)
    still = asked(request, "still", 1) == "1"
    page = queries.guides_asking(shown, still=still, after=int(after) if after.isdigit() else 0)
    return render(
        request,
        "catalogue/material.html",
        {"entry": shown, "guides": page.rows, "after": page.after, "still": still},
    )


@require_safe
def download(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """Give the whole catalogue of materials as CSV or JSON, as it is read."""
    if form not in {"csv", "json"}:
        raise Http404
    found = MaterialEntry.objects.exclude(state=EntryState.MERGED).iterator(1000)
    lines = _csv(found) if form == "csv" else _json(found)
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/json"
    answer = StreamingHttpResponse(lines, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="materials.{form}"'
    return answer


def _values(row: MaterialEntry) -> dict[str, str]:
    return {name: str(getattr(row, name)) for name in HEAD}


def _csv(rows: Iterator[MaterialEntry]) -> Iterator[str]:
    yield MARK + csv_line(HEAD.values())
    for row in rows:
        shown = _values(row) | {"kind": str(row.get_kind_display()), "state": str(row.get_state_display())}
        yield csv_line(shown.values())


def _json(rows: Iterator[MaterialEntry]) -> Iterator[str]:
    before = "["
    for row in rows:
        yield before + json.dumps(_values(row), ensure_ascii=False)
        before = ",\n"
    yield "]" if before != "[" else "[]"
