"""The door of the catalogue: items, versions, guides, search, and the verbs that change them."""

from onewindow.catalogue import facets
from onewindow.catalogue.content import Content
from onewindow.catalogue.errors import (
    CannotMaintain,
    ItemNotInForce,
    NotInGuide,
    UnknownEdition,
    UnknownItem,
    UnknownVersion,
)
from onewindow.catalogue.events import (
    AskedBeyondGuide,
    ItemCancelled,
    ItemPublished,
    ItemResumed,
    ItemSuspended,
)
from onewindow.catalogue.fees import Charged, charged, fee_situations
from onewindow.catalogue.models import Item, ItemVersion, LegalBasis, Material, Question, VersionState
from onewindow.catalogue.queries.accuracy import board as accuracy_board
from onewindow.catalogue.queries.accuracy import open_faults
from onewindow.catalogue.queries.browse import Entry, Overview, item_count, overview, popular, themes
from onewindow.catalogue.queries.conditions import Search
from onewindow.catalogue.queries.guides import Guide, guide
from onewindow.catalogue.queries.lists import (
    Bodies,
    bodies_of,
    forbidding_rows,
    intermediary_rows,
    negative_rows,
)
from onewindow.catalogue.queries.proposals import register_impact
from onewindow.catalogue.queries.search import Page, search, suggestions
from onewindow.catalogue.queries.versions import (
    all_in_force,
    in_force,
    item_version,
    named_in_force,
    pilots,
    published,
)
from onewindow.catalogue.reference import content_of
from onewindow.catalogue.services.imports import import_items
from onewindow.catalogue.services.promises import require_in_guide
from onewindow.catalogue.services.versions import (
    Published,
    publish_version,
    publish_versions,
    resume_item,
    suspend_item,
)

# fmt: off
__all__ = [
    "AskedBeyondGuide", "Bodies", "CannotMaintain", "Charged", "Content", "Entry", "Guide", "Item",
    "ItemCancelled", "ItemNotInForce", "ItemPublished", "ItemResumed", "ItemSuspended", "ItemVersion",
    "LegalBasis", "Material", "NotInGuide", "Overview", "Page", "Published", "Question", "Search",
    "UnknownEdition", "UnknownItem", "UnknownVersion", "VersionState", "accuracy_board", "all_in_force",
    "bodies_of", "charged", "content_of", "facets", "fee_situations",
    "forbidding_rows", "guide", "import_items", "in_force", "intermediary_rows", "item_count",
    "item_version",
    "named_in_force", "negative_rows", "open_faults", "overview", "pilots", "popular",
    "publish_version", "publish_versions", "published", "register_impact", "require_in_guide",
    "resume_item", "search", "suggestions", "suspend_item", "themes",
]
# fmt: on
