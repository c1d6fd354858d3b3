"""National codes as types: each cleans what people type, checks it, and knows what its digits say.

`X(text)` takes a value as it is (from our own tables); `X.parse(text)` is for anything from outside.
"""

from onewindow.kernel.codes.base import InvalidCode, mod_37_36
from onewindow.kernel.codes.items import (
    CatalogCode,
    HandleCode,
    InvalidCatalogCode,
    InvalidTaskCode,
    TaskCode,
)
from onewindow.kernel.codes.licence import ROOT as LICENCE_ROOT
from onewindow.kernel.codes.licence import InvalidLicenceId, LicenceId
from onewindow.kernel.codes.organisation import (
    InvalidOrganisationCode,
    InvalidUscc,
    OrganisationCode,
    Uscc,
)
from onewindow.kernel.codes.project import InvalidProjectCode, ProjectCode
from onewindow.kernel.codes.region import InvalidRegionCode, RegionCode, RegionLevel
from onewindow.kernel.codes.resident import InvalidResidentId, ResidentId, Sex

__all__ = [
    "LICENCE_ROOT",
    "CatalogCode",
    "HandleCode",
    "InvalidCatalogCode",
    "InvalidCode",
    "InvalidLicenceId",
    "InvalidOrganisationCode",
    "InvalidProjectCode",
    "InvalidRegionCode",
    "InvalidResidentId",
    "InvalidTaskCode",
    "InvalidUscc",
    "LicenceId",
    "OrganisationCode",
    "ProjectCode",
    "RegionCode",
    "RegionLevel",
    "ResidentId",
    "Sex",
    "TaskCode",
    "Uscc",
    "mod_37_36",
]
