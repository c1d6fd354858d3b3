"""Public pages of the lists: 权责清单, 负面清单, 中介服务清单, each with history and download."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from onewindow.catalogue import facets
from onewindow.catalogue.laws.views import basis_href
from onewindow.catalogue.lists.comparing import changed_rows
from onewindow.catalogue.models import AuthorityTransfer, LegalBasis, ListKind, PowerVersion
from onewindow.catalogue.queries import browse
from onewindow.catalogue.queries import lists as queries
from onewindow.catalogue.services import editions
from onewindow.ui.public import MARK, csv_line

TRANSFER_HEAD = "事项编码", "审批机关", "监管机关", "印章", "批准文件", "开始日期", "结束日期"
MOST_CHANGES = 500
HEAD = "权力编码", "名称", "类型", "实施主体", "状态", "设定依据", "责任事项", "追责情形", "对应事项"


def _asked(request: HttpRequest, name: str, most: int = 60) -> str:
    return request.GET.get(name, "").replace("\x00", "").strip()[:most]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the lists with what each holds."""
    counted = queries.counts()
    context = {
        "powers": sum(counted.values()),
        "types": [(facets.label("item_type", code), n) for code, n in counted.items()],
        "lists": [(kind, label, queries.editions(kind)) for kind, label in ListKind.choices],
        "orphans": queries.orphans(),
        "transfers": queries.transfers().rows,
    }
    return render(request, "catalogue/lists.html", context)


@require_safe
def edition(request: HttpRequest, kind: str) -> HttpResponse:
    """Show an edition of a list, the one in force unless another is asked for, filtered by words."""
    if kind not in ListKind.values:
        raise Http404
    shown = queries.edition(kind, _asked(request, "edition", 10))
    text, category = _asked(request, "q"), _asked(request, "category", 40)
    names = editions.columns(kind)
    found = queries.page(shown, text=text, category=category, after=_asked(request, "after", 9))
    every = queries.editions(kind)
    context = {
        "kind": kind,
        "after": found.after,
        "earlier": shown != every[-1],
        "label": ListKind(kind).label,
        "edition": shown,
        "editions": every,
        "categories": editions.categories(kind),
        "category": category,
        "text": text,
        "head": list(names.values()),
        "rows": [
            [(label, _cell(row, name), _links(row, name)) for name, label in names.items()]
            for row in found.rows
        ],
    }
    return render(request, "catalogue/list_edition.html", context)


def _cell(row: Any, name: str) -> str:
    value = getattr(row, name) if name in editions.OWN else row.fields.get(name, "")
    return "、".join(value) if isinstance(value, list) else str(value)


def _links(row: Any, name: str) -> list[str]:
    """Return the codes in a cell that lead to powers: whole ones, or the 12 digits all bodies share."""
    return [code for code in row.items if len(code) >= 12] if name == "items" else []


