"""Reads over time: the versions of an item, what changed since a cursor."""

from onewindow.catalogue.models import Change, ItemVersion, VersionState


def changes(since: int, size: int) -> list[Change]:
    """Return the changes after the one with a number, 0 for the beginning, in the order of their commits."""
    rows = Change.objects.select_related("version__item").defer("version__words").filter(pk__gt=since)
    return list(rows.order_by("pk")[:size])


def versions_of(code: str) -> list[ItemVersion]:
    """Return the versions of an item that are or were published, the newest first, without their words."""
    return list(
        ItemVersion.objects.select_related("item")
        .defer("words")
        .filter(item__task_code=code)
        .exclude(state=VersionState.DRAFT)
        .order_by("-number")
    )
