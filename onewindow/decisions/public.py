"""The door of decisions: judge, record, replay, explain, and rule over the rules."""

from onewindow.decisions.checks import Checks, checks_of
from onewindow.decisions.errors import (
    BadRules,
    CannotMaintainRules,
    CasesFail,
    DecisionRefusal,
    LedgerExhausted,
    NotADraft,
    NotTheAuthor,
    NoUnitCases,
    ProofFails,
    ReasonMissing,
    RecordUnknown,
    RuleSetUnknown,
    SamePerson,
    VersionUnknown,
)
from onewindow.decisions.events import (
    KillSwitchSet,
    ReviewAnswered,
    ReviewAsked,
    RulesReleased,
    SampleDrawn,
    SignalRaised,
    SignalSettled,
)
from onewindow.decisions.explanations import Explanation, explain, explanation_of
from onewindow.decisions.judgement import Decision, Fact, Reason
from onewindow.decisions.ledgers import take_for_case
from onewindow.decisions.models import DecisionRecord, RuleSet, RuleSetVersion, WhatIf
from onewindow.decisions.queries import Replay, decision_of, replay, replay_all
from onewindow.decisions.reviews.models import Review, SampleDraw, Signal
from onewindow.decisions.reviews.sampling import draw_samples
from onewindow.decisions.reviews.services import answer_review, ask_review, set_sampling, settle_signal
from onewindow.decisions.reviews.signals import watch_rates
from onewindow.decisions.reviews.subjects import Subject, register_subjects
from onewindow.decisions.services import (
    decide,
    draft_rule_set,
    record_decision,
    release_rule_set,
    save_draft,
    set_kill_switch,
)
from onewindow.decisions.whatif import advance_what_ifs, ask_what_if

# fmt: off
__all__ = [
    "BadRules", "CannotMaintainRules", "CasesFail", "Checks", "Decision", "DecisionRecord",
    "DecisionRefusal", "Explanation", "Fact", "KillSwitchSet", "LedgerExhausted", "NoUnitCases", "NotADraft",
    "NotTheAuthor", "ProofFails", "Reason", "ReasonMissing", "RecordUnknown", "Replay", "Review",
    "ReviewAnswered", "ReviewAsked", "RuleSet", "RuleSetUnknown", "RuleSetVersion", "RulesReleased",
    "SamePerson", "SampleDraw", "SampleDrawn", "Signal", "SignalRaised", "SignalSettled", "Subject",
    "VersionUnknown", "WhatIf", "advance_what_ifs", "answer_review", "ask_review", "ask_what_if",
    "checks_of", "decide", "decision_of", "draft_rule_set", "draw_samples", "explain", "explanation_of",
    "record_decision", "register_subjects", "release_rule_set", "replay", "replay_all", "save_draft",
    "set_kill_switch", "set_sampling", "settle_signal", "take_for_case", "watch_rates",
]
# fmt: on
