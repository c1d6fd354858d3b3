"""Standards at /desk/catalogue/standards/: what holds at each level, what differs below, governance."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.catalogue import policies
from onewindow.catalogue.drafting.sections import TABLE_LABELS, Input, element_words, label, sections
from onewindow.catalogue.errors import InvalidProposal
from onewindow.catalogue.models import ItemVersion, ProposalKind
from onewindow.catalogue.queries import proposals as reading
from onewindow.catalogue.queries import standards as queries
from onewindow.catalogue.services import proposals as services
from onewindow.catalogue.services.standards import GOVERNED
from onewindow.government.public import UnknownRegion, region
from onewindow.identity.public import actor_of, role_required

HOW = {"fixed": "统一，下级不能改", "open": "给出默认，下级可以改", "free": "不规定"}


@dataclass(frozen=True)
class Local:
    """An item that says some open elements differently from the standard."""

    version: ItemVersion
    where: str
    labels: tuple[str, ...]


def labels() -> dict[str, Input]:
    """Return the inputs of the editor by the element they show."""
    return {given.name: given for section in sections() for given in section.inputs}


def place(prefix: str) -> str:
    """Return the name of the region with this prefix."""
    try:
        return region(prefix.ljust(12, "0")).name
    except UnknownRegion:
        return prefix


@require_safe
@role_required(*policies.EDITORS)
def standards(request: HttpRequest) -> HttpResponse:
    """List basic items with how many bodies implement them and who has set a standard."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    page = queries.basics(text=text, after=request.GET.get("after", "").replace("\x00", "")[:12])
    return render(
        request,
        "catalogue/desk_standards.html",
        {"page": page, "text": text, "drafts": actor_of(request).has_role(policies.DRAFTER)},
    )


@require_http_methods(["GET", "POST"])
@role_required(*policies.EDITORS)
def standard(request: HttpRequest, basic_code: str) -> HttpResponse:
    """Show what holds for a basic item at each level and what differs below; a POST starts a new standard."""
    by = actor_of(request)
    basic = queries.basic(basic_code)
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        try:
            made = services.start_standard(
                by=by, basic_code=basic_code, item_code=request.POST.get("item", "")[:80]
            )
        except InvalidProposal as refusal:
            errors = refusal.errors
        else:
            return redirect("drafting:governance", proposal_id=made.pk)
    held = [
        (
            place(row.prefix),
            row,
            [
                (
                    label(name),
                    element_words(name, value),
                    name in row.open,
                )
                for name, value in row.elements.items()
            ],
        )
        for row in queries.in_force(basic_code)
    ]
    items = queries.implementations(basic_code)
    context = {
        "basic": basic,
        "held": held,
        "items": items,
        "locals": [Local(v, place(v.region_code), tuple(map(label, v.local))) for v in items if v.local],
        "errors": errors,
        "drafts": by.has_role(policies.DRAFTER),
    }
    return render(request, "catalogue/desk_standard.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@role_required(policies.DRAFTER)
def governance(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Choose for each element of a drafted standard whether it is fixed, open below, or not governed."""
    by = actor_of(request)
    one = reading.proposal(by, proposal_id)
    if one.kind != ProposalKind.STANDARD:
        raise Http404
    entry = one.contents[0]
    if request.method == "POST":
        how = {name: request.POST.get(f"how-{name}", "free") for name in GOVERNED}
        governed = [name for name in GOVERNED if how[name] in {"fixed", "open"}]
        changed = {**entry, "governed": governed, "open": [n for n in governed if how[n] == "open"]}
        services.save_proposal(by=by, proposal_id=one.pk, revision=_revision(request), contents=[changed])
        messages.success(request, "已保存。")
        return redirect("drafting:proposal", proposal_id=one.pk)
    rows = [
        (
            name,
            label(name),
            "free" if name not in entry["governed"] else ("open" if name in entry["open"] else "fixed"),
        )
        for name in GOVERNED
        if name in labels() or name in TABLE_LABELS
    ]
    return render(request, "catalogue/desk_governance.html", {"one": one, "rows": rows, "how": HOW})


def _revision(request: HttpRequest) -> int:
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
