"""How questions reach the sources: `rest` over sockets, `fake` in tests."""

from collections.abc import Sequence
from typing import Protocol

from onewindow.exchange.gateways.rest import RestGateway
from onewindow.exchange.questions import Answer, Question


class Gateway(Protocol):
    """Puts questions to sources, all at once."""

    def ask(self, questions: Sequence[Question], *, seconds: float) -> list[Answer]:
        """Return one answer per question, in order, within the given seconds."""


_in_use: list[Gateway] = [RestGateway()]


def current() -> Gateway:
    """Return the gateway in use."""
    return _in_use[-1]


def use(gateway: Gateway) -> None:
    """Put questions through this gateway from now on."""
    _in_use[-1] = gateway
