"""Asking and complaining: the form, one's own list and page, looking up by code, published answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.feedback import policies, rules
from onewindow.feedback.errors import CentreOnly, ConcernInvalid, ConcernNotFound
from onewindow.feedback.models import Concern
from onewindow.feedback.queries import concerns as reads
from onewindow.feedback.services.concern_ends import confirm_reply, withdraw_concern
from onewindow.feedback.services.raising import REGION, Told, raise_concern
from onewindow.feedback.states import ConcernState, Source
from onewindow.feedback.views import asking
from onewindow.government import public as government
from onewindow.identity import public as identity

FIELDS = ("kind", "title", "text", "region", "about", "case", "name", "mobile")


@never_cache
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Ask, complain, propose: by oneself, with a name or without, or by a clerk for somebody else."""
    by = identity.actor_of(request)
    if by.kind == "official" and not by.has_role("window", *policies.CENTRE):
        raise CentreOnly
    given = _given(request)
    errors: dict[str, list[str]] = {}
    if request.method == "POST" and request.POST.get("act") == "send":
        try:
            return _raised(request, _told(given))
        except ConcernInvalid as refusal:
            errors = refusal.errors
    context = {
        "kinds": [(one.code, one.name, one.ask) for one in rules.kinds().values()],
        "regions": regions(),
        "given": given,
        "errors": errors,
        "known": reads.known(f"{given['title']}{given['text']}") if given["title"] else [],
        "clerk": by.kind == "official",
        "signed_in": by.kind == "person",
        "phone": request.GET.get("by") == "phone",
        "website": given["source"] == Source.WEBSITE,
    }
    return render(request, "feedback/ask.html", context, status=422 if errors else 200)


def regions() -> list[tuple[str, str]]:
    """Return the region and its cities, to choose where it happened."""
    return [(REGION, _("全区")), *((one.code, one.name) for one in government.children(REGION))]


def _given(request: HttpRequest) -> dict[str, str]:
    sent = request.POST if request.method == "POST" else request.GET
    given = {name: sent.get(name, "").replace("\x00", "")[:4000] for name in FIELDS}
    return given | {
        "nameless": "true" if sent.get("nameless") == "true" else "",
        "source": sent.get("source", ""),
    }


def _told(given: dict[str, str]) -> Told:
    return Told(
        given["kind"], given["title"], given["text"], given["region"] or REGION, given["about"],
        given["case"].strip(), given["nameless"] == "true", given["name"], given["mobile"],
    )  # fmt: skip


def _raised(request: HttpRequest, told: Told) -> HttpResponse:
    by = identity.actor_of(request)
    asking.brake(request, "ask")
    if by.kind == "official":
        source = Source.PHONE if request.POST.get("source") == Source.PHONE else Source.COUNTER
        concern = raise_concern(by=by, told=told, source=source)
    else:
        applicant = identity.applicant_for(request) if by.kind == "person" and not told.nameless else None
        website = request.POST.get("source") == Source.WEBSITE
        source = Source.WEBSITE if website else Source.PORTAL
        concern = raise_concern(by=by, told=told, source=source, applicant=applicant)
    return render(
        request, "feedback/asked.html", {"one": concern, "code": concern.author.query_code}, status=201
    )


@never_cache
@require_safe
@identity.sign_in_required
def mine(request: HttpRequest) -> HttpResponse:
    """List one's own concerns."""
    return render(request, "feedback/mine.html", {"rows": reads.own(identity.actor_of(request))})


@never_cache
@require_http_methods(["GET", "POST"])
def lookup(request: HttpRequest) -> HttpResponse:
    """Show a concern to whoever has its number and query code."""
    given = {
        "number": request.POST.get("number", "")[:20].strip().upper(),
        "code": asking.text_of(request, "code", 6),
    }
    errors: dict[str, list[str]] = {}
    if request.method == "POST":
        asking.brake(request, "look")
        try:
            concern = reads.concern_of(identity.actor_of(request), given["number"], given["code"] or "-")
        except ConcernNotFound as refusal:
            errors = {"number": [refusal.message]}
        else:
            return _page(request, concern, given["code"])
    return render(
        request, "feedback/lookup.html", {"given": given, "errors": errors}, status=404 if errors else 200
    )


@never_cache
@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def concern(request: HttpRequest, number: str) -> HttpResponse:
    """Show one's own concern; a POST confirms the reply or withdraws."""
    return _page(request, reads.concern_of(identity.actor_of(request), number), "")


def _page(request: HttpRequest, one: Concern, code: str) -> HttpResponse:
    act, errors = request.POST.get("act", ""), {}
    about: dict[str, Any] = {"by": identity.actor_of(request), "number": one.number, "code": code}
    if request.method == "POST" and act in {"good", "bad", "withdraw"}:
        try:
            if act == "withdraw":
                withdraw_concern(**about)
            else:
                confirm_reply(**about, satisfied=act == "good", text=asking.text_of(request, "text"))
        except ConcernInvalid as refusal:
            errors = refusal.errors
        else:
            messages.success(request, _("已提交。"))
            if not code:
                return redirect("feedback:concern", number=one.number)
            one = reads.concern_of(about["by"], one.number, code)
    context = {
        "one": one,
        "code": code,
        "kind": rules.kinds()[one.kind].name,
        "steps": one.steps.filter(shared=True).order_by("id"),
        "action": reverse("feedback:lookup") if code else "",
        "may_withdraw": one.state in {ConcernState.RECEIVED, ConcernState.HANDLING} and not one.at_objections,
        "may_confirm": one.state == ConcernState.REPLIED,
        "errors": errors,
        "given": request.POST,
    }
    return render(request, "feedback/concern.html", context, status=422 if errors else 200)


@require_safe
def answers(request: HttpRequest) -> HttpResponse:
    """Search the published answers."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:60]
    category = (
        request.GET.get("category", "") if request.GET.get("category", "") in rules.categories() else ""
    )
    before = request.GET.get("before", "")
    cursor = int(before) if before.isascii() and before.isdigit() and len(before) < 18 else None
    found = reads.published(text=text, category=category, before=cursor)
    context = {
        "rows": found[: reads.A_PAGE],
        "older": found[reads.A_PAGE - 1].pk if len(found) > reads.A_PAGE else None,
        "text": text,
        "category": category,
        "categories": list(rules.categories().items()),
    }
    return render(request, "feedback/answers.html", context)


@require_safe
def answer(request: HttpRequest, answer_id: int) -> HttpResponse:
    """Show one published answer."""
    return render(request, "feedback/answer.html", {"one": reads.published_answer(answer_id)})
