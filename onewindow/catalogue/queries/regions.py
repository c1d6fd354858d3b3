"""One basic item in all regions: who implements it, and what they say differently."""

from dataclasses import dataclass

from onewindow.catalogue.drafting import entries
from onewindow.catalogue.drafting.varying import Varying, varying
from onewindow.catalogue.models import ItemVersion, LegalBasis, Material, Question
from onewindow.catalogue.queries.versions import IN_FORCE

MOST = 500


@dataclass(frozen=True)
class Regions:
    """The implementations of a basic item in force and the elements in which they differ."""

    items: tuple[ItemVersion, ...]
    elements: tuple[Varying, ...]
    more: bool


def regions_of(version: ItemVersion) -> Regions:
    """Return all own implementations of a version's basic item, 500 at most, in four statements."""
    found = ItemVersion.objects.select_related("item").defer("words").filter(state__in=IN_FORCE, source="")
    wanted = found.filter(item__basic_id=version.item.basic_id) if version.item.basic_id else found.none()
    every = list(wanted.order_by("region_code", "pk")[: MOST + 1])
    items = every[:MOST]
    if len(items) < 2:
        return Regions(tuple(items), (), more=False)
    rows: dict[str, dict[int, list[object]]] = {}
    for name, model in (("materials", Material), ("bases", LegalBasis), ("questions", Question)):
        rows[name] = {}
        for row in model.objects.filter(version__in=items):
            rows[name].setdefault(row.version_id, []).append(row)
    said = [entries.entry_of(v, {name: rows[name].get(v.pk, []) for name in rows}) for v in items]
    return Regions(tuple(items), tuple(varying(said)), more=len(every) > MOST)
