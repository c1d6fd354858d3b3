"""The door of licences."""

from onewindow.licences.errors import (
    AlreadyInForce,
    LicenceInvalid,
    LicenceNotFound,
    LicencesRefusal,
    MovedMeanwhile,
    NotTheIssuer,
    UnknownLicenceType,
    UnlawfulChange,
)
from onewindow.licences.events import (
    LicenceChanged,
    LicenceErrorAnswered,
    LicenceErrorReported,
    LicenceIssued,
    LicenceUsed,
)
from onewindow.licences.models import Licence, LicenceType
from onewindow.licences.ports import Business, register_business
from onewindow.licences.queries.licences import held_of_type, in_force, licence, licences_of, live_of_case
from onewindow.licences.queries.types import licence_type, type_named, types, types_issued_by_item
from onewindow.licences.queries.wallet import newest_of
from onewindow.licences.records import Holder, Issuer
from onewindow.licences.services.issue import issue_licence
from onewindow.licences.services.status import change_status, take_back_licence
from onewindow.licences.services.types import type_keys
from onewindow.licences.services.uses import use_for_case
from onewindow.licences.states import LIVE, Status
from onewindow.licences.validity import last_day

# fmt: off
__all__ = [
    "LIVE", "AlreadyInForce", "Business", "Holder", "Issuer", "Licence", "LicenceChanged",
    "LicenceErrorAnswered", "LicenceErrorReported", "LicenceInvalid", "LicenceIssued", "LicenceNotFound",
    "LicenceType", "LicenceUsed", "LicencesRefusal", "MovedMeanwhile", "NotTheIssuer", "Status",
    "UnknownLicenceType", "UnlawfulChange", "change_status", "held_of_type", "in_force", "issue_licence",
    "last_day", "licence", "licence_type", "licences_of", "live_of_case", "newest_of", "register_business",
    "take_back_licence", "type_keys", "type_named", "types", "types_issued_by_item",
    "use_for_case",
]
# fmt: on
