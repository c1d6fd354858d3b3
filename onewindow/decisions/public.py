"""The door of decisions: judge, record, replay, explain, and rule over the rules."""

from onewindow.decisions.errors import (
    BadRules,
    CannotMaintainRules,
    CasesFail,
    DecisionRefusal,
    NotADraft,
    ReasonMissing,
    RecordUnknown,
    RuleSetUnknown,
    SamePerson,
)
from onewindow.decisions.events import KillSwitchSet, RulesReleased
from onewindow.decisions.explanations import Explanation, explain, explanation_of
from onewindow.decisions.judgement import Decision, Fact, Reason
from onewindow.decisions.models import DecisionRecord, RuleSet, RuleSetVersion
from onewindow.decisions.queries import Replay, decision_of, replay
from onewindow.decisions.services import (
    decide,
    draft_rule_set,
    record_decision,
    release_rule_set,
    set_kill_switch,
)

__all__ = [
    "BadRules",
    "CannotMaintainRules",
    "CasesFail",
    "Decision",
    "DecisionRecord",
    "DecisionRefusal",
    "Explanation",
    "Fact",
    "KillSwitchSet",
    "NotADraft",
    "Reason",
    "ReasonMissing",
    "RecordUnknown",
    "Replay",
    "RuleSet",
    "RuleSetUnknown",
    "RuleSetVersion",
    "RulesReleased",
    "SamePerson",
    "decide",
    "decision_of",
    "draft_rule_set",
    "explain",
    "explanation_of",
    "record_decision",
    "release_rule_set",
    "replay",
    "set_kill_switch",
]
