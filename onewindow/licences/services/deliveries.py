"""Deliveries of sub-libraries: sound rows into the main library, bad ones into quarantine, all counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from onewindow.government import public as government
from onewindow.kernel.public import Actor, audit, clock, hashing, unit
from onewindow.licences import policies
from onewindow.licences.intake.checking import Known, Sound, check, read
from onewindow.licences.intake.reading import Raw, listed, rows
from onewindow.licences.intake.storing import Stored, store
from onewindow.licences.intake.tables import table_rows
from onewindow.licences.models import Delivery, QuarantineRow, SubLibrary
from onewindow.licences.queries.types import libraries, types_by_name

BATCH = 1_000
Progress = Callable[[int], None]


@dataclass(frozen=True)
class Rejection:
    """One row set aside: where it stands and why."""

    line: int
    number: str
    reasons: tuple[str, ...]


@dataclass
class FileReport:
    """What became of one file: `read` is always `accepted` + `rejected`."""

    name: str
    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    libraries: set[str] = field(default_factory=set)

    @property
    def accepted(self) -> int:
        """How many rows the main library holds as they were delivered."""
        return self.new + self.changed + self.unchanged

    @property
    def rejected(self) -> int:
        """How many rows were set aside."""
        return len(self.rejections)


Judged = tuple[Raw, Sound | list[str]]


@dataclass(frozen=True)
class Run:
    """One delivery while it runs."""

    by: Actor
    known: Known
    started: datetime
    dry_run: bool = False
    progress: Progress | None = None


def import_licences(
    *,
    by: Actor,
    paths: Iterable[Path],
    library: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> list[FileReport]:
    """Take in files of sub-libraries and report every row; a second run changes nothing.

    Each row goes to the sub-library of its issuer; with `library`, rows of others are set aside. Batches
    commit one by one, so a run that was cut off can be run again. Raises NotTheKeeper; OSError for a file.
    """
    run = Run(by, _known(by, library), clock.now(), dry_run, progress)
    return [_taken(run, path.name, rows(path), _digest(path)) for path in paths]


def import_table(
    *,
    by: Actor,
    url: str,
    table: str,
    library: str = "",
    dry_run: bool = False,
    progress: Progress | None = None,
) -> FileReport:
    """Take in the rows of a table in a sub-library's own database; as `import_licences` of one file."""
    run = Run(by, _known(by, library), clock.now(), dry_run, progress)
    return _taken(run, table, table_rows(url, table), "")


def deliver(*, by: Actor, library: str, entries: list[object], name: str) -> FileReport:
    """Take in rows that a sub-library sent through the API; as `import_licences` of one file."""
    return _taken(Run(by, _known(by, library), clock.now()), name, listed(entries), "")


def _known(by: Actor, only: str) -> Known:
    """Return what rows are checked against; raise NotTheKeeper for who keeps none of it.

    A keeper of one sub-library delivers for that one alone; without `only` the keeper of all is asked for.
    """
    every = libraries()
    policies.require_keeper(by, next((one for one in every if one.code == only), None))
    return _known_of(every, only)


def known_to(by: Actor, row: QuarantineRow) -> Known:
    """Return what a waiting row is checked against when it is repaired: its own sub-library's issuers."""
    policies.require_keeper(by, row.library)
    return _known_of(libraries(), row.library.code if row.library else "")


def _known_of(every: list[SubLibrary], only: str) -> Known:
    by_issuer = {uscc: one for one in every for uscc in one.issuers}
    issuers = {}
    for uscc in by_issuer:
        agency = government.agency_by_uscc(uscc)
        issuers[uscc] = (agency.name, agency.region_code)
    return Known(types_by_name(), by_issuer, issuers, clock.today(), only)


def _taken(run: Run, name: str, source: Iterator[Raw], digest: str) -> FileReport:
    report = FileReport(name)
    for batch in _batches(source, run.known):
        _store(run, batch, report)
        if run.progress is not None:
            run.progress(report.read)
    if not run.dry_run and report.read:
        _sign_off(run.by, report, digest)
    return report


