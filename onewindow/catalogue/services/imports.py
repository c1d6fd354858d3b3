"""Taking in item sets from elsewhere: sound rows come into force as samples, the rest wait for repair."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import islice
from pathlib import Path

from onewindow.catalogue.content import Content
from onewindow.catalogue.intake.checking import Checked, check
from onewindow.catalogue.intake.reading import Raw, rows
from onewindow.catalogue.models import ImportFile, ImportRow, Item
from onewindow.catalogue.policies import require_maintainer
from onewindow.catalogue.services.versions import BATCH, Published, publish_versions
from onewindow.kernel.public import Actor, audit, clock, unit

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Rejection:
    """One row set aside: where it stands and why."""

    line: int
    code: str
    name: str
    reasons: tuple[str, ...]


@dataclass
class FileReport:
    """What became of one file: `read` is always `accepted` + `rejected`."""

    name: str
    read: int = 0
    accepted: int = 0
    published: Published = field(default_factory=Published)
    rejections: list[Rejection] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)
    marks: Counter[str] = field(default_factory=Counter)

    @property
    def rejected(self) -> int:
        """How many rows were set aside."""
        return len(self.rejections)


def import_items(
    *, by: Actor, paths: Iterable[Path], dry_run: bool = False, progress: Progress | None = None
) -> list[FileReport]:
    """Take in item files and report every row; a second run changes nothing.

    Sound rows come into force marked with their source, apart from the region's own items; others are kept
    whole with their reasons. Each batch is one transaction, so a run that was cut off can be run again.
    Raises CannotMaintain; OSError when a file cannot be read.
    """
    require_maintainer(by)
    seen: dict[str, str] = {}
    return [_file(by, path, seen, dry_run, progress) for path in paths]


def _file(
    by: Actor, path: Path, seen: dict[str, str], dry_run: bool, progress: Progress | None
) -> FileReport:
    report = FileReport(path.name)
    for batch in _batches(rows(path)):
        accepted: list[Content] = []
        aside: list[ImportRow] = []
        checked = _checked(batch, seen)
        for raw, row in checked:
            report.read += 1
            report.marks.update(row.marks)
            if row.content is not None:
                accepted.append(row.content)
                continue
            report.reasons.update(row.reasons)
            report.rejections.append(Rejection(raw.number, row.code, row.name, row.reasons))
            aside.append(_kept(path.name, raw, row))
        report.accepted += len(accepted)
        if not dry_run:
            _store(by, accepted, aside, report)
        if progress is not None:
            progress(report.read)
    if not dry_run:
        _sign_off(by, path, report)
    return report


def _batches(source: Iterator[Raw]) -> Iterator[list[Raw]]:
    while batch := list(islice(source, BATCH)):
        yield batch


def _checked(batch: list[Raw], seen: dict[str, str]) -> list[tuple[Raw, Checked]]:
    """Check a batch; a code that came before with other content, or that is our own, is set aside."""
    found = [(raw, Checked(None, (raw.fault,)) if raw.fault else check(raw.value)) for raw in batch]
    codes = [row.code for _, row in found if row.content]
    ours = set(Item.objects.filter(task_code__in=codes, source="").values_list("task_code", flat=True))
    return [(raw, _unique(row, seen, ours)) for raw, row in found]


def _unique(row: Checked, seen: dict[str, str], ours: set[str]) -> Checked:
    content = row.content
    if content is None:
        return row
    if content.task_code in ours:
        return Checked(None, ("own_code",), row.code, row.name, row.source)
    key = f"{content.task_code} {content.source_version}"
    if seen.setdefault(key, content.digest) != content.digest:
        return Checked(None, ("duplicate_code",), row.code, row.name, row.source)
    return row


def _kept(name: str, raw: Raw, row: Checked) -> ImportRow:
    whole = f"{name}\n{raw.number}\n{raw.text}"
    text = raw.text.encode("utf-8", "replace").decode()
    return ImportRow(
        digest=sha256(whole.encode("utf-8", "replace")).hexdigest(),
        file_name=name[:300],
        line=raw.number,
        source=row.source.encode("utf-8", "replace").decode(),
        task_code=row.code,
        name=row.name,
        reasons=list(row.reasons),
        raw=text,
        at=clock.now(),
    )


def _store(by: Actor, accepted: list[Content], aside: list[ImportRow], report: FileReport) -> None:
    with unit.work():
        ImportRow.objects.bulk_create(aside, ignore_conflicts=True)
        done = publish_versions(by=by, contents=accepted)
    report.published.add(done)


def _sign_off(by: Actor, path: Path, report: FileReport) -> None:
    digest = sha256()
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            digest.update(chunk)
    with unit.work():
        row, new = ImportFile.objects.get_or_create(
            digest=digest.hexdigest(),
            defaults={
                "name": path.name[:300],
                "read": report.read,
                "accepted": report.accepted,
                "rejected": report.rejected,
                "imported_at": clock.now(),
            },
        )
        if new:
            audit.record(by, "catalogue.imported", row, facts={"read": report.read})
