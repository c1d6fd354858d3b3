"""Reference data of government: the five levels of regions and the agencies."""

from onewindow.government import services, tables
from onewindow.government.models import Agency, Region
from onewindow.kernel.public import SYSTEM


def plant() -> str:
    """Load the shipped regions and agencies; say how many there are and how many changed."""
    regions = services.load_regions(by=SYSTEM, table=tables.region_table())
    agencies = services.load_agencies(by=SYSTEM, rows=tables.agency_rows(), provisional=True)
    return (
        f"regions {Region.objects.count()} ({regions} changed), "
        f"agencies {Agency.objects.count()} ({agencies} changed)"
    )
