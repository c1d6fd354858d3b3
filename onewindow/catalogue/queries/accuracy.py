"""办事指南准确度: the day's figures, how they went, and the guides behind them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from onewindow.catalogue.models import Accuracy, Assessment, Finding, ItemVersion
from onewindow.catalogue.quality import checks

SIZE = 20
TREND_DAYS = 30


@dataclass(frozen=True)
class Board:
    """The newest figures: all guides, each region, each body, the worst body first."""

    day: date | None
    whole: Accuracy | None
    regions: tuple[Accuracy, ...]
    agencies: tuple[Accuracy, ...]


@dataclass(frozen=True)
class Judged:
    """A guide with its mark and what is wrong with it."""

    version: ItemVersion
    score: int
    faults: tuple[checks.Fault, ...]


@dataclass(frozen=True)
class Rows:
    """One page of judged guides; an empty cursor means there is no such page."""

    items: tuple[Judged, ...]
    next: str
    previous: str


def board() -> Board:
    """Return the newest figures, in two statements."""
    newest = Accuracy.objects.order_by("-day").values_list("day", flat=True).first()
    if newest is None:
        return Board(None, None, (), ())
    rows = list(Accuracy.objects.filter(day=newest).order_by("index", "name", "key"))
    return Board(
        newest,
        next((r for r in rows if r.kind == "all"), None),
        tuple(sorted((r for r in rows if r.kind == "region"), key=lambda r: r.key)),
        tuple(r for r in rows if r.kind == "agency"),
    )


def open_faults(rules: Collection[str]) -> Iterator[Finding]:
    """Give the faults of own guides in force that some rules found, by version; one streamed statement."""
    rows = Finding.objects.filter(rule__in=rules, version__source="").order_by("version_id", "id")
    yield from rows.iterator(chunk_size=1000)


def trend(kind: str, key: str) -> list[Accuracy]:
    """Return the figures of a body, a region or all of them, day by day, the newest first."""
    return list(Accuracy.objects.filter(kind=kind, key=key).order_by("-day")[:TREND_DAYS])


def judged(*, agency: str = "", region: str = "", rule: str = "", cursor: str = "", size: int = SIZE) -> Rows:
    """Return one page of guides in force, the lowest mark first, in two statements."""
    rows = Assessment.objects.filter(version__state__in=["published", "suspended"], version__source="")
    if agency.isdigit() and len(agency) < 10:
        rows = rows.filter(version__item__agency_id=int(agency))
    if region.isdigit():
        rows = rows.filter(version__region_code__startswith=region[:12])
    if rule in checks.checks():
        rows = rows.filter(version__in=Finding.objects.filter(rule=rule).values("version"))
    back, at = _read(cursor)
    if at and back:
        rows = rows.filter(score__lte=at[0]).exclude(score=at[0], version__gte=at[1])
    elif at:
        rows = rows.filter(score__gte=at[0]).exclude(score=at[0], version__lte=at[1])
    order = ("-score", "-version") if back else ("score", "version")
    found = list(rows.select_related("version__item").defer("version__words").order_by(*order)[: size + 1])
    more, found = len(found) > size, found[:size]
    if back:
        found.reverse()
    return Rows(
        items=_with_faults(found),
        next=_write("n", found[-1]) if found and (more or back) else "",
        previous=_write("p", found[0]) if found and ((back and more) or (at and not back)) else "",
    )


def every(agency: str = "", region: str = "", rule: str = "") -> Iterator[Judged]:
    """Yield all guides that match, page by page."""
    cursor = ""
    while True:
        page = judged(agency=agency, region=region, rule=rule, cursor=cursor, size=500)
        yield from page.items
        cursor = page.next
        if not cursor:
            return


def of_version(version: ItemVersion) -> Judged | None:
    """Return the mark and the faults of one version, or nothing while it is not judged."""
    row = Assessment.objects.filter(version=version).first()
    return None if row is None else Judged(version, row.score, _faults([version.pk]).get(version.pk, ()))


def _with_faults(rows: list[Assessment]) -> tuple[Judged, ...]:
    found = _faults([row.version_id for row in rows])
    return tuple(Judged(row.version, row.score, found.get(row.version_id, ())) for row in rows)


def _faults(versions: list[int]) -> dict[int, tuple[checks.Fault, ...]]:
    found: dict[int, list[checks.Fault]] = {}
    known = checks.checks()
    for row in Finding.objects.filter(version__in=versions).order_by("pk"):
        if row.rule in known:
            found.setdefault(row.version_id, []).append(checks.Fault(row.rule, row.place, row.said))
    return {version: tuple(faults) for version, faults in found.items()}


def _write(way: str, row: Assessment) -> str:
    return f"{way}{row.score}.{row.version_id}"


def _read(cursor: str) -> tuple[bool, tuple[int, int] | None]:
    parts = cursor[1:].split(".")
    if cursor[:1] not in {"n", "p"} or len(parts) != 2 or not all(p.isdigit() and len(p) < 10 for p in parts):
        return False, None
    return cursor[0] == "p", (int(parts[0]), int(parts[1]))
