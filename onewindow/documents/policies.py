"""Who may see and revoke documents, and see uploaded files."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from onewindow.documents.errors import DocumentNotYours, FileNotYours, NotRevocable
from onewindow.documents.models import Document, StoredFile
from onewindow.government import public as government
from onewindow.kernel.public import Actor


@dataclass(frozen=True, slots=True)
class Reading:
    """A reader's right: whose data it is and why it is read; written to the access log before the answer."""

    subject_kind: str
    subject_id: int | None
    reason: str
    case: str = ""
    item: str = ""


REVOKERS = ("approve", "chief")
DocumentRule = Callable[[Actor, Document], Reading | None]
FileRule = Callable[[Actor, StoredFile], Reading | None]
OpenRule = Callable[[UUID], bool]
_documents: dict[str, DocumentRule] = {}
_files: dict[str, FileRule] = {}
_open: dict[str, OpenRule] = {}


def register_document_reader(name: str, rule: DocumentRule) -> None:
    """Let a rule from above grant reading of documents; the first that returns a Reading counts."""
    _documents[name] = rule


def register_file_reader(name: str, rule: FileRule) -> None:
    """Let a rule from above grant reading of uploaded files; who uploaded one may always read it."""
    _files[name] = rule


def register_open_files(name: str, rule: OpenRule) -> None:
    """Let a rule from above say which uploaded files anyone may take away, such as blank forms."""
    _open[name] = rule


def is_open(file_id: UUID) -> bool:
    """Tell whether anyone may take a file away."""
    return any(rule(file_id) for rule in _open.values())


def document_reading(actor: Actor, document: Document) -> Reading:
    """Return why the actor may read the whole document; raise DocumentNotYours when no rule grants it."""
    for rule in _documents.values():
        granted = rule(actor, document)
        if granted is not None:
            return granted
    raise DocumentNotYours


def file_reading(actor: Actor, stored: StoredFile) -> Reading:
    """Return why the actor may read the file; raise FileNotYours when it is neither theirs nor granted."""
    if actor.account_id is not None and actor.account_id == stored.account_id:
        return own_reading(actor, "查看本人上传的文件")
    for rule in _files.values():
        granted = rule(actor, stored)
        if granted is not None:
            return granted
    raise FileNotYours


def own_reading(actor: Actor, reason: str) -> Reading:
    """Return the right to one's own data."""
    if actor.organisation_id is not None:
        return Reading("organisation", actor.organisation_id, reason)
    return Reading("person", actor.person_id, reason)


def require_revoker(actor: Actor, document: Document) -> None:
    """Raise NotRevocable unless the actor decides for the body that issued the document, or is the system."""
    if actor.kind == "system":
        return
    if actor.kind != "official" or not actor.has_role(*REVOKERS):
        raise NotRevocable
    try:
        issuer = government.agency_named(json.loads(bytes(document.record))["agency"])
    except (government.UnknownAgency, ValueError, KeyError) as error:
        raise NotRevocable from error
    if actor.agency != str(issuer.pk):
        raise NotRevocable
