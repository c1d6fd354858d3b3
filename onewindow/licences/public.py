"""The door of licences."""

from onewindow.licences.errors import (
    AlreadyInForce,
    LicenceInvalid,
    LicenceNotFound,
    LicencesRefusal,
    NotTheIssuer,
    UnknownLicenceType,
    UnlawfulChange,
)
from onewindow.licences.events import LicenceChanged, LicenceIssued, LicenceUsed
from onewindow.licences.models import Licence, LicenceType
from onewindow.licences.queries.licences import in_force, licence, licences_of
from onewindow.licences.queries.types import licence_type, types, types_issued_by_item
from onewindow.licences.records import Holder
from onewindow.licences.services.issue import issue_licence
from onewindow.licences.services.status import change_status
from onewindow.licences.states import Status

__all__ = [
    "AlreadyInForce",
    "Holder",
    "Licence",
    "LicenceChanged",
    "LicenceInvalid",
    "LicenceIssued",
    "LicenceNotFound",
    "LicenceType",
    "LicenceUsed",
    "LicencesRefusal",
    "NotTheIssuer",
    "Status",
    "UnknownLicenceType",
    "UnlawfulChange",
    "change_status",
    "in_force",
    "issue_licence",
    "licence",
    "licence_type",
    "licences_of",
    "types",
    "types_issued_by_item",
]
