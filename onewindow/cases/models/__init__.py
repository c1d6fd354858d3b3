"""The nouns of cases."""

from onewindow.cases.models.calls import ApiSubmission
from onewindow.cases.models.case import CITY, COUNTY, Case, CaseEvent, CaseMaterial
from onewindow.cases.models.checking import StepCheck
from onewindow.cases.models.disclosure import Disclosure, NonDisclosure
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
from onewindow.cases.models.hearing import Hearing, HearingState
from onewindow.cases.models.promise import Breach, Promise, PromiseKind, PromiseState

__all__ = [
    "CITY",
    "COUNTY",
    "ApiSubmission",
    "Archive",
    "Breach",
    "Case",
    "CaseEvent",
    "CaseMaterial",
    "ClockAction",
    "ClockEntry",
    "ClockName",
    "Correction",
    "CorrectionItem",
    "Disclosure",
    "Extension",
    "Hearing",
    "HearingState",
    "NegativeFiling",
    "NonDisclosure",
    "Promise",
    "PromiseKind",
    "PromiseState",
    "StepCheck",
    "Transfer",
]

from onewindow.cases.offers import models as offer_models  # noqa: F401 (tables of this app)
from onewindow.cases.outside import models as outside_models  # noqa: F401 (tables of this app)
