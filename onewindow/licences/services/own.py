"""A holder opens an own licence: recorded as every other look, before the content is given."""

from onewindow.kernel.public import Actor, clock, unit
from onewindow.licences.models import Licence, Means
from onewindow.licences.queries.wallet import own_licence
from onewindow.licences.services.uses import Purpose, noted


def open_own(*, by: Actor, token: str, what: str) -> Licence:
    """Return one of the actor's own licences whole; raise LicenceNotFound."""
    with unit.work():
        found = own_licence(by, token)
        noted(by, [found], Means.OWN, Purpose(text=what, good_until=clock.now()))
    return found
