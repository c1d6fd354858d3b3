"""Rating: signed in, by the QR code of a receipt, on the pad at a counter."""

from typing import Any

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from onewindow.cases import public as cases
from onewindow.feedback import chances, invitations, rules
from onewindow.feedback.errors import RatingClosed, RatingInvalid, RatingNotFound, RemedyInvalid
from onewindow.feedback.queries import ratings as reads
from onewindow.feedback.services.rating import follow_up, rate, rate_again
from onewindow.feedback.services.remedies import answer_contact
from onewindow.feedback.states import BAD, Channel, Occasion, RemedyState, Stars
from onewindow.feedback.views import asking
from onewindow.identity import public as identity
from onewindow.kernel.public import clock, masking

ACTS = {"rate", "follow", "again", "reply"}


@never_cache
@require_http_methods(["GET", "POST"])
@identity.sign_in_required
def mine(request: HttpRequest, number: str) -> HttpResponse:
    """Rate one's own case, add words, answer the body, rate again."""
    return _page(request, number, request.GET.get("occasion", Occasion.RESULT), "")


@never_cache
@require_http_methods(["GET", "POST"])
def by_code(request: HttpRequest, number: str, occasion: str, code: str) -> HttpResponse:
    """Rate by the code of the receipt, without signing in."""
    asking.brake(request, "rate")
    return _page(request, number, occasion, code)


def _page(request: HttpRequest, number: str, occasion: str, code: str) -> HttpResponse:
    by = identity.actor_of(request)
    chance = chances.chance_for(by, number, occasion, code)
    errors: dict[str, list[str]] = {}
    act = request.POST.get("act", "")
    if request.method == "POST" and act in ACTS:
        try:
            told = _do(request, act, number, occasion, code)
        except (RatingInvalid, RemedyInvalid) as refusal:
            errors = {_place(act, name): texts for name, texts in refusal.errors.items()}
        else:
            messages.success(request, told)
            return HttpResponseRedirect(request.get_full_path())
    own = reads.own(chance)
    today = clock.today()
    context = {
        "case": chance.case,
        "masked": masking.person_name(chance.case.applicant_name),
        "occasion": chance.occasion,
        "until": chance.until,
        "over": today > chance.until,
        "own": own,
        "grades": _grades(request),
        "errors": errors,
        "given": request.POST,
        "chosen": request.POST.getlist("options"),
        "may_again": _may_again(own, today),
        "signed_in": by.kind == "person",
    }
    return render(request, "feedback/rate.html", context, status=422 if errors else 200)


def _do(request: HttpRequest, act: str, number: str, occasion: str, code: str) -> str:
    by, channel = identity.actor_of(request), asking.channel_of(request, scanned=bool(code))
    about: dict[str, Any] = {"by": by, "case_number": number, "occasion": occasion, "code": code}
    if act == "rate":
        device = asking.device_of(request)
        made = rate(**about, said=asking.said_of(request), channel=channel, device=device)
        bad = made.stars in BAD
        return _("谢谢您的评价。") + (
            _("我们会在一个工作日内联系您核实，不会告诉被评价的人您是谁。") if bad else ""
        )
    if act == "follow":
        follow_up(**about, text=asking.text_of(request, "follow"), channel=channel)
        return _("追评已提交。")
    if act == "again":
        rate_again(**about, said=asking.said_of(request), channel=channel)
        return _("谢谢，再评已提交。")
    answer_contact(**about, text=asking.text_of(request, "reply"))
    return _("已答复办理机构，对方看不到您是谁。")


def _place(act: str, name: str) -> str:
    return {"follow": "follow", "reply": "reply"}.get(act, name) if name == "text" else name


def _may_again(own: reads.Own, today: object) -> bool:
    remedy = own.remedy
    if remedy is None or own.again is not None or remedy.state != RemedyState.RECTIFIED:
        return False
    return remedy.again_until is not None and clock.today() <= remedy.again_until


def _grades(request: HttpRequest) -> list[dict[str, object]]:
    chosen = request.POST.get("stars", request.GET.get("stars", ""))
    return [
        {
            "stars": one.value,
            "label": one.label,
            "options": rules.options_for(one.value),
            "on": chosen == str(one.value),
        }
        for one in sorted(Stars, reverse=True)
    ]


@never_cache
@require_http_methods(["GET", "POST"])
@identity.role_required("window")
def pad(request: HttpRequest, number: str) -> HttpResponse:
    """Show the visitor five grades on the counter's second screen, once, right after the papers came in."""
    code = invitations.code_for(number, Occasion.INTAKE)
    by, case = identity.actor_of(request), _taken_in(request, number)
    chance = chances.chance_for(by, number, Occasion.INTAKE, code)
    own = reads.own(chance)
    errors: dict[str, list[str]] = {}
    if request.method == "POST" and own.first is None:
        device = f"pad:{by.account_id}"
        try:
            rate(
                by=by, case_number=number, occasion=Occasion.INTAKE, said=asking.said_of(request), code=code,
                channel=Channel.PAD, device=device,
            )  # fmt: skip
        except RatingInvalid as refusal:
            errors = refusal.errors
        except RatingClosed:
            pass
        else:
            return HttpResponseRedirect(request.path)
    context = {
        "done": own.first is not None,
        "grades": _grades(request),
        "errors": errors,
        "item": case.item_name,
    }
    return render(request, "feedback/pad.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@identity.role_required("window")
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """Print the QR code that lets the applicant rate the result, for the receipt."""
    case = _taken_in(request, number)
    address = request.build_absolute_uri(invitations.path_for(case.number, Occasion.RESULT))
    code = segno.make(address, error="m", micro=False).svg_data_uri(
        scale=4, border=4, dark="#000", light="#fff"
    )
    context = {"case": case, "address": address, "qr": code, "days": rules.limit("open_days")}
    return render(request, "feedback/slip.html", context)


def _taken_in(request: HttpRequest, number: str) -> cases.Case:
    """Return a case that the clerk's body took in at a counter. Raises RatingNotFound."""
    agency = identity.actor_of(request).agency or 0
    case = cases.Case.objects.filter(number=number, agency_id=agency, channel="1").first()
    if case is None:
        raise RatingNotFound
    return case
