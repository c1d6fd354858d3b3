"""Whether a document's row is as the verbs left it: a keyed hash over it, and its record beside it."""

from functools import lru_cache
from hmac import compare_digest
from typing import Any

from onewindow.documents import keyrings, records
from onewindow.documents.errors import DocumentDamaged
from onewindow.documents.models import Document
from onewindow.kernel.public import canonical, hashing, sm2


def mac_of(document: Document) -> bytes:
    """Return the keyed hash of all columns but `mac`; who can write the database still lacks the key."""
    columns = {
        field.column: getattr(document, field.attname)
        for field in Document._meta.concrete_fields
        if field.attname != "mac"
    }
    return hashing.keyed_hash("documents_document", canonical.canonical_json(columns).decode())


def is_as_left(document: Document) -> bool:
    """Tell whether no column was changed past the verbs since the last one that touched it."""
    return compare_digest(mac_of(document), bytes(document.mac))


@lru_cache(maxsize=4096)
def key_verifies(kid: str, digest: bytes, record: bytes, signature: bytes) -> bool:
    """Tell whether one of our notice keys signed these bytes and they have this digest.

    A pure function of bytes and of a key that never changes under its id, so answers may be kept.
    """
    key = keyrings.own().get(kid)
    return key is not None and canonical.sm3(record) == digest and sm2.verify(key, record, signature)


def is_signed(document: Document) -> bool:
    """Tell whether the record is what one of our notice keys signed."""
    key = keyrings.own().get(document.kid)
    return key is not None and sm2.verify(key, bytes(document.record), bytes(document.signature))


def require_intact(document: Document) -> None:
    """Raise DocumentDamaged unless row and record are as they were signed."""
    if not is_as_left(document) or not is_signed(document):
        raise DocumentDamaged


def repeats_record(document: Document, content: dict[str, Any]) -> bool:
    """Tell whether the columns say what the signed record says."""
    until = document.valid_until
    return (
        content["number"] == document.number
        and content["token"] == document.token
        and content["kind"] == document.kind
        and content["case_number"] == document.case_number
        and content["city"] == document.city
        and content["valid_until"] == (until.isoformat() if until else None)
        and records.moment(content["issued_at"]) == document.issued_at
    )
