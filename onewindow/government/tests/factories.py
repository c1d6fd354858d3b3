"""What tests of higher contexts need of government: the shipped regions and agencies, planted once."""

from onewindow.government import services, tables
from onewindow.government.models import Agency
from onewindow.kernel.public import SYSTEM


def plant_agencies() -> dict[str, Agency]:
    """Load the shipped agencies and return them by name."""
    services.load_agencies(by=SYSTEM, rows=tables.agency_rows(), provisional=True)
    return {a.name: a for a in Agency.objects.all()}


def plant_regions() -> None:
    """Load the shipped regions."""
    services.load_regions(by=SYSTEM, table=tables.region_table())
