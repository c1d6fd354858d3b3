"""Reads of one version; a published version never changes, so a process keeps those it has seen."""

from collections import OrderedDict
from collections.abc import Collection

from onewindow.catalogue.errors import ItemNotInForce, UnknownItem, UnknownVersion
from onewindow.catalogue.models import ItemVersion, VersionState
from onewindow.kernel.public import prepared

KEPT = 2000
TASK_CODE, HANDLE_CODE = 31, 33
IN_FORCE = (VersionState.PUBLISHED, VersionState.SUSPENDED)
_kept: OrderedDict[int, ItemVersion] = OrderedDict()


def _keep(version: ItemVersion) -> ItemVersion:
    if version.state != VersionState.DRAFT:
        _kept[version.pk] = version
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return version


def forget() -> None:
    """Drop the versions this process has kept; only tests that roll back need it."""
    _kept.clear()


def in_force(code: str) -> ItemVersion:
    """Return the version of an item that is published or suspended, in one statement; raise UnknownItem."""
    if not code or len(code) > 80 or "\x00" in code:
        raise UnknownItem
    found = _IN_FORCE.first(code)
    if found is None:
        raise UnknownItem
    return _keep(found)


_IN_FORCE = prepared.Kept(
    lambda: (
        ItemVersion.objects.select_related("item", "item__agency")
        .defer("words")
        .filter(item__task_code=prepared.Place(1), state__in=IN_FORCE)
        .order_by("pk")[:1]
    )
)


def all_in_force(codes: Collection[str]) -> dict[str, ItemVersion]:
    """Return the versions of items that are published or suspended by their codes, in one statement.

    Raises UnknownItem where one of them has none.
    """
    rows = ItemVersion.objects.select_related("item", "item__agency").defer("words")
    found = {one.code: _keep(one) for one in rows.filter(item__task_code__in=codes, state__in=IN_FORCE)}
    if set(found) != set(codes):
        raise UnknownItem
    return found


def named_in_force(name: str, agency: str) -> ItemVersion | None:
    """Return the published own item of that name and that body, in one statement, or nothing."""
    found = ItemVersion.objects.select_related("item", "item__agency").defer("words")
    return found.filter(
        name=name, agency_name=agency, state=VersionState.PUBLISHED, source=""
    ).order_by("id").first()  # fmt: skip


def by_alias(code: str) -> ItemVersion | None:
    """Return the version in force that an older code or a handling option of 33 characters leads to.

    One statement; nothing where there is none.
    """
    if not code or len(code) > 40 or "\x00" in code:
        return None
    found = ItemVersion.objects.select_related("item").defer("words")
    if len(code) == HANDLE_CODE:
        version = found.filter(item__task_code=code[:TASK_CODE], state__in=IN_FORCE).first()
        known = {version.handle_code, *(one.get("code") for one in version.options)} if version else set()
        return version if code in known else None
    return found.filter(aliases__contains=[code], state__in=IN_FORCE).order_by("id").first()


def published(code: str) -> ItemVersion:
    """Return the version an application may be made to, in one statement.

    Raises UnknownItem, or ItemNotInForce while the item is suspended.
    """
    version = in_force(code)
    if version.state != VersionState.PUBLISHED:
        raise ItemNotInForce
    return version


def item_version(version_id: int) -> ItemVersion:
    """Return a version by id, from memory when this process has seen it: its `state` may then be older.

    Raises UnknownVersion.
    """
    kept = _kept.get(version_id)
    if kept is not None:
        return kept
    found = (
        ItemVersion.objects.select_related("item", "item__agency")
        .defer("words")
        .filter(pk=version_id)
        .first()
    )
    if found is None:
        raise UnknownVersion
    return _keep(found)


def pilots() -> list[ItemVersion]:
    """Return the region's published versions that a decision table may decide, in one statement."""
    return list(
        ItemVersion.objects.select_related("item", "item__agency")
        .defer("words")
        .filter(state=VersionState.PUBLISHED, source="")
        .exclude(pilot_key="")
        .order_by("priority", "id")
    )


def own_in_force() -> list[ItemVersion]:
    """Return all own versions in force by code, in one statement; for exports."""
    found = ItemVersion.objects.select_related("item").defer("words").filter(state__in=IN_FORCE, source="")
    return list(found.order_by("item__task_code"))
