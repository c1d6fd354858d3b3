"""Named reads of forms and drafts."""

from uuid import UUID

from onewindow.forms.definition import Form
from onewindow.forms.models import Draft
from onewindow.kernel.public import Actor


def form(code: str, version: int | None = None) -> Form:
    """Return a form, the latest version unless one is named; cached per process. Raises UnknownForm."""
    raise NotImplementedError


def draft_for(by: Actor, draft_id: UUID) -> Draft:
    """Return the actor's own draft, in any state; raise UnknownDraft. One SQL statement."""
    raise NotImplementedError


def drafts_of(by: Actor) -> list[Draft]:
    """Return the actor's open drafts, latest change first."""
    raise NotImplementedError
