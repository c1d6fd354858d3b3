"""待修复: a keeper repairs a bad row and takes it in, or drops it with a reason."""

import orjson

from onewindow.kernel.public import Actor, audit, clock, unit
from onewindow.licences import policies
from onewindow.licences.errors import LicenceInvalid, LicenceNotFound, RowNotWaiting
from onewindow.licences.intake.checking import Sound, check
from onewindow.licences.intake.reasons import words
from onewindow.licences.intake.storing import store
from onewindow.licences.models import QuarantineRow
from onewindow.licences.services.deliveries import known_to
from onewindow.licences.services.uses import said


def repair_row(*, by: Actor, row_id: int, text: str) -> QuarantineRow:
    """Take in a row as it was corrected, checked as any delivered row; with a fault left it stays waiting.

    `text` is one JSON object. Raises LicenceNotFound, NotTheKeeper, RowNotWaiting, LicenceInvalid with each
    reason in words.
    """
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        raise LicenceInvalid(errors={"raw": [words("not_json")]}) from fault
    if not isinstance(value, dict):
        raise LicenceInvalid(errors={"raw": [words("not_an_object")]})
    known = known_to(by, _waiting(by, row_id))
    found = check(value, known)
    if not isinstance(found, Sound):
        raise LicenceInvalid(errors={"raw": [words(reason) for reason in found]})
    with unit.work():
        row = _locked(by, row_id)
        done = store(by, [(0, found)])
        if 0 in done.aside:
            raise LicenceInvalid(errors={"raw": [words(done.aside[0])]})
        _end(by, row, "repaired", "改正后入库")
    return row


def drop_row(*, by: Actor, row_id: int, reason: str) -> QuarantineRow:
    """Say that a row will not be taken in, and why. Raises LicenceNotFound, RowNotWaiting, LicenceInvalid."""
    note = said(reason, "reason", "请写明为什么不再入库。", 500)
    with unit.work():
        row = _locked(by, row_id)
        _end(by, row, "dropped", note)
    return row


def _waiting(by: Actor, row_id: int) -> QuarantineRow:
    row = policies.quarantine_of(by).filter(pk=row_id).first()
    if row is None:
        raise LicenceNotFound
    if row.ended:
        raise RowNotWaiting
    return row


def _locked(by: Actor, row_id: int) -> QuarantineRow:
    _waiting(by, row_id)
    row = QuarantineRow.objects.select_for_update().get(pk=row_id)
    if row.ended:
        raise RowNotWaiting
    return row


def _end(by: Actor, row: QuarantineRow, how: str, note: str) -> None:
    row.ended, row.ended_at, row.ended_note = how, clock.now(), note[:500]
    row.save(update_fields=["ended", "ended_at", "ended_note"])
    audit.record(by, f"licence_row.{how}", row, reason=row.ended_note)
