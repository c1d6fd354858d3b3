"""Reads of the catalogue of materials."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import FilteredRelation, Prefetch, Q

from onewindow.catalogue.errors import UnknownMaterial
from onewindow.catalogue.models import (
    EntryState,
    ItemVersion,
    Material,
    MaterialEntry,
    MaterialName,
    MaterialSheet,
    SheetKind,
    VersionState,
)
from onewindow.exchange.public import Use

SIZE = 50
COUNTED = 1000
IN_FORCE = (VersionState.PUBLISHED, VersionState.SUSPENDED)


@dataclass(frozen=True)
class MaterialPage:
    """One page of entries by code, each with its number of guides; an empty cursor ends it."""

    rows: tuple[tuple[MaterialEntry, str], ...]
    after: str


@dataclass(frozen=True)
class UsePage:
    """Guides in force that ask for a material, by id, each with whether it must be handed in."""

    rows: tuple[tuple[ItemVersion, bool], ...]
    after: int


@dataclass(frozen=True)
class Known:
    """What a guide's page shows of the entry a material means: its code, its blank form and sample."""

    code: str
    sheets: dict[str, UUID]


def entries(
    *, text: str = "", kind: str = "", state: str = "", obtainable: bool = False, after: str = ""
) -> MaterialPage:
    """Return a page of entries that match by any of their names or by code."""
    found = MaterialEntry.objects.filter(code__gt=after)
    if text:
        names = MaterialName.objects.filter(name__contains=text).values("entry")
        found = found.filter(Q(pk__in=names) | Q(code=text))
    if kind:
        found = found.filter(kind=kind)
    found = found.filter(state=state) if state else found.exclude(state=EntryState.MERGED)
    if obtainable:
        found = found.exclude(licence_type_code="", share_resource_code="")
    rows = list(found[: SIZE + 1])
    used = uses([row.pk for row in rows[:SIZE]])
    return MaterialPage(
        tuple((row, used[row.pk]) for row in rows[:SIZE]), rows[SIZE - 1].code if len(rows) > SIZE else ""
    )


def uses(keys: Iterable[int]) -> dict[int, str]:
    """Return how many guides in force ask for each entry, told exactly up to a thousand."""
    with connection.cursor() as cursor:
        cursor.execute(_USES, [COUNTED + 1, list(keys)])
        return {key: f"{COUNTED}+" if n > COUNTED else str(n) for key, n in cursor.fetchall()}


def entry(code: str) -> MaterialEntry:
    """Return an entry, or the one it was merged into, with its names and its sheets of today."""
    sheets = MaterialSheet.objects.filter(ended_at=None).select_related("item")
    found = (
        MaterialEntry.objects.prefetch_related("names", Prefetch("sheets", sheets)).filter(code=code).first()
    )
    if found is None:
        raise UnknownMaterial
    return found


def guides_asking(asked: MaterialEntry, *, still: bool = False, after: int = 0) -> UsePage:
    """Return guides in force that ask for an entry; `still`: only those it must be handed in for."""
    wanted = Material.objects.filter(name__in=[n.name for n in asked.names.all()])
    handed = wanted.filter(licence_type_code="", share_resource_code="", filled_online=False)
    found = ItemVersion.objects.filter(
        state__in=IN_FORCE, pk__gt=after, pk__in=(handed if still else wanted).values("version")
    )
    rows = list(found.select_related("item").defer("words").order_by("pk")[: SIZE + 1])
    must = set(handed.filter(version__in=rows[:SIZE]).values_list("version_id", flat=True))
    return UsePage(
        tuple((row, row.pk in must) for row in rows[:SIZE]), rows[SIZE - 1].pk if len(rows) > SIZE else 0
    )


def known(names: Iterable[str], item_id: int) -> dict[str, Known]:
    """Return what each name means, with the sheets for an item: its own before the one for all."""
    mine = Q(entry__sheets__item=None) | Q(entry__sheets__item=item_id)
    up = FilteredRelation("entry__sheets", condition=Q(entry__sheets__ended_at=None) & mine)
    found = MaterialName.objects.filter(name__in=list(names)).annotate(up=up)
    chosen: dict[str, Known] = {}
    for name, code, kind, file_id in found.order_by("up__item").values_list(
        "name", "entry__code", "up__kind", "up__file_id"
    ):
        one = chosen.setdefault(name, Known(code, {}))
        if kind:
            one.sheets.setdefault(str(SheetKind(kind).label), file_id)
    return chosen


def is_public(file_id: object) -> bool:
    """Tell whether a file is a sheet that anyone may take away."""
    return MaterialSheet.objects.filter(file_id=file_id, ended_at=None).exists()


_USES = """
SELECT asked.id, (
    SELECT count(*) FROM (
        SELECT 1 FROM catalogue_materialname n
        JOIN catalogue_material m ON m.name = n.name
        JOIN catalogue_itemversion v ON v.id = m.version_id AND v.state IN ('published', 'suspended')
        WHERE n.entry_id = asked.id LIMIT %s
    ) first_ones
) FROM unnest(%s::bigint[]) asked (id)
"""


def uses_of_resource(code: str) -> list[Use]:
    """Return which materials of items in force are read from a shared resource, in one statement."""
    rows = Material.objects.filter(share_resource_code=code, version__state__in=IN_FORCE)
    told = rows.order_by("version__item__task_code", "seq").values_list(
        "version__item__task_code", "version__name", "name"
    )
    return [
        Use("事项材料（免提交）", f"{item}：{name}", f"/items/{key}/") for key, item, name in told[:COUNTED]
    ]
