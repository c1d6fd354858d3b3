"""Files of pages, handed to documents and kept in the answers by their id."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile

from onewindow.documents.public import finished, store_upload
from onewindow.forms.definition import Field, Sent
from onewindow.forms.models import Draft
from onewindow.kernel.public import Actor, Invalid, Refusal


def store(
    by: Actor,
    draft: Draft,
    fields: Sequence[Field],
    typed: Mapping[str, object],
    faults: Mapping[str, list[str]],
) -> dict[str, object]:
    """Store new files and return the values of these fields with `{id, name, size}` in their place.

    Raises Invalid with `faults` and with what is wrong with a file, all at once.
    """
    kept, errors = dict(typed), dict(faults)
    if not errors:
        for field in fields:
            file = typed.get(field.name)
            if isinstance(file, (UploadedFile, Sent)):
                try:
                    kept[field.name] = _stored(by, file, draft.reference)
                except Refusal as refusal:
                    errors[field.name] = [refusal.message]
    if errors:
        raise Invalid(errors=errors)
    return kept


def _stored(by: Actor, file: "UploadedFile[Any] | Sent", purpose: str) -> dict[str, Any]:
    if isinstance(file, Sent):
        stored = finished(by=by, upload_id=file.upload, purpose=purpose)
    else:
        stored = store_upload(by=by, file=file, purpose=purpose)
    return {"id": str(stored.id), "name": stored.name, "size": stored.size}
