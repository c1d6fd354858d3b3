"""The door of identity."""

from onewindow.identity.applicants import Applicant
from onewindow.identity.errors import (
    LevelTooLow,
    NotSignedIn,
    PersonNotFound,
    RegistrationInvalid,
    RoleMissing,
    SignInRefused,
    VerificationFailed,
)
from onewindow.identity.events import LevelRaised, OrganisationRegistered, PersonRegistered
from onewindow.identity.guards import role_required, sign_in_required
from onewindow.identity.levels import Level, Role
from onewindow.identity.models import AccessRecord, Account, Organisation, Person, Post
from onewindow.identity.policies import require_level, require_role
from onewindow.identity.ports import register_code_sender, register_verifier
from onewindow.identity.queries import accesses_of, actor_for, actor_of, applicant_of
from onewindow.identity.services.accesses import Access, open_person, record_accesses
from onewindow.identity.services.people import (
    raise_level,
    register_organisation,
    register_person,
    verify_name,
)
from onewindow.identity.services.sign_in import sign_in

__all__ = [
    "Access",
    "AccessRecord",
    "Account",
    "Applicant",
    "Level",
    "LevelRaised",
    "LevelTooLow",
    "NotSignedIn",
    "Organisation",
    "OrganisationRegistered",
    "Person",
    "PersonNotFound",
    "PersonRegistered",
    "Post",
    "RegistrationInvalid",
    "Role",
    "RoleMissing",
    "SignInRefused",
    "VerificationFailed",
    "accesses_of",
    "actor_for",
    "actor_of",
    "applicant_of",
    "open_person",
    "raise_level",
    "record_accesses",
    "register_code_sender",
    "register_organisation",
    "register_person",
    "register_verifier",
    "require_level",
    "require_role",
    "role_required",
    "sign_in",
    "sign_in_required",
    "verify_name",
]
