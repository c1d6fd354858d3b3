"""What a batch of sound rows does to the main library: new, changed, unchanged, or set aside; set-based."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import connection

from onewindow.identity import public as identity
from onewindow.kernel.public import Actor, audit, outbox
from onewindow.licences import integrity
from onewindow.licences.events import LicenceChanged
from onewindow.licences.intake.checking import Sound
from onewindow.licences.intake.copying import copy_rows
from onewindow.licences.models import Licence
from onewindow.licences.services.issue import issued
from onewindow.licences.services.status import CHANGED, marked
from onewindow.licences.signing import signed
from onewindow.licences.states import LIVE, RENEWED, Status, is_lawful

LOCK = 4_500_707
_BRIEF = ("id", "identifier", "type_id", "issuer_uscc", "serial", "version", "status", "delivered_status",
          "source_digest", "holder_key", "sole")  # fmt: skip


@dataclass
class Stored:
    """What became of a batch."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    aside: dict[int, str] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)


def store(by: Actor, rows: Sequence[tuple[int, Sound]], *, dry_run: bool = False) -> Stored:
    """Store a batch in the caller's unit of work; no series and no sole holder comes twice in it.

    Eight statements at most, whatever the size. One delivery at a time: the second waits at the lock.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    known = _known([row for _, row in rows])
    done = Stored()
    fresh: Fresh = []
    changes: Changes = {}
    for number, row in rows:
        held = known.series.get(row.series, {})
        reason = _judge(row, held, known, fresh, changes)
        if reason == "new":
            done.new += 1
            done.taken.append(row.draft.number)
        elif reason == "changed":
            done.changed += 1
            done.taken.append(row.draft.number)
        elif reason == "unchanged":
            done.unchanged += 1
        else:
            done.aside[number] = reason
    if not dry_run:
        _write(by, fresh, changes)
    return done


@dataclass
class _Known:
    """What the main library holds of a batch's series and sole holders."""

    series: dict[tuple[str, str, str], dict[int, Licence]]
    sole: dict[tuple[str, bytes], Licence]


Fresh = list[Sound]
Changes = dict[object, tuple[Status, str, str]]


def _known(rows: Sequence[Sound]) -> _Known:
    serials = {row.draft.identifier.serial for row in rows}
    issuers = {row.draft.identifier.issuer for row in rows}
    series: dict[tuple[str, str, str], dict[int, Licence]] = {}
    for one in Licence.objects.filter(issuer_uscc__in=issuers, serial__in=serials).only(*_BRIEF):
        series.setdefault((one.type_id, one.issuer_uscc, one.serial), {})[one.version] = one
    keys = [identity.number_key(row.draft.holder.number) for row in rows if row.sole_key]
    sole = {
        (one.type_id, bytes(one.holder_key)): one
        for one in Licence.objects.filter(sole=True, status__in=LIVE, holder_key__in=keys).only(*_BRIEF)
    }
    return _Known(series, sole)


def _judge(row: Sound, held: dict[int, Licence], known: _Known, fresh: Fresh, changes: Changes) -> str:
    """Say what a row does, and note it: `new`, `changed`, `unchanged`, or the reason against it."""
    version = row.draft.identifier.version
    if version in held:
        return _again(row, held[version], changes)
    live = [one for one in held.values() if one.status in LIVE]
    if row.status in LIVE and any(number > version for number in held):
        return "newer_version"
    if row.sole_key is not None:
        other = known.sole.get((row.draft.type.code, identity.number_key(row.draft.holder.number)))
        ending = other is not None and other.pk in changes and changes[other.pk][0] not in LIVE
        if other is not None and not ending and other.pk not in {one.pk for one in live}:
            return "already_in_force"
    if row.status in LIVE:
        for one in live:
            changes[one.pk] = (Status.LAPSED, RENEWED, one.delivered_status)
    fresh.append(row)
    return "new"


def _again(row: Sound, before: Licence, changes: Changes) -> str:
    """Judge a row whose identifier is known: only its status may have changed, and only lawfully."""
    if before.source_digest is None:
        return "own_licence"
    if bytes(before.source_digest) != row.digest:
        return "other_content"
    if row.status == before.delivered_status:
        return "unchanged"
    if row.status == before.status:
        return "unchanged"
    if not is_lawful(before.status, row.status):
        return "unlawful_change"
    changes[before.pk] = (row.status, row.note or "分库交付", str(row.status))
    return "changed"


def _write(by: Actor, fresh: Fresh, changes: Changes) -> None:
    if changes:
        olds = list(Licence.objects.select_for_update(of=("self",)).filter(pk__in=changes))
        events: list[LicenceChanged] = []
        for old in olds:
            status, note, old.delivered_status = changes[old.pk]
            events.append(marked(old, status, note=note))
        Licence.objects.bulk_update(olds, CHANGED)
        audit.record(by, "licence.delivered_status", *olds)
        outbox.publish(*events)
    if fresh:
        news = [_licence(row) for row in fresh]
        copy_rows(Licence, news)
        audit.record(by, "licence.delivered", *news)
        outbox.publish(*(issued(one, row.library.code) for one, row in zip(news, fresh, strict=True)))


def _licence(row: Sound) -> Licence:
    licence = signed(row.draft)
    licence.library = row.library
    licence.source_digest = row.digest
    licence.status, licence.status_note = row.status, row.note
    licence.delivered_status = str(row.status)
    licence.mac = integrity.mac_of(licence)
    return licence
