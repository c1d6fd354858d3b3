"""What contexts above offer to who was served: a link on the page of a number."""

from collections.abc import Callable

from onewindow.halls.models import Ticket

Link = tuple[str, str]
"""Words and address."""
_makers: dict[str, Callable[[Ticket], Link | None]] = {}


def register_link(name: str, make: Callable[[Ticket], Link | None]) -> None:
    """Offer a link for numbers; `make` returns nothing where there is none to offer."""
    _makers[name] = make


def links_of(ticket: Ticket) -> list[Link]:
    """Return the links that are offered for a number."""
    return [link for make in _makers.values() if (link := make(ticket)) is not None]
