"""The door of cases: verbs, reads, events and errors for the contexts above."""

from onewindow.cases.errors import (
    AnswersInvalid,
    CaseAlreadyClosed,
    CaseNotFound,
    CaseNotYours,
    MaterialNotAwaited,
    NeedsCorrection,
    NotAppliableOnline,
    OpinionMissing,
    WrongApplicant,
)
from onewindow.cases.events import CaseDecided, CaseSubmitted, CaseWithdrawn, MaterialSupplied
from onewindow.cases.models import Case
from onewindow.cases.queries import case_by_query_code, case_for, cases_of, desk_queue
from onewindow.cases.services.decide import decide_case, withdraw_case
from onewindow.cases.services.open import open_case
from onewindow.cases.services.submit import submit_case
from onewindow.cases.services.supply import supply_material
from onewindow.cases.states import Outcome, Status

__all__ = [
    "AnswersInvalid",
    "Case",
    "CaseAlreadyClosed",
    "CaseDecided",
    "CaseNotFound",
    "CaseNotYours",
    "CaseSubmitted",
    "CaseWithdrawn",
    "MaterialNotAwaited",
    "MaterialSupplied",
    "NeedsCorrection",
    "NotAppliableOnline",
    "OpinionMissing",
    "Outcome",
    "Status",
    "WrongApplicant",
    "case_by_query_code",
    "case_for",
    "cases_of",
    "decide_case",
    "desk_queue",
    "open_case",
    "submit_case",
    "supply_material",
    "withdraw_case",
]
