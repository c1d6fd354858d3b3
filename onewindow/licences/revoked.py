"""What lost its force before its time, for the published list that is checked offline (作废名单)."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q

from onewindow.kernel.public import clock
from onewindow.licences.models import Licence
from onewindow.licences.states import Status


def revoked() -> Iterator[tuple[bytes, str, datetime]]:
    """Yield digest, state and moment of each licence out of force whose record still says it holds."""
    rows = Licence.objects.exclude(status=Status.IN_FORCE).filter(
        Q(valid_to=None) | Q(valid_to__gte=clock.today())
    )
    for digest, status, at in rows.values_list("digest", "status", "status_at").iterator():
        yield bytes(digest), str(Status(status).label), at
