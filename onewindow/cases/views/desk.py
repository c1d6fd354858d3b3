"""The desk: an officer's queue and one case with its trace, decided here."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onewindow.cases import policies
from onewindow.cases import public as cases
from onewindow.cases.answers import answers_shown
from onewindow.cases.beside import panels_beside
from onewindow.cases.board import lights_column, lights_of
from onewindow.cases.flow import flow_of
from onewindow.cases.models import Case
from onewindow.cases.queries import FIRST, LIGHTS
from onewindow.cases.states import FINAL, TODO, WAITING, Delivery, Lane, Status
from onewindow.cases.views import acts
from onewindow.cases.views.intake import CALLS, TOLD, intake_acts
from onewindow.catalogue import public as catalogue
from onewindow.decisions import public as decisions
from onewindow.documents import public as documents
from onewindow.identity import public as identity
from onewindow.kernel.public import Invalid


@require_GET
@identity.role_required(*policies.REVIEWERS)
def queue(request: HttpRequest) -> HttpResponse:
    """List the officer's cases, the most urgent first."""
    wanted = Wanted.of(request)
    by = identity.actor_of(request)
    page = cases.desk_queue(
        by,
        tab=wanted.tab,
        text=wanted.text,
        status=wanted.status,
        light=wanted.light,
        lane=wanted.lane,
        after=request.GET.get("after", "")[:60],
        beside={"lights": lights_column(by)},
    )
    states = [(one, one.label) for one in Status if one in _TABS[wanted.tab]]
    context = {"page": page, "tab": wanted.tab, "text": wanted.text, "wanted": wanted, "states": states}
    context["lanes"] = [(FIRST, "全部绿色通道"), *Lane.choices]
    context["lights"] = lights_of(by, getattr(page.cases[0], "lights", None) if page.cases else None)
    return render(request, "cases/desk_queue.html", context)


_TABS = {"open": TODO, "waiting": WAITING, "closed": FINAL}


@dataclass(frozen=True)
class Wanted:
    """The filters of the queue, kept in its address and on the way back from a case."""

    tab: str
    text: str
    status: str
    light: str
    lane: str

    @classmethod
    def of(cls, request: HttpRequest) -> "Wanted":
        """Read the filters from an address; what is unknown counts as not given."""
        tab = request.GET.get("tab", "")
        status, light = request.GET.get("status", ""), request.GET.get("light", "")
        lane = request.GET.get("lane", "")
        tab = tab if tab in _TABS else "open"
        return cls(
            tab,
            request.GET.get("q", "").replace("\0", "").strip()[:100],
            status if status in set(Status) and status in _TABS[tab] else "",
            light if light in LIGHTS and tab == "open" else "",
            lane if lane in {FIRST, *Lane} else "",
        )

    @property
    def query(self) -> str:
        """The filters as the query of an address, only those that are set."""
        pairs = {
            "tab": self.tab,
            "q": self.text,
            "status": self.status,
            "light": self.light,
            "lane": self.lane,
        }
        return urlencode({key: value for key, value in pairs.items() if value})


@require_http_methods(["GET", "POST"])
@identity.role_required(*policies.REVIEWERS)
def desk_case(request: HttpRequest, number: str) -> HttpResponse:
    """Show a case with answers, materials, clocks and trace; a POST decides it."""
    if request.method == "GET":
        return _shown(request, number)
    try:
        case = _decide(request, number)
    except cases.OpinionMissing as refusal:
        return _shown(request, number, errors=refusal.errors)
    told = {
        Status.CLOSED: "已办结，通知书已签发，申请人可以立即查看。",
        Status.DECIDED: "决定已签发，等待送达。",
    }
    messages.success(request, told.get(Status(case.status), "已送交复核，由另一位人员同意后生效。"))
    return _back(request, number)


@require_POST
@identity.role_required(*policies.REVIEWERS)
def package(request: HttpRequest, number: str) -> HttpResponse:
    """Give the archive package of a finished case."""
    data = cases.package_case(by=identity.actor_of(request), number=number)
    response = HttpResponse(data, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{number}.zip"'
    return response


@require_POST
@identity.role_required(*policies.REVIEWERS)
def act(request: HttpRequest, number: str, key: str) -> HttpResponse:
    """Take one step with a case; what is missing is told at its field."""
    if key not in acts.CALLS and key not in CALLS:
        raise cases.CaseNotFound
    try:
        CALLS.get(key, acts.call)(request, number, key)
    except Invalid as refusal:
        at_fields = {f"{key}-{name}": told for name, told in refusal.errors.items()}
        return _shown(request, number, errors=at_fields, opened=key)
    except catalogue.NotInGuide as refusal:
        return _shown(request, number, errors={f"{key}-materials": [refusal.message]}, opened=key)
    messages.success(request, acts.TOLD.get(key) or TOLD[key])
    return redirect("cases:queue") if key == "transfer" else _back(request, number)


def _back(request: HttpRequest, number: str) -> HttpResponse:
    query = Wanted.of(request).query
    return redirect(f"{reverse('cases:desk-case', args=[number])}?{query}")


def _shown(
    request: HttpRequest, number: str, *, errors: dict[str, list[str]] | None = None, opened: str = ""
) -> HttpResponse:
    by = identity.actor_of(request)
    case = cases.open_case(by=by, number=number)
    flow = flow_of(case, by)
    promises = list(case.promises.select_related("breach").order_by("seq", "id"))
    version = catalogue.item_version(case.item_version_id)
    context = {
        "case": case,
        "flow": flow,
        "panels": acts.panels(
            [*acts.acts_for(by, case, flow), *intake_acts(by, case, flow, promises)],
            request,
            opened,
            errors or {},
        ),
        "wanted": Wanted.of(request),
        "guide_materials": catalogue.guide(version).materials,
        "answers": answers_shown(case),
        "applicant": case.applicant,
        "explanation": decisions.explanation_of(number),
        "notices": documents.notices_of(number),
        "promises": promises,
        "may_decide": case.is_grantable
        and not version.process
        and flow.transfer is None
        and policies.can_decide(by, case),
        "by_process": bool(version.process),
        "beside": panels_beside(case, by),
        "errors": errors or {},
        "given": request.POST,
    }
    return render(request, "cases/desk_case.html", context, status=422 if errors else 200)


def _decide(request: HttpRequest, number: str) -> Case:
    outcome = request.POST.get("outcome", "")
    if outcome not in {cases.Outcome.GRANTED, cases.Outcome.REFUSED}:
        raise cases.OpinionMissing(errors={"outcome": ["请选择准予或不予。"]})
    return cases.decide_case(
        by=identity.actor_of(request),
        number=number,
        outcome=cases.Outcome(outcome),
        opinion=request.POST.get("opinion", ""),
        legal_basis=request.POST.get("legal_basis", ""),
        delivery=Delivery(way)
        if (way := request.POST.get("way", "")) in set(Delivery)
        else Delivery.ELECTRONIC,
    )
