"""The table designer (dmn-js, where `make designers` fetched it): the draft's document there and back."""

from __future__ import annotations

import re
from pathlib import Path

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.contrib.staticfiles import finders
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from onewindow.decisions import policies, services
from onewindow.decisions.checks import checks_of
from onewindow.decisions.errors import DecisionRefusal
from onewindow.decisions.models import RuleSetVersion, VersionState
from onewindow.identity.public import actor_of, role_required

MOST = 2_000_000
SPOKEN = "https://www.omg.org/spec/DMN/20191111/MODEL/"  # DMN 1.3: the edition the designer reads
SPACE = re.compile(r"https?://www\.omg\.org/spec/DMN/[0-9]+/MODEL/")
NEWER = re.compile(r"<(?:\w+:)?(?:conditional|filter|for|some|every|typeConstraint)[\s>/]")


def is_installed() -> bool:
    """Tell whether the designer's files are here."""
    return finders.find("designers/dmn-js/modeler.js") is not None or _collected()


def _collected() -> bool:
    return (Path(settings.STATIC_ROOT) / "designers" / "dmn-js" / "modeler.js").exists()


def is_readable(xml: str) -> bool:
    """Tell whether the designer can show a document: nothing of DMN 1.4 and later in it."""
    return NEWER.search(xml) is None


def for_designer(xml: str) -> str:
    """Return the document as DMN 1.3, which differs from later editions in what `NEWER` names only."""
    return SPACE.sub(SPOKEN, xml)


def from_designer(xml: str, before: str) -> str:
    """Return an edited document in the edition it had before."""
    edition = SPACE.search(before)
    return xml.replace(SPOKEN, edition.group(0)) if edition else xml


@csp_update({"style-src": ["'unsafe-inline'"]})  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "POST"])
@role_required(*policies.ROLES)
def page(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Show the table in the designer beside its unit cases; a POST saves the draft."""
    shown = (
        RuleSetVersion.objects.filter(rule_set__code=code, number=number).select_related("rule_set").first()
    )
    if shown is None:
        raise Http404
    by = actor_of(request)
    if not is_installed() or not is_readable(shown.dmn_xml):
        messages.warning(request, "这里没有可用的表格设计器，请在本页逐条修改。")
        return redirect("rules:version", code=code, number=number)
    xml, errors = for_designer(shown.dmn_xml), {}
    if request.method == "POST":
        xml = request.POST.get("xml", "").replace("\x00", "")[:MOST]
        try:
            services.save_draft(
                by=by, version_id=shown.pk, dmn_xml=from_designer(xml, shown.dmn_xml), cases=shown.cases
            )
        except DecisionRefusal as refusal:
            errors = {"xml": [str(refusal)]}
        else:
            messages.success(request, "已保存。右边的用例按保存后的规则重新判定。")
            return redirect("rules:designer", code=code, number=number)
    context = {
        "version": shown,
        "xml": xml,
        "checks": checks_of(shown),
        "edits": shown.state == VersionState.DRAFT and by.label == shown.drafted_by,
        "errors": errors,
    }
    return render(request, "decisions/desk_designer.html", context, status=422 if errors else 200)
