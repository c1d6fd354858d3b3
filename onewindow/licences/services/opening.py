"""An official opens a licence of the own body: recorded for its holder, before the content is given."""

from onewindow.kernel.public import Actor, clock, unit
from onewindow.licences.models import Licence, Means
from onewindow.licences.queries.desk import desk_licence
from onewindow.licences.services.uses import Purpose, noted


def open_at_desk(*, by: Actor, identifier: str) -> Licence:
    """Return a licence of the official's body whole; raise LicenceNotFound for any other."""
    with unit.work():
        found = desk_licence(by, identifier)
        noted(by, [found], Means.KEPT, Purpose(text="颁发机关管理证照", good_until=clock.now()))
    return found
