"""The door of government: regions and agencies."""

from onewindow.government.errors import UnknownAgency, UnknownRegion
from onewindow.government.models import Agency, AgencyKind, LegalStatus, Region, RegionLevel
from onewindow.government.queries import (
    agencies_by_uscc,
    agencies_in,
    agency,
    agency_by_uscc,
    agency_named,
    children,
    codes_above,
    path_of,
    region,
    regions_matching,
)

__all__ = [
    "Agency",
    "AgencyKind",
    "LegalStatus",
    "Region",
    "RegionLevel",
    "UnknownAgency",
    "UnknownRegion",
    "agencies_by_uscc",
    "agencies_in",
    "agency",
    "agency_by_uscc",
    "agency_named",
    "children",
    "codes_above",
    "path_of",
    "region",
    "regions_matching",
]
