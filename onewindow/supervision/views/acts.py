"""What people do about signals, responsibility cases and letters: each POST calls one verb."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, Conflict
from onewindow.supervision.errors import WordsMissing
from onewindow.supervision.services import holding, recommending, settling
from onewindow.supervision.views import signals

WORDS = ("words",)


@dataclass(frozen=True)
class Doing:
    """What a button does: the words after it, the verb, what of the form it takes, what it always takes."""

    said: str
    verb: Callable[..., object]
    takes: tuple[str, ...] = WORDS
    fixed: Mapping[str, object] = field(default_factory=dict)

    def call(self, by: Actor, number: str, given: Mapping[str, str]) -> None:
        """Call the verb with what the form gave."""
        told = {name: given.get(name, "") for name in self.takes}
        self.verb(by=by, number=number, **told, **self.fixed)


YES, NO = {"uphold": True}, {"uphold": False}
ACTS = {
    "explain": Doing("说明已提交。", settling.explain_signal),
    "confirm": Doing("已认定。", settling.confirm_signal),
    "revoke": Doing("已撤销。", settling.revoke_signal),
    "appeal": Doing("申诉已提交。", settling.appeal_signal),
    "uphold": Doing("已维持认定。", settling.answer_appeal, WORDS, YES),
    "overturn": Doing("已撤销。", settling.answer_appeal, WORDS, NO),
    "correct": Doing("整改已报告。", settling.correct_signal),
    "close": Doing("已办结。", settling.close_signal, WORDS, {"enough": True}),
    "reject": Doing("已退回整改。", settling.close_signal, WORDS, {"enough": False}),
    "hold": Doing(
        "已提起责任追究，请另一位监察人员决定。", holding.propose_accountability, ("measure", "fact", "basis")
    ),
}
HELD = {
    "decide": Doing("已决定追究。", holding.decide_accountability, WORDS, {"agree": True}),
    "decline": Doing("已决定不予追究。", holding.decide_accountability, WORDS, {"agree": False}),
    "appeal": Doing("申诉已提交。", holding.appeal_accountability),
    "uphold": Doing("已维持。", holding.answer_accountability_appeal, WORDS, YES),
    "withdraw": Doing("已撤销。", holding.answer_accountability_appeal, WORDS, NO),
    "carry_out": Doing("已执行。", holding.carry_out_accountability, ()),
}
LETTERS = {
    "answer": Doing("答复已提交。", recommending.answer_recommendation),
    "close": Doing("已办结。", recommending.close_recommendation, ()),
}


@require_POST
@identity.sign_in_required
def on_signal(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do something about a signal and return to it."""
    return _do(request, ACTS, act, number, number)


@require_POST
@identity.sign_in_required
def on_accountability(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do something about a responsibility case and return to its signal."""
    return _do(request, HELD, act, number, request.POST.get("signal", "")[:20])


@require_POST
@identity.sign_in_required
def on_recommendation(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Answer or close a letter."""
    by = identity.actor_of(request)
    doing = _known(LETTERS, act)
    try:
        doing.call(by, number, request.POST)
    except WordsMissing as refusal:
        messages.error(request, "".join(line for lines in refusal.errors.values() for line in lines))
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, doing.said)
    return redirect("supervision:recommendations" if by.has_role("supervise") else "supervision:watched")


@require_POST
@identity.role_required("supervise")
def new_recommendation(request: HttpRequest) -> HttpResponse:
    """Write a letter to a body."""
    given = request.POST
    agency = given.get("agency_id", "")
    try:
        recommending.recommend(
            by=identity.actor_of(request),
            agency_id=int(agency) if agency.isdigit() else 0,
            title=given.get("title", ""),
            text=given.get("text", ""),
            signals=given.get("signals", "").split()[:50],
        )
    except WordsMissing as refusal:
        return signals.letters(request, refusal.errors)
    messages.success(request, "监察建议书已发出。")
    return redirect("supervision:recommendations")


def _do(request: HttpRequest, known: Mapping[str, Doing], act: str, number: str, back: str) -> HttpResponse:
    doing = _known(known, act)
    try:
        doing.call(identity.actor_of(request), number, request.POST)
    except WordsMissing as refusal:
        return signals.shown(request, back, refusal.errors)
    except Conflict as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, doing.said)
    return redirect("supervision:signal", number=back)


def _known(known: Mapping[str, Doing], act: str) -> Doing:
    if act not in known:
        raise Http404
    return known[act]
