"""The door of the forms."""

from onewindow.forms.building import build
from onewindow.forms.definition import Choice, Field, Form, Page, PageInput, Prefill, Prefilled, SummaryRow
from onewindow.forms.designs.uses import FormUse, register_form_uses
from onewindow.forms.errors import (
    AlreadySubmitted,
    DraftClosed,
    FormsRefusal,
    OtherParty,
    StaleDraft,
    UnknownDraft,
    UnknownForm,
    UnknownPage,
)
from onewindow.forms.intake import is_plain, read_page
from onewindow.forms.models import Draft, DraftStatus, FormVersion
from onewindow.forms.prefill import PrefillSource, register_prefill
from onewindow.forms.queries import draft_for, drafts_of, form, latest_version
from onewindow.forms.services import (
    claim_draft,
    discard_draft,
    discard_expired_drafts,
    fill_draft,
    publish_form,
    save_page,
    start_draft,
    tell_draft,
)
from onewindow.forms.summary import summary
from onewindow.forms.validation import validate

__all__ = [
    "AlreadySubmitted",
    "Choice",
    "Draft",
    "DraftClosed",
    "DraftStatus",
    "Field",
    "Form",
    "FormUse",
    "FormVersion",
    "FormsRefusal",
    "OtherParty",
    "Page",
    "PageInput",
    "Prefill",
    "PrefillSource",
    "Prefilled",
    "StaleDraft",
    "SummaryRow",
    "UnknownDraft",
    "UnknownForm",
    "UnknownPage",
    "build",
    "claim_draft",
    "discard_draft",
    "discard_expired_drafts",
    "draft_for",
    "drafts_of",
    "fill_draft",
    "form",
    "is_plain",
    "latest_version",
    "publish_form",
    "read_page",
    "register_form_uses",
    "register_prefill",
    "save_page",
    "start_draft",
    "summary",
    "tell_draft",
    "validate",
]
