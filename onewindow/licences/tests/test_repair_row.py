"""待修复: a keeper repairs a bad row, which is then taken in, or drops it with a reason; others cannot."""

import json
from datetime import date
from pathlib import Path

import pytest

from onewindow.kernel.public import SYSTEM
from onewindow.licences.errors import LicenceInvalid, LicenceNotFound, NotTheKeeper, RowNotWaiting
from onewindow.licences.models import Licence, QuarantineRow
from onewindow.licences.queries.desk import quarantine
from onewindow.licences.services.deliveries import deliver, import_licences
from onewindow.licences.services.quarantine import drop_row, repair_row
from onewindow.licences.tests.factories import People, entries, nurse_row

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
GOOD = nurse_row(1, DAY)


@pytest.fixture
def row(people: People) -> QuarantineRow:
    """A nurse's licence that runs too long, set aside."""
    report = deliver(by=SYSTEM, library="health", entries=[GOOD | {"valid_to": "2099-01-01"}], name="api")
    assert (report.read, report.rejected) == (1, 1)
    return QuarantineRow.objects.get()


def test_a_repaired_row_is_taken_in(people: People, row: QuarantineRow) -> None:
    done = repair_row(by=people.mojianping, row_id=row.pk, text=json.dumps(GOOD, ensure_ascii=False))
    assert (done.ended, done.ended_note) == ("repaired", "改正后入库")
    assert Licence.objects.get().number == GOOD["number"]
    assert entries("licence_row.repaired").get().key == str(row.pk)
    with pytest.raises(RowNotWaiting):
        repair_row(by=people.mojianping, row_id=row.pk, text=json.dumps(GOOD))
    assert quarantine(people.mojianping).items == []
    assert len(quarantine(people.mojianping, ended=True).items) == 1


def test_a_row_still_wrong_stays_and_every_reason_is_told(people: People, row: QuarantineRow) -> None:
    for text, reason in (
        ("{", "不是有效的 JSON"),
        ("[1]", "应当是一个对象"),
        (json.dumps(GOOD | {"number": "", "status": "77"}), "缺少证照编号"),
    ):
        with pytest.raises(LicenceInvalid) as refused:
            repair_row(by=people.mojianping, row_id=row.pk, text=text)
        assert reason in "".join(refused.value.errors["raw"])
    assert QuarantineRow.objects.get().ended == ""
    assert Licence.objects.count() == 0


def test_a_row_is_dropped_with_a_reason(people: People, row: QuarantineRow) -> None:
    with pytest.raises(LicenceInvalid):
        drop_row(by=people.mojianping, row_id=row.pk, reason=" ")
    assert drop_row(by=people.mojianping, row_id=row.pk, reason="重复交付").ended == "dropped"
    with pytest.raises(RowNotWaiting):
        drop_row(by=people.mojianping, row_id=row.pk, reason="重复交付")


def test_only_keepers_see_and_repair(people: People, row: QuarantineRow) -> None:
    for by in (people.menglihua, people.weixiaolan):
        with pytest.raises(LicenceNotFound):
            repair_row(by=by, row_id=row.pk, text=json.dumps(GOOD))
        assert quarantine(by).items == []


def test_who_keeps_one_library_delivers_for_it_alone(people: People, tmp_path: Path) -> None:
    with pytest.raises(NotTheKeeper):
        deliver(by=people.menglihua, library="health", entries=[], name="api")
    with pytest.raises(NotTheKeeper):
        import_licences(by=people.menglihua, paths=[tmp_path])
