"""Taking in the texts of statutes, and ending them."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from onewindow.catalogue.errors import RepealBeforeAdoption, UnknownStatute
from onewindow.catalogue.events import StatuteChanged, StatuteRepealed
from onewindow.catalogue.laws.places import short_title
from onewindow.catalogue.laws.reading import NotAStatute, read
from onewindow.catalogue.laws.reading import Statute as Text
from onewindow.catalogue.models import Clause, Statute, StatuteVersion
from onewindow.catalogue.policies import require_maintainer
from onewindow.catalogue.queries import statutes as queries
from onewindow.kernel.public import Actor, audit, clock, outbox, unit

Progress = Callable[[int], None]
NOT_STATUTES = {"README.md"}


@dataclass(frozen=True)
class Refused:
    """One file set aside, and why."""

    name: str
    reason: str


@dataclass
class LawsReport:
    """What became of the files: `read` is always `accepted` + `rejected`."""

    read: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    clauses: int = 0
    refused: list[Refused] = field(default_factory=list)
    touched: Counter[str] = field(default_factory=Counter)

    @property
    def accepted(self) -> int:
        """How many texts were taken in or were there already."""
        return self.new + self.changed + self.unchanged

    @property
    def rejected(self) -> int:
        """How many files were set aside."""
        return len(self.refused)


def files_in(folder: Path) -> list[Path]:
    """Return the statute files of a folder and the folders below it, by name."""
    return sorted(p for p in folder.rglob("*.md") if p.is_file() and p.name not in NOT_STATUTES)


def import_laws(*, by: Actor, paths: Iterable[Path], progress: Progress | None = None) -> LawsReport:
    """Take in statute files, each one transaction; a second run changes nothing.

    A text adopted on a day that is known is replaced when it differs (a corrected file); a later one
    becomes the next version, and `touched` says how many item versions cite what it changes.
    Raises CannotMaintain; OSError when a file cannot be read.
    """
    require_maintainer(by)
    report = LawsReport()
    for path in paths:
        report.read += 1
        try:
            text = read(path.read_text(encoding="utf-8"), path.stem)
        except UnicodeDecodeError:
            report.refused.append(Refused(path.name, "not_utf8"))
        except NotAStatute as error:
            report.refused.append(Refused(path.name, str(error)))
        else:
            _take(by, text, report)
        if progress:
            progress(report.read)
    queries.forget()
    return report


def _take(by: Actor, text: Text, report: LawsReport) -> None:
    digest = sha256(repr(text).encode()).hexdigest()
    with unit.work():
        moment = clock.now()
        Statute.objects.bulk_create(
            [Statute(short=text.short, title=text.title, created_at=moment)], ignore_conflicts=True
        )
        statute = Statute.objects.select_for_update().get(short=text.short)
        known = StatuteVersion.objects.filter(statute=statute, adopted=text.adopted).first()
        if known is not None and known.digest == digest:
            report.unchanged += 1
            return
        older = StatuteVersion.objects.filter(statute=statute, adopted__lt=text.adopted).exists()
        if known is not None:
            known.delete()
        version = StatuteVersion.objects.create(
            statute=statute,
            adopted=text.adopted,
            in_force_from=text.in_force_from,
            history=list(text.history),
            articles=text.articles,
            digest=digest,
            imported_at=moment,
        )
        Clause.objects.bulk_create(
            Clause(version=version, seq=n, chapter=p.chapter, text=p.text, **p.place._asdict())
            for n, p in enumerate(text.passages, 1)
        )
        report.clauses += len(text.passages)
        audit.record(by, "catalogue.statute_imported", version, facts={"digest": digest})
        if not (older or known):
            report.new += 1
            return
        report.changed += 1
        report.touched[text.short] = _tell_change(version)


def _tell_change(version: StatuteVersion) -> int:
    touched = len(queries.touched_by(version).versions)
    outbox.publish(
        StatuteChanged(
            subject=f"statute:{version.statute.short}"[:80],
            short=version.statute.short,
            adopted=version.adopted.isoformat(),
            items=touched,
        )
    )
    return touched


def repeal_statute(*, by: Actor, title: str, on: date, reason: str) -> Statute:
    """Mark a statute as ended from a day on; the same day again changes nothing.

    Raises UnknownStatute, RepealBeforeAdoption, CannotMaintain.
    """
    require_maintainer(by)
    with unit.work():
        statute = Statute.objects.select_for_update().filter(short=short_title(title)).first()
        if statute is None:
            raise UnknownStatute
        first = StatuteVersion.objects.filter(statute=statute).last()
        if first is not None and on <= first.adopted:
            raise RepealBeforeAdoption
        if statute.repealed_on == on:
            return statute
        statute.repealed_on, statute.repeal_reason = on, reason
        statute.save(update_fields=["repealed_on", "repeal_reason"])
        audit.record(by, "catalogue.statute_repealed", statute, reason=reason)
        outbox.publish(
            StatuteRepealed(
                subject=f"statute:{statute.short}"[:80],
                short=statute.short,
                repealed_on=on.isoformat(),
                items=len(queries.citing(statute.short)),
            )
        )
    return statute
