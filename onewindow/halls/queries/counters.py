"""What the counter takes in at which somebody sits now."""

from collections.abc import Callable
from typing import Protocol

from onewindow.halls.models import Line
from onewindow.halls.states import LineKind
from onewindow.kernel.public import Actor

INTAKE = (LineKind.JOINT, LineKind.TOPIC)


class Item(Protocol):
    """What is asked of an item."""

    @property
    def code(self) -> str:
        """Its whole code."""

    @property
    def region_code(self) -> str:
        """The region of its body, 12 digits."""


def taking(by: Actor) -> Callable[[Item], bool]:
    """Return what tells which items the clerk's counter takes in for the bodies of its centre (一窗通办).

    They are those of its lines, in the centre's own region; none where the clerk sits at no counter. One
    statement, however many items are asked about.
    """
    lines = Line.objects.filter(
        in_use=True,
        kind__in=INTAKE,
        hall__in_use=True,
        counters__in_use=True,
        counters__sittings__account=by.account_id,
        counters__sittings__until=None,
    )
    found = list(lines.select_related("hall")) if by.account_id else []
    return lambda item: any(
        item.region_code == line.hall.region_code and line.takes(item.code) for line in found
    )
