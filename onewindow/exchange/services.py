"""Verbs of the exchange."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from onewindow.exchange.facts import Fact, FactRequest, Purpose
from onewindow.kernel.public import Actor

if TYPE_CHECKING:
    from onewindow.identity.public import Applicant  # type: ignore[import-untyped]


def collect(
    requests: Sequence[FactRequest], *, by: Actor, subject: "Applicant", purpose: Purpose
) -> dict[str, Fact]:
    """Ask all sources at once and return one fact per resource, logged before it is returned.

    At most 2 s a source and 5 s in all; call it outside a transaction. A source that is dead, slow or lying
    yields a fact with status `down`, never an exception. Writes the exchange log and the access log (one
    INSERT each) in one transaction. Raises UnknownResource and BadRequest for a question that cannot be put.
    """
    raise NotImplementedError
