"""Where uploaded files lie: by id under FILES_DIR, written whole or not at all."""

import os
from pathlib import Path
from uuid import UUID

from django.conf import settings


def place_of(file_id: UUID) -> Path:
    """Return where a file lies; the last two hex digits spread files over 256 folders."""
    name = file_id.hex
    return Path(settings.FILES_DIR) / "uploads" / name[-2:] / name


def put(file_id: UUID, data: bytes) -> None:
    """Write a file so that after a power cut it is there whole or not at all."""
    place = place_of(file_id)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_suffix(".part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(place)
    folder = os.open(place.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def remove(file_id: UUID) -> None:
    """Take a file away, for an upload whose row could not be written."""
    place_of(file_id).unlink(missing_ok=True)


def get(file_id: UUID) -> bytes:
    """Return a file's bytes; raise FileNotFoundError."""
    return place_of(file_id).read_bytes()
