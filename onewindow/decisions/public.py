"""The door of decisions: judge, record, replay, explain, and rule over the rules."""

from onewindow.decisions.checks import Checks, checks_of
from onewindow.decisions.errors import (
    BadRules,
    CannotMaintainRules,
    CasesFail,
    DecisionRefusal,
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
from onewindow.decisions.events import KillSwitchSet, RulesReleased
from onewindow.decisions.explanations import Explanation, explain, explanation_of
from onewindow.decisions.judgement import Decision, Fact, Reason
from onewindow.decisions.models import DecisionRecord, RuleSet, RuleSetVersion, WhatIf
from onewindow.decisions.queries import Replay, decision_of, replay, replay_all
from onewindow.decisions.services import (
    decide,
    draft_rule_set,
    record_decision,
    release_rule_set,
    save_draft,
    set_kill_switch,
)
from onewindow.decisions.whatif import advance_what_ifs, ask_what_if

__all__ = [
    "BadRules",
    "CannotMaintainRules",
    "CasesFail",
    "Checks",
    "Decision",
    "DecisionRecord",
    "DecisionRefusal",
    "Explanation",
    "Fact",
    "KillSwitchSet",
    "NoUnitCases",
    "NotADraft",
    "NotTheAuthor",
    "ProofFails",
    "Reason",
    "ReasonMissing",
    "RecordUnknown",
    "Replay",
    "RuleSet",
    "RuleSetUnknown",
    "RuleSetVersion",
    "RulesReleased",
    "SamePerson",
    "VersionUnknown",
    "WhatIf",
    "advance_what_ifs",
    "ask_what_if",
    "checks_of",
    "decide",
    "decision_of",
    "draft_rule_set",
    "explain",
    "explanation_of",
    "record_decision",
    "release_rule_set",
    "replay",
    "replay_all",
    "save_draft",
    "set_kill_switch",
]
