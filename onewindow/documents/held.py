"""What documents hold about people: uploaded files; evidence of corrections is read by who decides them."""

from collections.abc import Callable, Sequence
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from onewindow.documents import policies, shelves
from onewindow.documents.models import StoredFile
from onewindow.documents.services import store_upload
from onewindow.identity import public as identity
from onewindow.kernel.public import SYSTEM, Actor, audit

Attachments = Callable[[Sequence[UUID]], set[UUID]]
_attachments: dict[str, Attachments] = {}


def register_attachments(name: str, attached: Attachments) -> None:
    """Say which of some files are attached to something that stays; the others go with their account."""
    _attachments[name] = attached


def register() -> None:
    """Add the kind of data, the keeper of evidence and its readers."""
    identity.register_held_data(UPLOADS)
    identity.register_evidence_keeper(_keep)
    policies.register_file_reader("corrections", _evidence_reading)
    register_attachments("corrections", identity.evidence_among)


def _keep(by: Actor, file: "UploadedFile[bytes]", purpose: str) -> UUID:
    return store_upload(by=by, file=file, purpose=purpose).pk


def _evidence_reading(by: Actor, stored: StoredFile) -> policies.Reading | None:
    request = identity.may_read_evidence(by, stored.pk)
    if request is None:
        return None
    return policies.Reading(request.subject_kind, request.subject_id, _("处理您的更正申请"))


def _uploads(subject: identity.Subject, look: identity.Look) -> Sequence[dict[str, object]]:
    rows = StoredFile.objects.filter(account_id__in=subject.accounts).order_by("-id")
    return [
        {"name": row.name, "purpose": row.purpose, "kilobytes": -(-row.size // 1024), "at": row.uploaded_at}
        for row in (rows if look.limit is None else rows[: look.limit])
    ]


def _erase_loose(subject: identity.Subject) -> int:
    """Delete the files that were attached to nothing, bytes after the commit."""
    rows = {row.pk: row for row in StoredFile.objects.filter(account_id__in=subject.accounts)}
    for attached in _attachments.values():
        for key in attached(list(rows)):
            rows.pop(key, None)
    if rows:
        audit.record_removal(SYSTEM, "file.removed", *rows.values(), reason="account closed")
        StoredFile.objects.filter(pk__in=list(rows)).delete()
        transaction.on_commit(lambda: _remove(list(rows)))
    return len(rows)


def _remove(keys: Sequence[UUID]) -> None:
    for key in keys:
        shelves.remove(key)


UPLOADS = identity.HeldData(
    "uploads", gettext_lazy("上传的文件"), gettext_lazy("作为申请材料或证明"), "uploads",
    {
        "name": gettext_lazy("文件名"), "purpose": gettext_lazy("用途"),
        "kilobytes": gettext_lazy("大小（KB）"),
        "at": gettext_lazy("上传时间"),
    },
    _uploads, 50, ("documents_storedfile", "documents_document", "documents_partialupload"),
    erase=_erase_loose,
)  # fmt: skip
