"""The counter fast path: read the card, choose the item, take in form and papers, print the receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from onewindow.cases import devices
from onewindow.cases import public as cases
from onewindow.cases.links import links_for
from onewindow.cases.services import counter
from onewindow.cases.summaries import last_answers
from onewindow.catalogue import public as catalogue
from onewindow.documents import public as documents
from onewindow.forms import public as forms
from onewindow.identity import public as identity
from onewindow.kernel.public import Invalid, Refusal, codes

HOLDER = "counter-holder"
REASON = "窗口受理：当面核对证件"
PAPERS = (
    ("resident-id", "居民身份证"),
    ("hk-macao-permit", "港澳居民来往内地通行证"),
    ("taiwan-permit", "台湾居民来往大陆通行证"),
    ("passport", "护照"),
    ("uscc", "营业执照"),
)


@require_http_methods(["GET", "POST"])
@identity.role_required("window")
def desk(request: HttpRequest) -> HttpResponse:
    """Find who stands there: by the card on the reader, or by a typed number."""
    if request.method == "GET":
        request.session.pop(HOLDER, None)
        return _desk(request, {})
    paper, number = request.POST.get("paper", ""), request.POST.get("number", "").strip()[:40]
    if "read" in request.POST:
        card = devices.devices_of(request.session).card()
        if card is None:
            return _desk(request, {"number": ["读卡器上没有证件。请放好证件再读，或者手工输入号码。"]})
        paper, number = card.paper, card.number
    try:
        found = identity.find_holders(
            by=identity.actor_of(request), paper=paper, number=number, reason=REASON
        )
    except codes.InvalidCode as fault:
        return _desk(request, {"number": [fault.message]})
    except Invalid as refusal:
        return _desk(request, {"number": [refusal.message]})
    if not found:
        told = "没有用这个证件注册过的人。请先到“人员核验”里登记，再回来受理。"
        return _desk(request, {"number": [told]})
    holder = found[0]
    kind = "person" if isinstance(holder, identity.Person) else "organisation"
    request.session[HOLDER] = f"{kind}:{holder.pk}"
    return redirect("cases:counter-items")


def _desk(request: HttpRequest, errors: dict[str, list[str]]) -> HttpResponse:
    context = {"errors": errors, "given": request.POST, "papers": PAPERS, "demo": settings.DEMO}
    return render(request, "cases/counter.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@identity.role_required("window")
def items(request: HttpRequest) -> HttpResponse:
    """Choose the item by words, pinyin or initials, or again one that this person applied for before."""
    by, holder = identity.actor_of(request), _holder(request)
    if holder is None:
        return redirect("cases:counter")
    if request.method == "POST":
        try:
            draft = counter.start_at_counter(by=by, holder=holder, code=request.POST.get("code", "")[:40])
        except Refusal as refusal:
            messages.error(request, refusal.message)
            return redirect("cases:counter-items")
        return redirect("cases:counter-form", draft_id=draft.pk)
    text = request.GET.get("q", "").replace("\0", "")[:60]
    takes = counter.taking(by)
    found = [v for v in catalogue.suggestions(text, limit=30) if v.form_code and takes(v)]
    context = {
        "applicant": counter.applicant_at_counter(by, holder),
        "text": text,
        "found": list(enumerate(found[:9], 1)),
        "before": cases.cases_of(counter.acting_as_person(holder), limit=5),
    }
    return render(request, "cases/counter_items.html", context)


@require_http_methods(["GET", "POST"])
@identity.role_required("window")
def form(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Take in the whole form on one page, with scans; then submit and show the receipt."""
    holder = _holder(request)
    if holder is None:
        return redirect("cases:counter")
    taking = _Taking(request, holder, draft_id)
    if request.method == "GET":
        return taking.show({})
    errors = counter.save_form(
        by=taking.by, holder=holder, draft_id=draft_id, data=request.POST, files=taking.files()
    )
    if {"scan", "more"} & set(request.POST):
        return taking.again().show({})
    if errors:
        return taking.again().show(errors)
    try:
        case = counter.receive_at_counter(
            by=taking.by, holder=holder, draft_id=draft_id, originals="originals" in request.POST
        )
    except Invalid as refusal:
        return taking.again().show(refusal.errors)
    except forms.AlreadySubmitted as already:
        return redirect("cases:counter-done", number=already.case_number)
    return redirect("cases:counter-done", number=case.number)


