"""Nouns of the catalogue."""

from onewindow.catalogue.models.change import Change
from onewindow.catalogue.models.guide import LegalBasis, Material, Necessity, Question
from onewindow.catalogue.models.item import BasicItem, Item
from onewindow.catalogue.models.lists import (
    AuthorityTransfer,
    ListDraft,
    ListDraftState,
    ListEdition,
    ListKind,
    ListRow,
    Power,
    PowerAdjustment,
    PowerItem,
    PowerState,
    PowerStep,
    PowerVersion,
)
from onewindow.catalogue.models.material import (
    EntryState,
    MaterialEntry,
    MaterialKind,
    MaterialName,
    MaterialSheet,
    SheetKind,
)
from onewindow.catalogue.models.proposal import Proposal, ProposalKind, ProposalState, ProposalStep
from onewindow.catalogue.models.quality import Accuracy, Assessment, Finding, LinkCheck
from onewindow.catalogue.models.quarantine import ImportFile, ImportRow
from onewindow.catalogue.models.standard import Standard
from onewindow.catalogue.models.statute import Citation, CitationSubject, Clause, Statute, StatuteVersion
from onewindow.catalogue.models.tally import Tally
from onewindow.catalogue.models.version import ItemVersion, VersionState

__all__ = [
    "Accuracy",
    "Assessment",
    "AuthorityTransfer",
    "BasicItem",
    "Change",
    "Citation",
    "CitationSubject",
    "Clause",
    "EntryState",
    "Finding",
    "ImportFile",
    "ImportRow",
    "Item",
    "ItemVersion",
    "LegalBasis",
    "LinkCheck",
    "ListDraft",
    "ListDraftState",
    "ListEdition",
    "ListKind",
    "ListRow",
    "Material",
    "MaterialEntry",
    "MaterialKind",
    "MaterialName",
    "MaterialSheet",
    "Necessity",
    "Power",
    "PowerAdjustment",
    "PowerItem",
    "PowerState",
    "PowerStep",
    "PowerVersion",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "ProposalStep",
    "Question",
    "SheetKind",
    "Standard",
    "Statute",
    "StatuteVersion",
    "Tally",
    "VersionState",
]
