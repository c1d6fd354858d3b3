"""The door of cases: verbs, reads, events and errors for the contexts above."""

# ruff: noqa: I001 (one name a line would hide the table)
# fmt: off
from onewindow.cases import events
from onewindow.cases.beside import Panel, register_panel
from onewindow.cases.disclosing import is_disclosed
from onewindow.cases.elsewhere import register_reception
from onewindow.cases.errors import (
    AnswersInvalid, CaseAlreadyClosed, CaseNotFound, CaseNotYours, CorrectionIncomplete, FlowInvalid,
    HearingClosed, HearingPending, HearingRightUntold, HostIsReviewer, MarketForbidden,
    MaterialNotAwaited, NeedsCorrection, NotAppliableOnline, NothingToAnswer, NothingToCorrect,
    OpinionMissing, OriginalsUnchecked, ProcessDecides, PromiseBarred, PromiseNotFound, PromiseSettled,
    SamePerson, WrongApplicant, WrongState,
)
from onewindow.cases.events import CaseDecided, CaseSubmitted, CaseWithdrawn, MaterialSupplied
from onewindow.cases.links import register_link
from onewindow.cases.models import Case
from onewindow.cases.offers.events import OfferMade, OfferSettled
from onewindow.cases.offers.queries import offers_of
from onewindow.cases.papers import project_code_of, register_project
from onewindow.cases.queries import NEAR_DAYS, case_by_query_code, case_for, cases_of, desk_queue, late_cases
from onewindow.cases.services.accept import accept_case, deem_accepted
from onewindow.cases.services.archive import archive_case
from onewindow.cases.services.correct import (
    Ask, answer_item, ask_for_correction, lapse_correction, return_pre_review, supply_correction,
)
from onewindow.cases.services.decide import decide_case
from onewindow.cases.services.deliver import deliver_case, deliver_with
from onewindow.cases.services.extend import (
    ask_extension, decline_extension, grant_extension, take_back_extension,
)
from onewindow.cases.services.hand_over import hand_over_case
from onewindow.cases.services.hearing import (
    answer_recusal, ask_hearing, ask_recusal, call_hearing, record_hearing, tell_hearing_right, waive_hearing,
)
from onewindow.cases.services.noting import note_step
from onewindow.cases.services.open import open_case
from onewindow.cases.services.package import package_case
from onewindow.cases.services.promises import check_promise, repair_breach, withhold_result
from onewindow.cases.services.receive import receive_case
from onewindow.cases.services.counter import register_counter
from onewindow.cases.services.refuse import (
    decline_acceptance, release_filing, return_filing, take_back_filing)
from onewindow.cases.services.review import (
    ask_opinions, claim_step, delegate_step, do_step, release_step, return_step, take_back_step,
)
from onewindow.cases.services.steps import locked
from onewindow.cases.services.submit import of_project, submit_case
from onewindow.cases.services.supply import supply_material
from onewindow.cases.services.suspend import go_on_with, resume_case, stand_with, suspend_case
from onewindow.cases.services.take_in import take_in
from onewindow.cases.services.transfer import take_over_case, transfer_case
from onewindow.cases.services.withdraw import withdraw_case
from onewindow.cases.states import Delivery, FINAL, Outcome, Status, WAITING
from onewindow.cases.watching import Watched, numbers_since, watched
from onewindow.cases.ways import Way, register_entrusting, register_way

__all__ = [
    "FINAL", "NEAR_DAYS", "WAITING", "AnswersInvalid", "Ask", "Case", "CaseAlreadyClosed", "CaseDecided",
    "CaseNotFound", "CaseNotYours", "CaseSubmitted", "CaseWithdrawn", "CorrectionIncomplete", "Delivery",
    "FlowInvalid", "HearingClosed", "HearingPending", "HearingRightUntold", "HostIsReviewer",
    "MarketForbidden", "MaterialNotAwaited", "MaterialSupplied", "NeedsCorrection", "NotAppliableOnline",
    "NothingToAnswer", "NothingToCorrect", "OfferMade", "OfferSettled", "OpinionMissing",
    "OriginalsUnchecked", "Outcome", "Panel", "ProcessDecides", "PromiseBarred", "PromiseNotFound",
    "PromiseSettled", "SamePerson", "Status", "Watched", "Way", "WrongApplicant", "WrongState",
    "accept_case", "answer_item", "answer_recusal", "archive_case", "ask_extension", "ask_for_correction",
    "ask_hearing", "ask_opinions", "ask_recusal", "call_hearing", "case_by_query_code", "case_for",
    "cases_of", "check_promise", "claim_step", "decide_case", "decline_acceptance", "decline_extension",
    "deem_accepted", "delegate_step", "deliver_case", "deliver_with", "desk_queue", "do_step", "events",
    "go_on_with", "grant_extension", "hand_over_case", "is_disclosed", "lapse_correction", "late_cases",
    "locked", "note_step", "numbers_since", "of_project", "offers_of", "open_case", "package_case",
    "project_code_of", "receive_case", "record_hearing", "register_counter", "register_entrusting",
    "register_link", "register_panel", "register_project", "register_reception", "register_way",
    "release_filing", "release_step", "repair_breach", "resume_case", "return_filing", "return_pre_review",
    "return_step", "stand_with", "submit_case", "supply_correction", "supply_material", "suspend_case",
    "take_back_extension", "take_back_filing", "take_back_step", "take_in", "take_over_case",
    "tell_hearing_right", "transfer_case", "waive_hearing", "watched", "withdraw_case", "withhold_result",
]
# fmt: on