@require_safe
def changes(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Show what an edition changed against the one before it."""
    if kind not in ListKind.values:
        raise Http404
    shown = queries.edition(kind, str(number))
    every = queries.editions(kind)
    before = next((e for e in every[[e.pk for e in every].index(shown.pk) + 1 :]), None)
    was, now = (
        [{**{n: getattr(r, n) for n in editions.OWN}, **r.fields} for r in queries.rows(one)] if one else []
        for one in (before, shown)
    )
    context = {
        "kind": kind,
        "label": ListKind(kind).label,
        "edition": shown,
        "before": before,
        "rows": changed_rows(editions.columns(kind), was, now)[:MOST_CHANGES] if before else [],
    }
    return render(request, "catalogue/list_changes.html", context)


@require_safe
def transfers(request: HttpRequest) -> HttpResponse:
    """List the transfers of authority: which body decides which item, which supervises, from when to when."""
    page = queries.transfers(after=_asked(request, "after", 20))
    return render(request, "catalogue/transfers.html", {"page": page})


@require_safe
def transfers_download(request: HttpRequest, form: str) -> HttpResponse:
    """Give all transfers of authority as CSV or JSON."""
    if form not in {"csv", "json"}:
        raise Http404
    found = [[str(cell) for cell in _transfer_line(one)] for one in queries.every_transfer()]
    if form == "csv":
        return _csv([list(TRANSFER_HEAD), *found], "transfers.csv")
    plain = [dict(zip(TRANSFER_HEAD, line, strict=True)) for line in found]
    return _file(json.dumps(plain, ensure_ascii=False, indent=1), "transfers.json", "application/json")


def _transfer_line(one: AuthorityTransfer) -> tuple[object, ...]:
    end = one.effective_to or ""
    bodies = one.approving.name, one.supervising.name
    return (one.item.task_code, *bodies, one.seal, one.basis, one.effective_from, end)


@require_safe
def download(request: HttpRequest, kind: str, number: int, form: str) -> HttpResponse:
    """Give an edition as CSV or JSON."""
    if kind not in ListKind.values or form not in {"csv", "json"}:
        raise Http404
    shown = queries.edition(kind, str(number))
    found = queries.rows(shown)
    if form == "json":
        return _file(editions.as_json(shown, found), f"{kind}-{number}.json", "application/json")
    names = editions.columns(kind)
    return _csv(
        [list(names.values()), *([_cell(row, n) for n in names] for row in found)], f"{kind}-{number}.csv"
    )


def _csv(rows: list[list[str]], name: str) -> HttpResponse:
    return _file(MARK + "".join(map(csv_line, rows)), name, "text/csv; charset=utf-8")


def _file(text: str, name: str, kind: str) -> HttpResponse:
    answer = HttpResponse(text, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_safe
def powers(request: HttpRequest) -> HttpResponse:
    """List the published powers of all bodies, filtered by words, body and type."""
    text, agency, kind = _asked(request, "q"), _asked(request, "agency", 9), _asked(request, "type", 2)
    page = queries.powers(text=text, agency=agency, power_type=kind, after=_asked(request, "after", 20))
    context = {
        "page": [(v, facets.label("item_type", v.power_type)) for v in page.rows],
        "after": page.after,
        "text": text,
        "agency": agency,
        "kind": kind,
        "agencies": browse.overview().agencies,
        "types": [(code, facets.label("item_type", code)) for code in queries.counts()],
    }
    return render(request, "catalogue/powers.html", context)


@require_safe
def power(request: HttpRequest, code: str) -> HttpResponse:
    """Show a power with its basis, course, duties and accountability, its items, history and adjustments."""
    every = queries.power(code)
    wanted = _asked(request, "version", 6)
    shown = next((v for v in every if str(v.number) == wanted), every[0])
    bases = [LegalBasis(law=b.get("law", ""), article=b.get("article", "")) for b in shown.bases]
    context = {
        "version": shown,
        "versions": every,
        "type": facets.label("item_type", shown.power_type),
        "bases": [(b, basis_href(b)) for b in bases],
        "adjustments": queries.adjustments(code=code),
        "inspections": queries.inspections_of(shown.items),
    }
    return render(request, "catalogue/power.html", context)


@require_safe
def powers_download(request: HttpRequest, form: str) -> HttpResponse:
    """Give all published powers as CSV or JSON."""
    if form not in {"csv", "json"}:
        raise Http404
    found: list[PowerVersion] = []
    after = ""
    while True:
        page = queries.powers(after=after)
        found += page.rows
        after = page.after
        if not after:
            break
    if form == "csv":
        return _csv([list(HEAD), *map(_line, found)], "powers.csv")
    plain = [dict(zip(HEAD, _line(v), strict=True)) for v in found]
    return _file(json.dumps(plain, ensure_ascii=False, indent=1), "powers.json", "application/json")


def _line(version: PowerVersion) -> list[str]:
    return [
        version.power.code,
        version.name,
        facets.label("item_type", version.power_type),
        version.power.agency.name,
        str(version.get_state_display()),
        "；".join(f"《{b.get('law', '')}》{b.get('article', '')}" for b in version.bases),
        "；".join(str(d.get("duty", "")) for d in version.duties),
        "；".join(str(a.get("case", "")) for a in version.accountability),
        "、".join(version.items),
    ]
