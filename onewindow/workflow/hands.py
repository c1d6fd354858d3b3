"""An official as the holder of a task."""

from dataclasses import dataclass

from onewindow.kernel.public import Actor


@dataclass(frozen=True)
class Hand:
    """An official as a holder: the stable label, the human behind it, the name."""

    label: str
    person: int | None
    name: str


def hand_of(by: Actor) -> Hand:
    """Return the actor as a holder."""
    return Hand(by.label, by.person_id, by.name)
