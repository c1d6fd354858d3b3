"""Pages of the catalogue: search, guide, suggestions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from onewindow.catalogue import elements, facets, fees, forms, printing, situations
from onewindow.catalogue.errors import UnknownItem
from onewindow.catalogue.laws.places import short_title
from onewindow.catalogue.laws.views import basis_href
from onewindow.catalogue.models import Material
from onewindow.catalogue.queries import browse, guides, lists, materials, statutes, versions
from onewindow.catalogue.queries import search as searching
from onewindow.catalogue.queries.conditions import Search
from onewindow.catalogue.spared import spared
from onewindow.government.public import children
from onewindow.identity.public import actor_of
from onewindow.ui.public import menus

REGION = "450000000000"


@require_safe
def items(request: HttpRequest) -> HttpResponse:
    """Show the items that match the words and filters, a page at a time."""
    wanted = forms.read(request.GET)
    page = searching.search(wanted, cursor=request.GET.get("cursor", "")[:40])
    filters = _filters(wanted)
    near = [] if page.items or not wanted.text else searching.nearest(wanted)
    return render(
        request,
        "catalogue/item_list.html",
        {
            "wanted": wanted,
            "page": page,
            "near": near,
            "overview": browse.overview(),
            "tabs": _tabs(wanted),
            "quick": _quick(wanted),
            "filters": filters,
            "chosen": _chosen(wanted, filters),
            "narrowed": wanted != Search(text=wanted.text),
            "next": forms.address(wanted, cursor=page.next) if page.next else "",
            "previous": forms.address(wanted, cursor=page.previous) if page.previous else "",
            "clear": forms.address(Search(text=wanted.text)),
        },
    )


def _tabs(wanted: Search) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "href": forms.address(wanted, **{"for": key, "theme": ""}),
            "on": wanted.audience == key,
        }
        for key, name in (("", "全部事项"), ("person", "个人办事"), ("firm", "法人办事"))
    ]


def _quick(wanted: Search) -> list[dict[str, object]]:
    return [
        {
            "name": "即时办结",
            "on": wanted.instant,
            "href": forms.address(wanted, instant="" if wanted.instant else "1"),
        },
        {
            "name": "网上可办",
            "on": wanted.online,
            "href": forms.address(wanted, online="" if wanted.online else "1"),
        },
    ]


@dataclass(frozen=True)
class Filter:
    """One select of the search page."""

    name: str
    label: str
    value: str
    options: list[tuple[str, str]]


def _filters(wanted: Search) -> list[Filter]:
    seen = browse.overview()
    themes = [
        (e.key, f"{e.name}（{e.count}）")
        for audience in ([wanted.audience] if wanted.audience else ["person", "firm"])
        for e in browse.themes(audience)
    ]
    return [
        _choice("theme", "主题", wanted.theme, themes),
        _choice("agency", "部门", wanted.agency, [(a.key, f"{a.name}（{a.count}）") for a in seen.agencies]),
        _choice("region", "地区", wanted.region, _cities()),
        _choice("type", "事项类型", wanted.item_type, list(facets.terms("item_type").items())),
        _choice("level", "层级", wanted.level, list(facets.terms("level").items())[1:6]),
    ]


def _chosen(wanted: Search, filters: list[Filter]) -> list[dict[str, str]]:
    return [
        {"name": dict(f.options)[f.value], "href": forms.address(wanted, **{f.name: ""})}
        for f in filters
        if f.value
    ]


def _choice(name: str, label: str, value: str, options: list[tuple[str, str]]) -> Filter:
    if value and value not in dict(options):
        options = [*options, (value, value)]
    return Filter(name, label, value, options)


def _cities() -> list[tuple[str, str]]:
    counted = browse.overview().cities
    return [
        (r.code, f"{r.name}（{counted[r.code[:4]]}）" if counted.get(r.code[:4]) else r.name)
        for r in children(REGION)
    ]


@require_safe
def guide(request: HttpRequest, code: str) -> HttpResponse:
    """Show the guide of the item in force, for the situation that answers in the address choose."""
    try:
        version = versions.in_force(code)
    except UnknownItem:
        known = versions.by_alias(code)
        if known is None:
            raise
        return redirect("catalogue:guide", code=known.code, permanent=True)
    whole = guides.guide(version)
    chosen = _chosen_situation(request, whole)
    shown = chosen.materials
    kept = statutes.kept_titles()
    listed = materials.known((m.name for m in shown), version.item_id)
    return render(
        request,
        "catalogue/item_detail.html",
        {
            "version": version,
            "guide": whole,
            "headline": elements.headline(version),
            "basics": elements.basics(version),
            "chosen": chosen,
            "bodies": lists.bodies_of(version.item_id, version.item.agency) if version.item.agency else None,
            "materials": [(m, *elements.material_place(m), listed.get(m.name)) for m in shown],
            "own": spared(actor_of(request), shown),
            "uploads": sum(m.is_uploaded and m.necessity != "2" for m in shown),
            "bases": [(b, basis_href(b), short_title(b.law) in kept) for b in whole.bases],
            "unread": [b for b in whole.bases if short_title(b.law) not in kept],
            "theme": facets.theme(version.themes[0]) if version.themes else "",
            "theme_href": reverse("catalogue:items")
            + (forms.address(Search(theme=version.themes[0])) if version.themes else ""),
            "apply_href": f"/apply/{version.code}/"
            if version.form_code and version.state == "published"
            else "",
            "halls_href": f"{place}?item={version.code}" if (place := menus.address("halls:halls")) else "",
            "pdf_href": f"{reverse('catalogue:guide-pdf', args=[code])}?{urlencode(chosen.answers)}".rstrip(
                "?"
            ),
        },
    )


@dataclass(frozen=True)
class Situation:
    """Where the answers given lead: the question to ask next, or the materials and fees that apply."""

    asked: list[tuple[str, str]]
    next: dict[str, Any] | None
    materials: tuple[Material, ...]
    fees: list[dict[str, Any]]
    answers: dict[str, str]


def _chosen_situation(request: HttpRequest, whole: guides.Guide) -> Situation:
    """Read the answers from the address; while a question is open all materials are shown."""
    questions = whole.version.situations
    given = {str(q.get("key")): request.GET.get(str(q.get("key")), "")[:100] for q in questions}
    chosen = situations.choose(questions, given, [], whole.version.fees)
    asked = [(q["text"], chosen.answers[q["key"]]) for q in questions if q["key"] in chosen.answers]
    if chosen.next is not None:
        following = dict(chosen.next)
        return Situation(asked, following, whole.materials, _told(whole.version.fees), chosen.answers)
    fitting = tuple(m for m in whole.materials if situations.applies(m.when, chosen.answers))
    return Situation(asked, None, fitting, _told(chosen.fees), chosen.answers)


def _told(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{**fee, "lines": fees.lines(fee)} for fee in rows]


@require_safe
def guide_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Give the guide, for the situation chosen, as PDF."""
    whole = guides.guide(versions.in_force(code))
    made = printing.guide_pdf(whole, _chosen_situation(request, whole).materials)
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{whole.version.code}.pdf"'
    return answer


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Answer names that match what has been typed so far."""
    found = searching.suggestions(request.GET.get("q", "").replace("\x00", "")[: forms.LONGEST])
    return JsonResponse(
        {
            "items": [
                {"name": v.name, "agency": v.agency_name, "href": reverse("catalogue:guide", args=[v.code])}
                for v in found
            ]
        },
        json_dumps_params={"ensure_ascii": False},
    )
