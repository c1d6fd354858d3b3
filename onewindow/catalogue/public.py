"""The door of the catalogue: items, versions, guides, search."""

from onewindow.catalogue.errors import ItemNotInForce, UnknownItem, UnknownVersion
from onewindow.catalogue.events import ItemPublished, ItemResumed, ItemSuspended
from onewindow.catalogue.models import Item, ItemVersion, LegalBasis, Material, Question, VersionState
from onewindow.catalogue.queries.browse import Entry, item_count, popular, themes
from onewindow.catalogue.queries.guides import Guide, guide
from onewindow.catalogue.queries.versions import in_force, item_version, pilots, published

__all__ = [
    "Entry",
    "Guide",
    "Item",
    "ItemNotInForce",
    "ItemPublished",
    "ItemResumed",
    "ItemSuspended",
    "ItemVersion",
    "LegalBasis",
    "Material",
    "Question",
    "UnknownItem",
    "UnknownVersion",
    "VersionState",
    "guide",
    "in_force",
    "item_count",
    "item_version",
    "pilots",
    "popular",
    "published",
    "themes",
]
