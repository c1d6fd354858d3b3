"""Ports that contexts above fill: who can verify a name and number, who can send a code."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Expression, Subquery

from onewindow.identity.applicants import Applicant
from onewindow.kernel.public import Actor

if TYPE_CHECKING:
    from onewindow.identity.models import Person

Verifier = Callable[[Applicant, Actor], bool | None]
CodeSender = Callable[[str, str], None]
NoticeSender = Callable[[str, str], None]
EvidenceKeeper = Callable[[Actor, "UploadedFile[bytes]", str], UUID]
evidence_keeper: EvidenceKeeper | None = None
HeadCheck = Callable[[str, "Person", Actor], str | bool | None]
ItemFinder = Callable[[str], list[tuple[str, str]]]
verifiers: dict[str, Verifier] = {}
senders: dict[str, CodeSender] = {}
notice_senders: dict[str, NoticeSender] = {}
head_checks: dict[str, HeadCheck] = {}
item_finders: dict[str, ItemFinder] = {}
account_columns: dict[str, Callable[[], Expression | Subquery]] = {}
ObjectionPage = Callable[[int], str]
objection_pages: dict[str, ObjectionPage] = {}


def register_verifier(name: str, verify: Verifier) -> None:
    """Add a source that says whether an applicant's name and number belong together.

    `verify(applicant, by)` is called outside a transaction, returns None when it cannot tell, and records its
    own look with `record_accesses` before it answers: a register that was not reached was not read.
    """
    verifiers[name] = verify


def register_code_sender(name: str, send: CodeSender) -> None:
    """Add a way to send a code to a mobile number: `send(mobile, code)`, raising OSError when it cannot."""
    senders[name] = send


def register_notice_sender(name: str, send: NoticeSender) -> None:
    """Add a way to send a sentence to a mobile number: `send(mobile, text)`, or raises OSError."""
    notice_senders[name] = send


def register_evidence_keeper(keep: EvidenceKeeper) -> None:
    """Say who keeps the files given as evidence: `keep(by, file, purpose)`, or raises an Invalid refusal."""
    global evidence_keeper  # noqa: PLW0603 (one keeper, set once while the applications load)
    evidence_keeper = keep


def register_head_check(name: str, check: HeadCheck) -> None:
    """Add a register that knows who heads an organisation.

    `check(uscc, person, by)` is called outside a transaction and records its own look; it returns the
    organisation's registered name when the person is its head, False when not, None when it cannot tell.
    """
    head_checks[name] = check


def register_item_finder(name: str, find: ItemFinder) -> None:
    """Add a source of item names: `find(text)` returns codes and names by words or by exact codes."""
    item_finders[name] = find


def register_account_column(name: str, make: Callable[[], Expression | Subquery]) -> None:
    """Add a column to the one statement that loads the account of a request, for what every page shows.

    `make()` returns an expression over the account; its value is an attribute of `request.user`.
    """
    account_columns[name] = make


def register_objection_page(name: str, find: ObjectionPage) -> None:
    """Say where an objection is followed up: `find(objection_id)` returns an address, empty for none yet."""
    objection_pages[name] = find
