"""Reads of the published lists, powers and transfers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet

from onewindow.catalogue.errors import UnknownEdition, UnknownListDraft, UnknownPower
from onewindow.catalogue.models import (
    AuthorityTransfer,
    ItemVersion,
    ListDraft,
    ListDraftState,
    ListEdition,
    ListRow,
    PowerAdjustment,
    PowerItem,
    PowerState,
    PowerVersion,
)
from onewindow.government.public import Agency
from onewindow.kernel.public import clock

SIZE, ROWS = 50, 200
KEPT_FOR = timedelta(seconds=60)
SHOWN = (PowerState.PUBLISHED, PowerState.RUNNING, PowerState.SUSPENDED)
FORBIDDEN = "禁止准入"
POWERS = ("01", "05", "07", "08", "09", "10")


@dataclass(frozen=True)
class Bodies:
    """Who decides an item on a day, who supervises, and the seal; without a transfer both are the same."""

    approving: Agency
    supervising: Agency
    seal: str
    transfer: AuthorityTransfer | None


@dataclass(frozen=True)
class Orphans:
    """What breaks the tie of items and powers: both lists are empty when every one has its other."""

    items: tuple[ItemVersion, ...]
    powers: tuple[PowerVersion, ...]


@dataclass(frozen=True)
class PowerPage:
    """One page of powers by id; an empty cursor means there is no further one."""

    rows: tuple[PowerVersion, ...]
    after: str


@dataclass(frozen=True)
class RowPage:
    """One page of the rows of an edition; an empty cursor means there is no further one."""

    rows: tuple[ListRow, ...]
    after: str


def editions(kind: str) -> list[ListEdition]:
    """Return all editions of a list, the newest first."""
    return list(ListEdition.objects.filter(kind=kind))


def edition(kind: str, number: str = "", on: date | None = None) -> ListEdition:
    """Return the edition with an id, or the one in force on a day. Raises UnknownEdition."""
    found = ListEdition.objects.filter(kind=kind)
    if number:
        found = found.filter(pk=int(number) if number.isdigit() and len(number) < 10 else 0)
    else:
        found = found.filter(in_force_from__lte=on or clock.today())
    made = found.first()
    if made is None:
        raise UnknownEdition
    return made


def open_drafts() -> list[ListDraft]:
    """Return the drafts of lists that are being written, without their rows."""
    return list(ListDraft.objects.filter(state=ListDraftState.DRAFT).defer("rows"))


def list_draft(draft_id: int) -> ListDraft:
    """Return a draft of a list. Raises UnknownListDraft."""
    found = ListDraft.objects.filter(pk=draft_id).first()
    if found is None:
        raise UnknownListDraft
    return found


def page(shown: ListEdition, *, text: str = "", category: str = "", after: str = "") -> RowPage:
    """Return a page of the rows of an edition that match, by their order in the list."""
    found = _matching(shown, text, category)
    if after.isascii() and after.isdigit() and len(after) < 9:
        found = found.filter(seq__gt=int(after))
    made = list(found[: ROWS + 1])
    return RowPage(tuple(made[:ROWS]), str(made[ROWS - 1].seq) if len(made) > ROWS else "")


def rows(shown: ListEdition, *, text: str = "", category: str = "") -> list[ListRow]:
    """Return the rows of an edition that match, in their order."""
    return list(_matching(shown, text, category))


def _matching(shown: ListEdition, text: str, category: str) -> QuerySet[ListRow]:
    found = ListRow.objects.filter(edition=shown)
    if text:
        found = found.filter(Q(name__contains=text) | Q(body__contains=text) | Q(code=text))
    return found.filter(category=category) if category else found


def negative_rows(*, industry: str, on: date | None = None) -> list[ListRow]:
    """Return the rows of the negative list in force that concern an industry (GB/T 4754, letter and digits).

    A row concerns an industry when it names it, a wider one that holds it, or no industry at all. Filing
    asks this; what is not listed may not be hindered (清单之外不得设卡). Raises UnknownEdition.
    """
    wanted = industry.strip().upper()
    wider = [wanted[:n] for n in range(1, len(wanted) + 1)]
    found = ListRow.objects.filter(edition=edition("negative", on=on))
    return list(found.filter(Q(industries=[]) | Q(industries__overlap=wider)))


def inspections_of(codes: Iterable[str]) -> list[ListRow]:
    """Return the rows of the inspection list in force that check what items do, in one statement.

    A row names an item by its whole code or by the 12 digits all bodies share.
    """
    return _rows_of("inspection", codes)


def intermediary_rows(codes: Iterable[str]) -> list[ListRow]:
    """Return the intermediary services in force that items may ask for (中介服务)."""
    return _rows_of("intermediary", codes)


def _rows_of(kind: str, codes: Iterable[str]) -> list[ListRow]:
    wanted = {part for code in codes for part in (code, code[-12:])}
    newest = ListEdition.objects.filter(kind=kind, in_force_from__lte=clock.today())
    return list(ListRow.objects.filter(edition__in=newest[:1], items__overlap=sorted(wanted)))


_kept: list[tuple[datetime, list[ListRow]]] = []


def forget() -> None:
    """Drop the prohibitions this process has kept; publishing a list does so, and tests that roll back."""
    _kept.clear()


def forbidding_rows(*, industry: str) -> list[ListRow]:
    """Return the rows in force that forbid an industry by its name, as of the last minute.

    Every submit asks this, so a process keeps the prohibitions (禁止准入) for a minute; acceptance asks
    `negative_rows` anew. Without a published list nothing is forbidden.
    """
    now = clock.now()
    if not _kept or not timedelta(0) <= now - _kept[0][0] < KEPT_FOR:
        newest = ListEdition.objects.filter(kind="negative", in_force_from__lte=clock.today())
        found = ListRow.objects.filter(edition__in=newest[:1], category=FORBIDDEN).exclude(industries=[])
        _kept[:] = [(now, list(found))]
    wanted = industry.strip().upper()
    return [row for row in _kept[0][1] if any(wanted.startswith(code) for code in row.industries)]


def powers(
    *, text: str = "", agency: str = "", power_type: str = "", after: str = "", states: Iterable[str] = SHOWN
) -> PowerPage:
    """Return a page of powers, published ones unless other states are asked for."""
    found = PowerVersion.objects.filter(state__in=[*states]).select_related("power__agency")
    if text:
        tied = PowerItem.objects.filter(Q(item__task_code=text) | Q(item__basic__code=text)).values("power")
        found = found.filter(Q(name__contains=text) | Q(power__code=text) | Q(power__in=tied))
    if agency.isdigit() and len(agency) < 10:
        found = found.filter(power__agency_id=int(agency))
    if power_type:
        found = found.filter(power_type=power_type)
    if after.isdigit() and len(after) < 19:
        found = found.filter(pk__gt=int(after))
    page = list(found.order_by("pk")[: SIZE + 1])
    return PowerPage(tuple(page[:SIZE]), str(page[SIZE - 1].pk) if len(page) > SIZE else "")


def power(code: str) -> list[PowerVersion]:
    """Return the published versions of a power, the newest first. Raises UnknownPower."""
    found = PowerVersion.objects.filter(power__code=code, published_at__isnull=False)
    made = list(found.select_related("power__agency").order_by("-number")) if "\x00" not in code else []
    if not made:
        raise UnknownPower
    return made


def adjustments(*, code: str = "", open_only: bool = False) -> list[PowerAdjustment]:
    """Return adjustments of one power or of all, those due first on top."""
    found = PowerAdjustment.objects.select_related("power__agency")
    found = found.filter(power__code=code) if code else found
    found = found.filter(solved_at__isnull=True) if open_only else found
    return list(found.order_by("solved_at", "due_on", "pk")[:200])


def in_force(code: str) -> PowerVersion | None:
    """Return the version of a power in force, or nothing."""
    found = PowerVersion.objects.filter(power__code=code, state__in=SHOWN)
    return found.select_related("power__agency").first()


def orphans() -> Orphans:
    """Return own power items in force without a power, and powers in force without an item."""
    items = ItemVersion.objects.filter(
        state__in=["published", "suspended"], source="", item_type__in=POWERS, item__poweritem__isnull=True
    )
    bare = PowerVersion.objects.filter(state__in=SHOWN).annotate(n=Count("power__links")).filter(n=0)
    return Orphans(
        tuple(items.select_related("item").defer("words").order_by("pk")[:500]),
        tuple(bare.select_related("power").order_by("pk")[:500]),
    )


def counts() -> dict[str, int]:
    """Return how many powers are in force, by type."""
    found = PowerVersion.objects.filter(state__in=SHOWN).values_list("power_type")
    return dict(found.annotate(n=Count("pk")).order_by("power_type"))


@dataclass(frozen=True)
class TransferPage:
    """One page of transfers, the newest first; an empty cursor means there is no further one."""

    rows: tuple[AuthorityTransfer, ...]
    after: str


def transfers(after: str = "", size: int = SIZE) -> TransferPage:
    """Return a page of transfers of authority."""
    found = AuthorityTransfer.objects.select_related("item", "approving", "supervising").order_by("-pk")
    if after.isascii() and after.isdigit() and len(after) < 19:
        found = found.filter(pk__lt=int(after))
    made = list(found[: size + 1])
    return TransferPage(tuple(made[:size]), str(made[size - 1].pk) if len(made) > size else "")


def every_transfer() -> Iterator[AuthorityTransfer]:
    """Yield all transfers, page by page."""
    after = ""
    while True:
        page = transfers(after, 500)
        yield from page.rows
        after = page.after
        if not after:
            return


def bodies_of(item_id: int, own: Agency, on: date | None = None) -> Bodies:
    """Return who decides an item on a day and who supervises, in one statement."""
    day = on or clock.today()
    found = AuthorityTransfer.objects.filter(item=item_id, effective_from__lte=day)
    held = found.filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day))
    made = held.select_related("approving", "supervising").order_by("-effective_from", "-pk").first()
    if made is None:
        return Bodies(own, own, "", None)
    return Bodies(made.approving, made.supervising, made.seal, made)
