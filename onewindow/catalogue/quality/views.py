"""Public pages of 办事指南准确度: the figures of bodies and regions, and every fault behind them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from onewindow.catalogue.models import Accuracy
from onewindow.catalogue.quality import checks
from onewindow.catalogue.queries import accuracy
from onewindow.government.public import UnknownRegion, region
from onewindow.ui.public import MARK, csv_line

PROVINCE = "4500"
CSV_HEAD = "事项编码", "事项名称", "实施主体", "得分", "检查项", "位置", "原文", "怎样改正"


@dataclass(frozen=True)
class Line:
    """One figure on the board with its way to the guides behind it."""

    name: str
    row: Accuracy
    href: str


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Show the newest figures and what is checked."""
    found = accuracy.board()
    return render(
        request,
        "catalogue/accuracy.html",
        {
            "board": found,
            "regions": [_line(row, _region_name(row.key), region=row.key) for row in found.regions],
            "agencies": [_line(row, row.name, agency=row.key) for row in found.agencies],
            "checks": checks.checks().values(),
            "trend": accuracy.trend("all", ""),
        },
    )


def _line(row: Accuracy, name: str, **wanted: str) -> Line:
    return Line(name, row, f"{reverse('accuracy:guides')}?{urlencode(wanted)}")


def _region_name(prefix: str) -> str:
    if prefix == PROVINCE:
        return "自治区本级"
    try:
        return region(prefix.ljust(12, "0")).name
    except UnknownRegion:
        return prefix


def _wanted(request: HttpRequest) -> dict[str, str]:
    given = {
        name: request.GET.get(name, "").replace("\x00", "")[:40] for name in ("agency", "region", "rule")
    }
    return {name: value for name, value in given.items() if value}


@require_safe
def guides(request: HttpRequest) -> HttpResponse:
    """List the guides behind a figure, the lowest mark first, each with its faults and how to mend them."""
    wanted = _wanted(request)
    board = accuracy.board()
    shown = next((r for r in board.agencies if r.key == wanted.get("agency")), None)
    page = accuracy.judged(
        agency=wanted.get("agency", ""),
        region=wanted.get("region", ""),
        rule=wanted.get("rule", ""),
        cursor=request.GET.get("cursor", "")[:40],
    )
    return render(
        request,
        "catalogue/accuracy_guides.html",
        {
            "page": page,
            "who": shown.name if shown else _region_name(wanted["region"][:4]) if "region" in wanted else "",
            "rule": checks.checks().get(wanted.get("rule", "")),
            "checks": checks.checks().values(),
            "wanted": wanted,
            "csv": f"{reverse('accuracy:guides-csv')}?{urlencode(wanted)}",
        },
    )


@require_safe
def guides_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Give the same rows as CSV, one line a fault, streamed."""
    answer = StreamingHttpResponse(
        map(csv_line, _lines(accuracy.every(**_wanted(request)))),
        content_type="text/csv; charset=utf-8",
    )
    answer["Content-Disposition"] = 'attachment; filename="guides.csv"'
    return answer


def _lines(found: Iterable[accuracy.Judged]) -> Iterator[tuple[str, ...]]:
    yield (MARK + CSV_HEAD[0], *CSV_HEAD[1:])
    known = checks.checks()
    for one in found:
        start = (one.version.code, one.version.name, one.version.agency_name, str(one.score))
        if not one.faults:
            yield (*start, "", "", "", "")
        for fault in one.faults:
            check = known[fault.rule]
            yield (*start, check.label, fault.place, fault.said, check.fix)
