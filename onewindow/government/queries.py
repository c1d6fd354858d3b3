"""Reads of regions and agencies."""

from collections.abc import Collection

from django.db.models import Case, Q, QuerySet, Value, When

from onewindow.government.errors import UnknownAgency, UnknownRegion
from onewindow.government.models import Agency, Region, RegionLevel
from onewindow.kernel.public import clock

_CUTS = (2, 4, 6, 9, 12)


def _valid() -> QuerySet[Region]:
    today = clock.today()
    return Region.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), valid_from__lte=today)


def region(code: str) -> Region:
    """Return the region with that 12-digit code, ended or not; raise UnknownRegion."""
    found = Region.objects.filter(code=code).first()
    if found is None:
        raise UnknownRegion(field="region_code")
    return found


def children(code: str) -> list[Region]:
    """Return the valid regions directly below, in code order; an empty code gives the top level."""
    return list(_valid().filter(parent_code=code).order_by("code"))


def codes_above(code: str) -> list[str]:
    """Return the codes on the way from the top level down to this one, itself included."""
    return list(dict.fromkeys(code[:cut].ljust(12, "0") for cut in _CUTS))


def path_of(code: str) -> list[Region]:
    """Return the region and all above it, highest first, in one statement; empty for an unknown code."""
    return list(Region.objects.filter(code__in=codes_above(code)).order_by("code"))


def regions_matching(text: str, limit: int = 20) -> list[Region]:
    """Return valid regions whose name holds the text or whose pinyin or initials begin with it."""
    wanted = "".join(text.split())
    if not wanted:
        return []
    lower = wanted.lower()
    names = Q(name__contains=wanted)
    if wanted.isascii():
        names = Q(pinyin__startswith=lower) | Q(initials__startswith=lower)
    height = Case(*(When(level=level, then=Value(n)) for n, level in enumerate(RegionLevel.values)))
    return list(_valid().filter(names).order_by(height, "code")[:limit])


def agency(agency_id: int) -> Agency:
    """Return the agency with that id; raise UnknownAgency."""
    found = Agency.objects.filter(pk=agency_id).first()
    if found is None:
        raise UnknownAgency
    return found


def agency_by_uscc(uscc: str) -> Agency:
    """Return the agency with that unified social credit code; raise UnknownAgency."""
    found = Agency.objects.filter(uscc=uscc).first()
    if found is None:
        raise UnknownAgency(field="uscc")
    return found


def agencies_by_uscc(codes: Collection[str]) -> dict[str, Agency]:
    """Return the agencies with these unified social credit codes, by code; codes of nobody are left out."""
    return {one.uscc: one for one in Agency.objects.filter(uscc__in=codes)}


def agency_named(name: str) -> Agency:
    """Return the agency with that full name, the highest region first; raise UnknownAgency."""
    found = Agency.objects.filter(name=name).order_by("region_code", "id").first()
    if found is None:
        raise UnknownAgency(field="name")
    return found


def agencies_in(region_prefix: str) -> list[Agency]:
    """Return the agencies whose region code begins with the prefix, higher regions first."""
    return list(Agency.objects.filter(region_code__startswith=region_prefix).order_by("region_code", "id"))
