"""The door of documents: notices, their checks, uploaded files."""

from onewindow.documents.errors import (
    AlreadyRevoked,
    DocumentDamaged,
    DocumentNotFound,
    DocumentNotYours,
    DocumentsRefusal,
    FileNotFound,
    FileNotYours,
    FileRefused,
    NotRevocable,
    ReasonMissing,
)
from onewindow.documents.events import NoticeRevoked
from onewindow.documents.held import register_attachments
from onewindow.documents.integrity import key_verifies
from onewindow.documents.kinds import register_check, register_record
from onewindow.documents.layouts.sheets import Sheet
from onewindow.documents.models import Document, Status, StoredFile
from onewindow.documents.originals.models import Original
from onewindow.documents.originals.services import original_bytes, original_of, seal_original
from onewindow.documents.originals.sources import register_original
from onewindow.documents.policies import (
    Reading,
    register_document_reader,
    register_file_reader,
    register_open_files,
)
from onewindow.documents.proofs import record_file
from onewindow.documents.queries import (
    check_token,
    document_by_token,
    file_bytes,
    notices_of,
    notices_of_all,
    stored_file,
)
from onewindow.documents.rendering import render_pdf
from onewindow.documents.rendering.sheets import Section, render_sheet
from onewindow.documents.resuming import finished
from onewindow.documents.revocations import register_revoked
from onewindow.documents.seals.errors import SealMissing, SealNotUsable, UseNotGranted
from onewindow.documents.seals.queries import bodies_by_seals, sealed_bodies
from onewindow.documents.seals.trust import Trust, own_trust
from onewindow.documents.services import issue_notice, revoke_notice, store_upload
from onewindow.documents.slips import address as slip_address
from onewindow.documents.slips import certify
from onewindow.documents.tokens import is_token, new_token, spaced
from onewindow.documents.verdicts import Check, Verdict, Verification, altered
from onewindow.documents.verification import check_file, check_qr
from onewindow.documents.viewing.leaves import Leaf, leaf_of
from onewindow.documents.viewing.marking import sheet_font

# fmt: off
__all__ = [
    "AlreadyRevoked", "Check", "Document", "DocumentDamaged", "DocumentNotFound", "DocumentNotYours",
    "DocumentsRefusal", "FileNotFound", "FileNotYours", "FileRefused", "Leaf", "NotRevocable",
    "NoticeRevoked", "Original", "Reading", "ReasonMissing", "SealMissing", "SealNotUsable", "Section",
    "Sheet", "Status", "StoredFile", "Trust", "UseNotGranted", "Verdict", "Verification", "altered",
    "bodies_by_seals", "certify", "check_file", "check_qr", "check_token", "document_by_token", "file_bytes",
    "finished", "is_token", "issue_notice", "key_verifies", "leaf_of", "new_token", "notices_of",
    "notices_of_all", "original_bytes", "original_of", "own_trust", "record_file", "register_attachments",
    "register_check", "register_document_reader", "register_file_reader", "register_open_files",
    "register_original", "register_record", "register_revoked", "render_pdf", "render_sheet",
    "revoke_notice", "seal_original", "sealed_bodies", "sheet_font", "slip_address", "spaced", "store_upload",
    "stored_file",
]  # fmt: skip
