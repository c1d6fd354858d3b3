"""Reads of standards: basic items, what is in force, who implements them."""

from dataclasses import dataclass

from django.db.models import Count, Q

from onewindow.catalogue.errors import UnknownItem
from onewindow.catalogue.models import BasicItem, Item, ItemVersion, Standard
from onewindow.catalogue.queries.versions import IN_FORCE

SIZE, MOST = 50, 1000


@dataclass(frozen=True)
class BasicRow:
    """A basic item with how many own items implement it and how many standards hold."""

    basic: BasicItem
    items: int
    standards: int


@dataclass(frozen=True)
class BasicPage:
    """One page of basic items by code; an empty cursor means there is no further one."""

    rows: tuple[BasicRow, ...]
    after: str


def basics(*, text: str = "", after: str = "") -> BasicPage:
    """Return basic items that own items implement, in three statements."""
    found = BasicItem.objects.filter(Q(source=""), pk__gt=after)
    if text:
        found = found.filter(Q(name__contains=text) | Q(pk__startswith=text))
    rows = list(found.order_by("pk")[: SIZE + 1])
    shown = rows[:SIZE]
    items = _counts(Item.objects.filter(source="", basic__in=shown).values_list("basic_id"))
    standing = Standard.objects.filter(replaced_at__isnull=True, basic__in=shown)
    held = _counts(standing.values_list("basic_id"))
    return BasicPage(
        tuple(BasicRow(b, items.get(b.pk, 0), held.get(b.pk, 0)) for b in shown),
        shown[-1].pk if len(rows) > SIZE else "",
    )


def _counts(rows: object) -> dict[str, int]:
    return dict(rows.annotate(n=Count("pk")).values_list("basic_id", "n"))  # type: ignore[attr-defined]


def basic(code: str) -> BasicItem:
    """Return a basic item. Raises UnknownItem."""
    found = BasicItem.objects.filter(pk=code).first() if "\x00" not in code else None
    if found is None:
        raise UnknownItem
    return found


def in_force(basic_code: str) -> list[Standard]:
    """Return the standards in force, the upper levels first."""
    rows = Standard.objects.filter(basic_id=basic_code, replaced_at__isnull=True)
    return sorted(rows, key=lambda row: (len(row.prefix), row.prefix))


def implementations(basic_code: str) -> list[ItemVersion]:
    """Return the own items in force, those that say something differently first, a thousand at most."""
    rows = ItemVersion.objects.select_related("item").only(
        "name", "agency_name", "region_code", "local", "state", "item__task_code"
    )
    found = rows.filter(item__basic_id=basic_code, state__in=IN_FORCE, source="")
    return sorted(found.order_by("region_code", "pk")[:MOST], key=lambda v: not v.local)