def _batches(source: Iterator[Raw], known: Known) -> Iterator[list[Judged]]:
    """Yield checked rows in batches in which no series and no sole holder comes twice."""
    batch: list[Judged] = []
    seen: set[tuple[str, ...]] = set()
    for raw in source:
        found = [raw.fault] if raw.value is None else check(raw.value, known)
        keys: set[tuple[str, ...]] = set()
        if isinstance(found, Sound):
            keys = {found.series} | ({("sole", *found.sole_key)} if found.sole_key else set())
        if len(batch) >= BATCH or keys & seen:
            yield batch
            batch, seen = [], set()
        batch.append((raw, found))
        seen |= keys
    if batch:
        yield batch


def _store(run: Run, batch: list[Judged], report: FileReport) -> None:
    sound = [(at, found) for at, (_, found) in enumerate(batch) if isinstance(found, Sound)]
    with unit.work():
        done = store(run.by, sound, dry_run=run.dry_run) if sound else Stored()
        aside = [
            (raw, [done.aside[at]] if isinstance(found, Sound) else found)
            for at, (raw, found) in enumerate(batch)
            if at in done.aside or not isinstance(found, Sound)
        ]
        if not run.dry_run:
            _put_aside(aside, run.known, report.name)
            _mark_repaired(done.taken, run.started)
    report.read += len(batch)
    report.new += done.new
    report.changed += done.changed
    report.unchanged += done.unchanged
    report.libraries |= {row.library.code for _, row in sound}
    for raw, reasons in aside:
        report.reasons.update(reasons)
        report.rejections.append(Rejection(raw.number, _number(raw), tuple(reasons)))


def _put_aside(aside: list[tuple[Raw, list[str]]], known: Known, name: str) -> None:
    if aside:
        QuarantineRow.objects.bulk_create(
            (_kept(raw, reasons, known, name) for raw, reasons in aside), ignore_conflicts=True
        )


def _kept(raw: Raw, reasons: list[str], known: Known, name: str) -> QuarantineRow:
    told = read(raw.value or {})
    issuer, kind = str(told.get("issuer", "")).strip().upper(), known.types.get(str(told.get("type", "")))
    library = known.libraries.get(issuer)
    text = raw.text.replace("\x00", "\ufffd")
    whole = f"{library.code if library else ''}\n{name}\n{raw.number}\n{text}"
    return QuarantineRow(
        library=library,
        digest=hashing.keyed_hash("licence-row", whole),
        file_name=name[:300],
        line=raw.number,
        number=_number(raw),
        type_name=kind.name if kind else str(told.get("type", ""))[:100].replace("\x00", ""),
        reasons=reasons,
        raw=text,
        at=clock.now(),
    )


def _number(raw: Raw) -> str:
    return str(read(raw.value or {}).get("number", ""))[:100].replace("\x00", "")


def _mark_repaired(numbers: list[str], started: datetime) -> None:
    """End waiting rows of earlier deliveries whose licence has now come."""
    if numbers:
        QuarantineRow.objects.filter(number__in=numbers, ended="", at__lt=started).update(
            ended="repaired", ended_at=clock.now(), ended_note="分库重新交付"
        )


def _sign_off(by: Actor, report: FileReport, digest: str) -> None:
    with unit.work():
        row = Delivery.objects.create(
            digest=digest,
            name=report.name[:300],
            libraries=sorted(report.libraries),
            read=report.read,
            accepted=report.accepted,
            rejected=report.rejected,
            new=report.new,
            changed=report.changed,
            at=clock.now(),
            by=by.label,
        )
        audit.record(by, "licences.delivered", row, facts={"read": report.read})


def _digest(path: Path) -> str:
    found = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            found.update(chunk)
    return found.hexdigest()
