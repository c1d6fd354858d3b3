"""Verbs of drafts: start, save a page, discard, claim."""

from collections.abc import Mapping
from typing import TYPE_CHECKING
from uuid import UUID

from onewindow.forms.models import Draft
from onewindow.kernel.public import Actor

if TYPE_CHECKING:
    from onewindow.identity.public import Applicant  # type: ignore[import-untyped]


def start_draft(
    *,
    by: Actor,
    item_code: str,
    item_version_id: int,
    form_code: str,
    applicant: "Applicant",
    city: str = "4500",
) -> Draft:
    """Return the account's open draft for the item, or start one with prefilled values; lives 30 days."""
    raise NotImplementedError


def save_page(
    *, by: Actor, draft_id: UUID, page_key: str, values: Mapping[str, object], revision: int
) -> Draft:
    """Keep one page's values (uploads may still be files) if the draft is still at `revision`.

    Raises StaleDraft (with `.theirs` and `.mine` by field), AlreadySubmitted, DraftClosed, UnknownDraft,
    and Invalid with messages per field when a file is refused.
    """
    raise NotImplementedError


def discard_draft(*, by: Actor, draft_id: UUID) -> None:
    """Throw the draft and its answers away; once discarded, doing it again changes nothing."""
    raise NotImplementedError


def claim_draft(*, by: Actor, draft_id: UUID, case_number: str, revision: int | None = None) -> Draft:
    """Mark the open draft as submitted under the case number, in one statement; exactly one claim succeeds.

    Raises AlreadySubmitted, StaleDraft (when `revision` is given and another page was saved since),
    DraftClosed, UnknownDraft.
    """
    raise NotImplementedError
