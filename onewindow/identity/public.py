"""The door of identity."""

# ruff: noqa: I001 (one name a line would hide the table)
# fmt: off
from onewindow.identity.applicants import Applicant
from onewindow.identity.errors import (
    CodeNotSent, CodeWrong, LevelNotGiven, LevelTooLow, NotSignedIn, PersonNotFound, ReasonMissing,
    RegistrationInvalid, RoleMissing, SignInRefused, TooManyTries, VerificationFailed,
    VerificationUnavailable,
)
from onewindow.identity.events import (
    AccessObjected, LevelLowered, LevelRaised, ObjectionSettled, OrganisationRegistered, PersonRegistered,
)
from onewindow.identity.guards import posted, role_required, sign_in_required
from onewindow.identity.levels import Level, Role
from onewindow.identity.mandates.errors import MandateTooNarrow
from onewindow.identity.mandates.policies import is_principal, require_principal
from onewindow.identity.models import AccessRecord, Account, Organisation, Person, Post
from onewindow.identity.objections.queries import Objected, objected
from onewindow.identity.policies import require_level, require_role
from onewindow.identity.ports import (
    register_account_column, register_code_sender, register_evidence_keeper, register_head_check,
    register_item_finder, register_notice_sender, register_objection_page, register_verifier,
)
from onewindow.identity.posts.authority import Authority, authority_of
from onewindow.identity.posts.errors import SameHand
from onewindow.identity.posts.events import HoldingEnded, OfficialLeft
from onewindow.identity.posts.policies import require_another_hand
from onewindow.identity.provider.tokens import access_token
from onewindow.identity.provider.bearer import account_of_call
from onewindow.identity.queries import (
    ACCESSES_A_PAGE, accesses_of, actor_for, actor_of, applicant_for, applicant_from, applicant_of,
    number_key, number_key_of, post_name, subject_of,
)
from onewindow.identity.rights.closing import register_closing_check
from onewindow.identity.rights.correcting import (
    Wish, ask_correction, decide_correction, evidence_among, may_read_evidence,
)
from onewindow.identity.rights.held import Correctable, HeldData, Look, Subject, register_held_data
from onewindow.identity.rights.rules import register_removal
from onewindow.identity.services.accesses import (
    Access, AccessByNumber, access_parts, open_person, record_accesses,
)
from onewindow.identity.services.counter import check_at_counter, evidence_of, find_holders, lower_expired
from onewindow.identity.services.levels import raise_level, verify_name
from onewindow.identity.services.mobiles import confirm_mobile, send_mobile_code
from onewindow.identity.services.officials import appoint_official
from onewindow.identity.services.people import register_organisation, register_person
from onewindow.identity.services.sign_in import sign_in
from onewindow.identity.services.throttles import forget_tries, take_try
from onewindow.identity.signin.codes import check_code, send_code
from onewindow.identity.signin.places import place_of
from onewindow.identity.signin.spool import send_notice as simulated_sms

__all__ = [
    "ACCESSES_A_PAGE", "Access", "AccessByNumber", "AccessObjected", "AccessRecord", "Account", "Applicant",
    "Authority", "CodeNotSent", "CodeWrong", "Correctable", "HeldData", "HoldingEnded", "Level",
    "LevelLowered", "LevelNotGiven", "LevelRaised", "LevelTooLow", "Look", "MandateTooNarrow", "NotSignedIn",
    "Objected", "ObjectionSettled", "OfficialLeft", "Organisation", "OrganisationRegistered", "Person",
    "PersonNotFound", "PersonRegistered", "Post", "ReasonMissing", "RegistrationInvalid", "Role",
    "RoleMissing", "SameHand", "SignInRefused", "Subject", "TooManyTries", "VerificationFailed",
    "VerificationUnavailable", "Wish", "access_parts", "access_token", "accesses_of", "account_of_call",
    "actor_for", "actor_of", "applicant_for", "applicant_from", "applicant_of", "appoint_official",
    "ask_correction", "authority_of", "check_at_counter", "check_code", "confirm_mobile", "decide_correction",
    "evidence_among", "evidence_of", "find_holders", "forget_tries", "is_principal", "lower_expired",
    "may_read_evidence", "number_key", "number_key_of", "objected", "open_person", "place_of", "post_name",
    "posted", "raise_level", "record_accesses", "register_account_column", "register_closing_check",
    "register_code_sender", "register_evidence_keeper", "register_head_check", "register_held_data",
    "register_item_finder", "register_notice_sender", "register_objection_page", "register_organisation",
    "register_person", "register_removal", "register_verifier", "require_another_hand", "require_level",
    "require_principal", "require_role", "role_required", "send_code", "send_mobile_code", "sign_in",
    "sign_in_required", "simulated_sms", "subject_of", "take_try", "verify_name",
]
# fmt: on
