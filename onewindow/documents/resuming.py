"""Uploads in pieces that survive a broken line or a reload: the core of tus 1.0.0, kept under FILES_DIR."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile

from onewindow.documents import sniffing
from onewindow.documents.errors import FileNotFound, FileRefused, UploadConflict
from onewindow.documents.models import PartialUpload, StoredFile
from onewindow.documents.services import store_upload
from onewindow.kernel.public import Actor, audit, clock, ids, unit

LIFE = timedelta(days=2)
UNTOLD = "上传"
MOST_OPEN = 40
LARGEST_PIECE = 4 * 1024 * 1024


def begin_upload(*, by: Actor, name: str, size: int) -> PartialUpload:
    """Open an upload of a known size; raise FileRefused for one that is too large or one too many."""
    if by.account_id is None:
        raise FileNotFound
    if not 0 < size <= sniffing.LARGEST:
        raise FileRefused(cause="文件是空的，请重新选择。" if size <= 0 else "文件超过20 MB，请压缩后再传。")
    now = clock.now()
    open_now = PartialUpload.objects.filter(account_id=by.account_id, state="open", expires_at__gt=now)
    if len(open_now[:MOST_OPEN]) == MOST_OPEN:
        raise FileRefused(cause="同时上传的文件太多了，请等前面的传完。")
    row = PartialUpload(
        id=ids.new_id(), account_id=by.account_id, name=name[-200:], size=size, made_at=now,
        expires_at=now + LIFE,
    )  # fmt: skip
    with unit.work():
        row.save(force_insert=True)
    return row


def upload_of(*, by: Actor, upload_id: UUID) -> PartialUpload:
    """Return one of the actor's own uploads; raise FileNotFound."""
    row = PartialUpload.objects.filter(pk=upload_id, account_id=by.account_id or 0).first()
    if row is None or row.expires_at <= clock.now():
        raise FileNotFound
    return row


def add_piece(*, by: Actor, upload_id: UUID, offset: int, piece: bytes) -> PartialUpload:
    """Write the next piece; when it is the last, check the whole file and keep or refuse it.

    The bytes are on disk before the offset moves, and the offset moves only from where it was: of two senders
    one gets UploadConflict. Raises FileNotFound, UploadConflict.
    """
    row = upload_of(by=by, upload_id=upload_id)
    if row.state != "open" or row.received != offset or offset + len(piece) > row.size:
        raise UploadConflict(offset=row.received)
    _write(row.pk, offset, piece)
    with unit.work():
        moved = PartialUpload.objects.filter(pk=row.pk, received=offset, state="open").update(
            received=offset + len(piece)
        )
    if not moved:
        raise UploadConflict(offset=row.received)
    row.received = offset + len(piece)
    return _whole(by, row) if row.received == row.size else row


def finished(*, by: Actor, upload_id: UUID, purpose: str) -> StoredFile:
    """Return the stored file of a finished upload, its purpose now told; raise FileNotFound, FileRefused."""
    row = upload_of(by=by, upload_id=upload_id)
    if row.state == "open" and row.received == row.size:
        row = _whole(by, row)
    if row.state == "refused":
        raise FileRefused(cause=row.cause)
    if row.file_id is None:
        raise FileRefused(cause="文件还没有传完，请等进度到 100%，或者重新选择。")
    found = StoredFile.objects.filter(pk=row.file_id, account_id=by.account_id).first()
    if found is None:
        raise FileNotFound
    if found.purpose == UNTOLD:
        found.purpose = purpose[:100]
        with unit.work():
            found.save(update_fields=["purpose"])
            audit.record(by, "file.attached", found)
    return found


def drop_upload(*, by: Actor, upload_id: UUID) -> None:
    """Forget an own upload that is not finished; forgetting again, or another's, changes nothing.

    Raises FileNotFound for who has no account.
    """
    if by.account_id is None:
        raise FileNotFound
    with unit.work():
        mine = PartialUpload.objects.filter(pk=upload_id, account_id=by.account_id, file_id=None)
        gone, _ = mine.delete()
    if gone:
        _place(upload_id).unlink(missing_ok=True)


def drop_expired_uploads() -> int:
    """Forget the uploads whose time is over, and their pieces; return how many."""
    gone = 0
    for key in list(
        PartialUpload.objects.filter(expires_at__lte=clock.now()).values_list("pk", flat=True)[:5000]
    ):
        with unit.work():
            PartialUpload.objects.filter(pk=key).delete()
        _place(key).unlink(missing_ok=True)
        gone += 1
    return gone


def _whole(by: Actor, row: PartialUpload) -> PartialUpload:
    """Check the whole file and store it; what is refused is remembered with its cause."""
    file = ContentFile(_place(row.pk).read_bytes(), name=row.name)
    try:
        stored = store_upload(by=by, file=file, purpose=UNTOLD)
    except FileRefused as refusal:
        row.state, row.cause = "refused", refusal.message[:300]
    else:
        row.state, row.file_id = "done", stored.pk
    with unit.work():
        PartialUpload.objects.filter(pk=row.pk, state="open").update(
            state=row.state, cause=row.cause, file_id=row.file_id
        )
    _place(row.pk).unlink(missing_ok=True)
    return row


def _place(key: UUID) -> Path:
    return Path(settings.FILES_DIR) / "partial" / key.hex


def _write(key: UUID, offset: int, piece: bytes) -> None:
    place = _place(key)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(place, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.pwrite(descriptor, piece, offset)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
