"""The nouns of supervision."""

from onewindow.supervision.models.accountability import Accountability, Measure
from onewindow.supervision.models.dossier import Dossier, OutsideRow
from onewindow.supervision.models.recommendation import Recommendation
from onewindow.supervision.models.rule import Rule, Trial
from onewindow.supervision.models.signal import Level, Signal, SignalState, SignalStep

__all__ = [
    "Accountability",
    "Dossier",
    "Level",
    "Measure",
    "OutsideRow",
    "Recommendation",
    "Rule",
    "Signal",
    "SignalState",
    "SignalStep",
    "Trial",
]
