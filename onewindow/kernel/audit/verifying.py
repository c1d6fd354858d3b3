"""Verification: seals, chain, signatures, and every protected row against its newest entry."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, models, transaction

from onewindow.kernel import keys, sm2
from onewindow.kernel.audit import sealing
from onewindow.kernel.audit.merkle import EMPTY, Tree
from onewindow.kernel.audit.protection import protected
from onewindow.kernel.canonical import row_state
from onewindow.kernel.fields import Undecipherable
from onewindow.kernel.models import AuditEntry, AuditSeal

CHUNK = 1000
LISTED = 1000


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: `kind` is altered, missing, extra, entries, chain, signature or outside."""

    kind: str
    place: str
    detail: str


@dataclass
class Report:
    """What was checked and what is wrong; at most a thousand problems are listed, all are counted."""

    entries: int = 0
    seals: int = 0
    rows: int = 0
    tables: list[str] = field(default_factory=list)
    unsealed: int = 0
    unsealed_since: str = ""
    outside_copy: bool = False
    found: int = 0
    problems: list[Problem] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong."""
        return not self.found

    def add(self, kind: str, place: str, detail: str) -> None:
        """Note a problem."""
        self.found += 1
        if len(self.problems) < LISTED:
            self.problems.append(Problem(kind, place, detail))

    def as_dict(self) -> dict[str, Any]:
        """Return plain data, with `ok`."""
        return {"ok": self.ok, **asdict(self)}


def verify(outside: Iterable[Mapping[str, Any]] | None = None) -> Report:
    """Check the whole log and every protected table in one snapshot; `outside` is a copy of `roots()`.

    Without an outside copy nothing can be said about a log whose end was cut off together with its seals.
    """
    report = Report(outside_copy=outside is not None)
    with _snapshot():
        last = _check_seals(report)
        _count_unsealed(report, last)
        if outside is not None:
            _check_outside(report, outside)
        for name, model in sorted(protected.items()):
            report.tables.append(name)
            _check_rows(report, name, model)
            _check_missing(report, name, model)
    return report


@contextmanager
def _snapshot() -> Iterator[None]:
    """See one moment of the database throughout."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _check_seals(report: Report) -> int:
    previous, last = EMPTY, 0
    for made in AuditSeal.objects.order_by("id").iterator(chunk_size=CHUNK):
        place = f"{made.from_id}-{made.to_id}"
        report.seals += 1
        if made.from_id != last + 1 or bytes(made.previous) != previous:
            report.add("chain", place, "the seal does not follow the one before it")
        if not _is_signed(made):
            report.add("signature", place, f"the signature does not fit key {made.kid}")
        tree = Tree()
        for entry in sealing.entries(made.from_id, made.to_id).iterator(chunk_size=CHUNK):
            tree.add(sealing.leaf(entry))
        report.entries += tree.size
        if tree.size != made.count:
            report.add("entries", place, f"{made.count} entries were sealed, {tree.size} are there")
        elif tree.root() != bytes(made.root):
            report.add("entries", place, "an entry was altered: the Merkle root differs")
        previous, last = bytes(made.root), made.to_id
    return last


def _is_signed(made: AuditSeal) -> bool:
    try:
        public = keys.public_key(made.kid)
    except keys.KeyMissing:
        return False
    return sm2.verify(public, sealing.signed_bytes(made), bytes(made.signature))


def _count_unsealed(report: Report, last: int) -> None:
    window = AuditEntry.objects.filter(pk__gt=last)
    report.unsealed = window.count()
    report.entries += report.unsealed
    oldest = window.order_by("pk").first()
    report.unsealed_since = oldest.at.isoformat() if oldest else ""


def _check_outside(report: Report, outside: Iterable[Mapping[str, Any]]) -> None:
    for copy in outside:
        place = f"{copy.get('from')}-{copy.get('to')}"
        made = AuditSeal.objects.filter(from_id=copy.get("from")).first()
        if made is None:
            report.add("outside", place, "the outside copy has a seal that is gone: the log was cut")
        elif sealing.published(made) != dict(copy):
            report.add("outside", place, "the seal differs from the outside copy: the log was rebuilt")


def _check_rows(report: Report, name: str, model: type[models.Model]) -> None:
    for keys_ in _chunks(
        model._base_manager.order_by("pk").values_list("pk", flat=True).iterator(chunk_size=CHUNK)
    ):
        newest = _newest(name, [str(key) for key in keys_])
        for key, state in _states(model, keys_):
            report.rows += 1
            recorded = newest.get(str(key))
            if recorded is None:
                report.add("extra", f"{name}:{key}", "no audit entry tells of this row")
            elif recorded[1]:
                report.add("extra", f"{name}:{key}", "the row was recorded as removed")
            elif state != recorded[0]:
                report.add("altered", f"{name}:{key}", "the row differs from its newest audit entry")


def _states(model: type[models.Model], keys_: list[Any]) -> Iterator[tuple[Any, bytes | None]]:
    """Yield each row's state; None where an encrypted column does not open."""
    rows = model._base_manager.filter(pk__in=keys_)
    try:
        found = [(row.pk, row_state(row)) for row in rows]
    except Undecipherable:
        for key in keys_:
            try:
                yield key, row_state(model._base_manager.get(pk=key))
            except Undecipherable:
                yield key, None
    else:
        yield from found


def _newest(name: str, keys_: list[str]) -> dict[str, tuple[bytes | None, bool]]:
    newest = AuditEntry.objects.filter(table=name, key__in=keys_).order_by("key", "-id").distinct("key")
    found = newest.values_list("key", "state", "removed")
    return {key: (None if state is None else bytes(state), removed) for key, state, removed in found}


def _check_missing(report: Report, name: str, model: type[models.Model]) -> None:
    newest = AuditEntry.objects.filter(table=name).order_by("key", "-id").distinct("key")
    living = (
        key for key, removed in newest.values_list("key", "removed").iterator(chunk_size=CHUNK) if not removed
    )
    for keys_ in _chunks(living):
        readable = [key for key in keys_ if _is_key(model, key)]
        there = {str(key) for key in model._base_manager.filter(pk__in=readable).values_list("pk", flat=True)}
        for key in keys_:
            if key not in there:
                report.add("missing", f"{name}:{key}", "the row is gone without an audit entry")


def _is_key(model: type[models.Model], key: str) -> bool:
    try:
        model._meta.pk.to_python(key)
    except ValidationError:
        return False
    return True


def _chunks(items: Iterator[Any]) -> Iterator[list[Any]]:
    while chunk := list(islice(items, CHUNK)):
        yield chunk
