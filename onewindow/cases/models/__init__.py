"""The nouns of cases."""

from onewindow.cases.models.case import Case, CaseEvent, CaseMaterial
from onewindow.cases.models.flow import (
    Archive,
    ClockAction,
    ClockEntry,
    ClockName,
    Correction,
    CorrectionItem,
    Extension,
    NegativeFiling,
    Transfer,
)

__all__ = [
    "Archive",
    "Case",
    "CaseEvent",
    "CaseMaterial",
    "ClockAction",
    "ClockEntry",
    "ClockName",
    "Correction",
    "CorrectionItem",
    "Extension",
    "NegativeFiling",
    "Transfer",
]
