"""The door of supervision."""

from onewindow.supervision.counters import Change, SignalChange, register_counter
from onewindow.supervision.errors import SignalNotFound, SupervisionRefusal
from onewindow.supervision.events import AccountabilityDecided, CardRaised, CardSettled
from onewindow.supervision.models import Accountability, Dossier, Level, Recommendation, Signal, SignalState
from onewindow.supervision.policies import is_supervisor, signals_for
from onewindow.supervision.queries import narrowed, newest_cards, page_of, signal_for, signals_page
from onewindow.supervision.services.holding import (
    answer_accountability_appeal,
    appeal_accountability,
    carry_out_accountability,
    decide_accountability,
    propose_accountability,
)
from onewindow.supervision.services.keeping import keep
from onewindow.supervision.services.recommending import (
    answer_recommendation,
    close_recommendation,
    recommend,
)
from onewindow.supervision.services.settling import (
    answer_appeal,
    appeal_signal,
    close_signal,
    confirm_signal,
    correct_signal,
    explain_signal,
    revoke_signal,
)
from onewindow.supervision.services.subjects import About, take_complaint, take_rating
from onewindow.supervision.services.watching import check_due, take_all, watch_cases, watch_outside
from onewindow.supervision.standing import explain_days

# fmt: off
__all__ = [
    "About", "Accountability", "AccountabilityDecided", "CardRaised", "CardSettled", "Change",
    "Dossier", "Level", "Recommendation", "Signal", "SignalChange", "SignalNotFound", "SignalState",
    "SupervisionRefusal", "answer_accountability_appeal", "answer_appeal", "answer_recommendation",
    "appeal_accountability", "appeal_signal", "carry_out_accountability", "check_due",
    "close_recommendation", "close_signal", "confirm_signal", "correct_signal", "decide_accountability",
    "explain_days", "explain_signal", "is_supervisor", "keep", "narrowed", "newest_cards", "page_of",
    "propose_accountability", "recommend", "register_counter", "revoke_signal", "signal_for",
    "signals_for", "signals_page", "take_all", "take_complaint", "take_rating", "watch_cases",
    "watch_outside",
]
# fmt: on
