"""The door of the catalogue: items, versions, guides, search, and the verbs that change them."""

from onewindow.catalogue import facets
from onewindow.catalogue.content import Content
from onewindow.catalogue.errors import (
    CannotMaintain,
    ItemNotInForce,
    RepealBeforeAdoption,
    UnknownItem,
    UnknownStatute,
    UnknownVersion,
)
from onewindow.catalogue.events import (
    ItemPublished,
    ItemResumed,
    ItemSuspended,
    StatuteChanged,
    StatuteRepealed,
)
from onewindow.catalogue.models import Item, ItemVersion, LegalBasis, Material, Question, VersionState
from onewindow.catalogue.queries.browse import Entry, Overview, item_count, overview, popular, themes
from onewindow.catalogue.queries.guides import Guide, guide
from onewindow.catalogue.queries.search import Page, Search, search, suggestions
from onewindow.catalogue.queries.statutes import Fault, Touched, faults, statute, touched_by
from onewindow.catalogue.queries.versions import in_force, item_version, pilots, published
from onewindow.catalogue.services.imports import import_items
from onewindow.catalogue.services.statutes import LawsReport, import_laws, repeal_statute
from onewindow.catalogue.services.versions import (
    Published,
    publish_version,
    publish_versions,
    resume_item,
    suspend_item,
)

__all__ = [
    "CannotMaintain",
    "Content",
    "Entry",
    "Fault",
    "Guide",
    "Item",
    "ItemNotInForce",
    "ItemPublished",
    "ItemResumed",
    "ItemSuspended",
    "ItemVersion",
    "LawsReport",
    "LegalBasis",
    "Material",
    "Overview",
    "Page",
    "Published",
    "Question",
    "RepealBeforeAdoption",
    "Search",
    "StatuteChanged",
    "StatuteRepealed",
    "Touched",
    "UnknownItem",
    "UnknownStatute",
    "UnknownVersion",
    "VersionState",
    "facets",
    "faults",
    "guide",
    "import_items",
    "import_laws",
    "in_force",
    "item_count",
    "item_version",
    "overview",
    "pilots",
    "popular",
    "publish_version",
    "publish_versions",
    "published",
    "repeal_statute",
    "resume_item",
    "search",
    "statute",
    "suggestions",
    "suspend_item",
    "themes",
    "touched_by",
]
