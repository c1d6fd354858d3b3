"""Demonstration seals: an approval seal for some bodies, issued, to be used by the system."""

from onewindow.documents.seals import authorities, services
from onewindow.documents.seals.models import Seal
from onewindow.documents.seals.settings import decided, purposes
from onewindow.government import public as government
from onewindow.kernel.public import SYSTEM


def plant() -> str:
    """Make and issue the seals that are missing; say how many there are."""
    authorities.set_up(SYSTEM)
    have = set(Seal.objects.values_list("agency_id", flat=True))
    for agency in government.Agency.objects.filter(name__in=decided()["demonstration"]).exclude(pk__in=have):
        plant_for(agency)
    return f"seals {Seal.objects.count()}"


def plant_for(agency: government.Agency) -> Seal:
    """Make and issue one body's approval seal and let the system use it for everything."""
    seal = services.make_seal(by=SYSTEM, agency=agency)
    services.issue_seal(by=SYSTEM, seal_id=seal.pk)
    for purpose in purposes():
        services.grant_use(by=SYSTEM, seal_id=seal.pk, post_id=None, purpose=purpose)
    return seal
