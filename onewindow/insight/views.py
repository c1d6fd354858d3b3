"""Pages of insight: the dashboard, what a figure is made of, the seven systems, assessments, the bulletin."""

import csv

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from onewindow.catalogue import public as catalogue
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.insight import hexes, periods, queries
from onewindow.insight.assessing import table
from onewindow.insight.indicators import ALL, BY_KEY, Indicator
from onewindow.insight.seven import seven as seven_systems
from onewindow.kernel.public import clock
from onewindow.supervision.public import explain_days


def _prefix(request: HttpRequest) -> str:
    return identity.actor_of(request).region_prefix


def _period(request: HttpRequest) -> periods.Period:
    return periods.period(request.GET.get("period", "month"), clock.today())


COLOURS = {"已接入": "#2a8f62", "联调中": "#e0a21b", "中断": "#ad2029", "计划接入": "#c9d1da"}
STATES = {"已接入": "joined", "联调中": "testing", "中断": "interrupted", "计划接入": "planned"}


def _bars(systems: dict[str, int]) -> list[tuple[str, int, int, str, str]]:
    """Return name, count, where its bar begins, colour and code of each state of the outside systems."""
    found, at = [], 0
    for name, colour in COLOURS.items():
        count = systems.get(name, 0)
        found.append((name, count, at, colour, STATES[name]))
        at += count
    return found


@require_GET
@identity.role_required("supervise")
def index(request: HttpRequest) -> HttpResponse:
    """Show the dashboard of a period."""
    board = queries.board_of(request.GET.get("period", "month"), _prefix(request))
    context = {
        "board": board,
        "periods": [(key, name, key == board.period.key) for key, name in periods.NAMES.items()],
        "now": clock.now(),
        "red_days": explain_days("red"),
        "bars": _bars(board.systems),
        "total": sum(board.systems.get(name, 0) for name in COLOURS),
    }
    return render(request, "insight/board.html", context)


@require_GET
@identity.role_required("supervise")
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Show an indicator: formula, parts, value by place, and the rows it is made of."""
    one = BY_KEY.get(key)
    if one is None:
        raise Http404
    now, given = _period(request), request.GET
    city = given["city"] if given.get("city") in {queries.REGION, *hexes.CITIES} else ""
    agency = int(given["agency"][:18]) if given.get("agency", "").isdigit() else None
    numbers = queries.totals(now.first, now.last, city=city, agency_id=agency)
    context = {
        "one": one,
        "period": now,
        "value": one.shown(numbers),
        "parts": [
            (name, sum(numbers.get(each, 0) for each in measures))
            for name, measures in (("分子", one.part), ("减去", one.less), ("分母", one.whole))
            if measures and (one.whole or name == "分子")
        ],
        "cities": [(code, name, one.shown(totals)) for code, name, totals in queries.cities_table(now)],
        **_rows_of(request, one, now),
        "given": given,
        "place": {queries.REGION: "区直", **hexes.CITIES}.get(city, "全区"),
    }
    return render(request, "insight/figure.html", context)


def _rows_of(request: HttpRequest, one: Indicator, now: periods.Period) -> dict[str, object]:
    """Return the page of rows behind a figure: dossiers, or signals with the address of their list."""
    given = request.GET
    if one.signals is None:
        return {"page": queries.rows_behind(one, now, given)}
    narrow = {**one.signals, "live": "1", "from": str(now.first), "to": str(now.last)}
    narrow |= {name: given[name] for name in ("city", "agency") if given.get(name)}
    page = queries.signals_behind(identity.actor_of(request), {**narrow, "after": given.get("after", "")})
    return {"page": page, "signals": f"{reverse('supervision:signals')}?{urlencode(narrow)}"}


@require_GET
@identity.role_required("supervise")
def seven(request: HttpRequest) -> HttpResponse:
    """Show the seven systems with their figures."""
    now = _period(request)
    guides = catalogue.ItemVersion.objects.filter(state="published", source="").count()
    systems = seven_systems(now, documents.bodies_by_seals(), guides)
    return render(request, "insight/seven.html", {"systems": systems, "period": now, "names": periods.NAMES})


@require_GET
@identity.role_required("supervise")
def seals(request: HttpRequest) -> HttpResponse:
    """Show the approval seals behind 一章办结: of bodies with one, or with more than one."""
    many = request.GET.get("many") == "1"
    page = documents.sealed_bodies(many=many, after=request.GET.get("after", "").replace("\0", "")[:30])
    tabs = [
        {"label": "有一枚有效印章的机构", "href": "?", "current": not many},
        {"label": "有多枚有效印章的机构", "href": "?many=1", "current": many},
    ]
    return render(request, "insight/seals.html", {"page": page, "many": many, "tabs": tabs})


@require_GET
@identity.role_required("supervise")
def assessments(request: HttpRequest) -> HttpResponse:
    """Show how each body did in a month or quarter, and the region's mark of its own."""
    kind = "quarter" if request.GET.get("kind") == "quarter" else "month"
    known = queries.assessed(kind)
    first = next(
        (one for one in known if one.isoformat() == request.GET.get("first")), known[0] if known else None
    )
    own = queries.newest_self_assessment()
    keys = list(table()["weights"])
    rows = queries.assessments(kind, first) if first else []
    context = {
        "kind": kind,
        "known": [(one, periods.over(kind, one)) for one in known],
        "first": first,
        "span": periods.over(kind, first) if first else None,
        "rows": [(row, [BY_KEY[key].shown(row.numbers) for key in keys]) for row in rows],
        "heads": [(BY_KEY[key].label, weight) for key, weight in table()["weights"].items()],
        "minus": table()["minus"],
        "own": own,
        "sides": [
            (side["name"], own.numbers.get(key, "0"), side["formula"])
            for key, side in table()["sides"].items()
        ]
        if own
        else [],
    }
    return render(request, "insight/assessments.html", context)


@require_GET
@identity.role_required("supervise")
def bulletin(request: HttpRequest) -> HttpResponse:
    """Show the bulletin of a period, on one page of paper."""
    now = _period(request)
    board = queries.board_of(now.key, _prefix(request))
    keys = ("received", "decided", "on_time", "faster", "online", "red", "yellow")
    context = {
        "board": board,
        "heads": [BY_KEY[key].label for key in keys],
        "cities": [
            (name, [BY_KEY[key].shown(totals) for key in keys])
            for _, name, totals in queries.cities_table(now)
        ],
        "today": clock.today(),
    }
    return render(request, "insight/bulletin.html", context)


@require_GET
@identity.role_required("supervise")
def export(request: HttpRequest) -> HttpResponse:
    """Hand out every indicator of a period by prefecture (CSV, UTF-8 with a mark for spreadsheets)."""
    now = _period(request)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="figures-{now.first}-{now.last}.csv"'
    writer = csv.writer(answer)
    writer.writerow(["地区", *(one.label for one in ALL)])
    for _, name, totals in queries.cities_table(now):
        writer.writerow([name, *(one.shown(totals).replace(",", "") for one in ALL)])
    return answer