@require_GET
@identity.role_required("window")
def done(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt to print and what comes next."""
    case = counter.received_case(by=identity.actor_of(request), number=number)
    context = {
        "case": case,
        "notices": documents.notices_of(number),
        "materials": case.materials.order_by("seq"),
        "links": links_for("counter", case),
    }
    return render(request, "cases/counter_done.html", context)


@require_http_methods(["GET", "POST"])
@identity.role_required("window")
def simulated(request: HttpRequest) -> HttpResponse:
    """模拟设备: lay a card on the reader of this counter; only in the demonstration."""
    if not settings.DEMO:
        raise Http404
    reader = devices.Simulated(request.session)
    if request.method == "POST":
        reader.lay(request.POST.get("paper", "")[:30], request.POST.get("number", "").strip()[:40])
        messages.success(request, "读卡器上的证件已更换（模拟）。")
        return redirect(f"{reverse('cases:counter')}")
    context = {"card": reader.card(), "papers": PAPERS}
    return render(request, "cases/counter_devices.html", context)


def _holder(request: HttpRequest) -> counter.Holder | None:
    kind, _, key = str(request.session.get(HOLDER, "")).partition(":")
    if not key.isdecimal():
        return None
    model = identity.Person if kind == "person" else identity.Organisation
    return model.objects.filter(pk=key).first()


@dataclass
class _Taking:
    """A draft on the counter's one page."""

    request: HttpRequest
    holder: counter.Holder
    draft_id: UUID

    def __post_init__(self) -> None:
        self.by = identity.actor_of(self.request)
        self.again()

    def again(self) -> "_Taking":
        """Read the draft as it is now."""
        self.draft = forms.draft_for(counter.acting_for(self.by, self.holder), self.draft_id)
        self.form = forms.form(self.draft.form_code, self.draft.form_version)
        self.version = catalogue.item_version(self.draft.item_version_id)
        return self

    def files(self) -> dict[str, Any]:
        """Return the files of the request, and what the scanner gives for the field asked for."""
        found: dict[str, Any] = dict(self.request.FILES.items())
        name = self.request.POST.get("scan", "")
        field = next((f for p in self.form.all_pages for f in p.fields if f.name == name), None)
        if field is not None and field.widget == "upload":
            sheet = devices.devices_of(self.request.session).scan(field.label)
            if sheet is not None:
                found[name] = devices.uploaded(sheet)
        return found

    def _typed(self, pages: list[forms.Page]) -> dict[str, object]:
        """Return what was typed, as it was typed; rows of a group as rows."""
        told: dict[str, object] = dict(self.request.POST.items())
        for page in pages:
            if any(field.parts for field in page.fields):
                given = forms.read_page(self.form, page.key, self.request.POST, draft=self.draft)
                told |= {field.name: given.values[field.name] for field in page.fields if field.parts}
        return told

    def show(self, errors: Mapping[str, list[str]]) -> HttpResponse:
        """Return the page, with what the last case of the same kind had where nothing is known yet."""
        last = counter.answers_of_last(self.by, self.holder, self.version.code)
        known = {**last_answers(last, self.form), **self.draft.answers}
        pages = self.form.pages(self.draft.answers if self.request.method == "POST" else known)
        context = {
            "draft": self.draft,
            "form": self.form,
            "pages": pages,
            "uploads": [f for page in pages for f in page.fields if f.widget == "upload"],
            "values": {**known, **(self._typed(pages) if errors else {})},
            "errors": dict(errors),
            "version": self.version,
            "applicant": counter.applicant_at_counter(self.by, self.holder),
            "repeated": last is not None,
        }
        return render(self.request, "cases/counter_form.html", context, status=422 if errors else 200)
