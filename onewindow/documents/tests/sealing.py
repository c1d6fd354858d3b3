"""Bodies with seals for tests, through the verbs."""

from onewindow.documents.seals import seed
from onewindow.documents.seals.models import Seal
from onewindow.documents.tests.factories import HEALTH
from onewindow.government import public as government

USCC = "11459900DM0000018N"


def health() -> government.Agency:
    """Return the health commission, planted."""
    made, _ = government.Agency.objects.get_or_create(
        name=HEALTH,
        defaults={
            "uscc": USCC, "short_name": "自治区卫健委", "region_code": "450000000000", "kind": "department"
        },
    )  # fmt: skip
    return made


def sealed_body() -> Seal:
    """Return the health commission's seal, issued."""
    return seed.plant_for(health())
