"""Delivering and archiving: originals are seen before the paper is handed over; the manifest holds all."""

import json
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from onewindow.cases.errors import (
    CaseAlreadyClosed,
    CaseNotYours,
    FlowInvalid,
    OriginalsUnchecked,
    WrongState,
)
from onewindow.cases.models import Archive, CaseMaterial
from onewindow.cases.public import (
    Ask,
    Delivery,
    Outcome,
    Status,
    answer_item,
    archive_case,
    ask_for_correction,
    decide_case,
    deliver_case,
    package_case,
    supply_correction,
    withdraw_case,
)
from onewindow.cases.services.nightly import archive_rested
from onewindow.cases.tests.flow.conftest import at, events, paper
from onewindow.cases.tests.test_supply_material import PNG
from onewindow.documents import public as documents
from onewindow.documents.public import store_upload
from onewindow.identity.public import AccessRecord
from onewindow.kernel.public import audit, canonical, clock


def grant(people, delivery: Delivery = Delivery.ELECTRONIC) -> None:
    decide_case(
        by=people.officer,
        number=people.number,
        outcome=Outcome.GRANTED,
        opinion="已核实。",
        delivery=delivery,
    )


def test_at_the_counter_it_waits_to_be_fetched(people, case) -> None:
    grant(people, Delivery.COUNTER)
    now = case()
    assert (now.status, now.outcome, now.next_due) == (Status.DECIDED, Outcome.GRANTED, date(2026, 3, 16))
    with pytest.raises(WrongState):
        withdraw_case(by=people.applicant, number=people.number)
    for other in people.outsiders:
        with pytest.raises(CaseNotYours):
            deliver_case(by=other, number=people.number, way=Delivery.COUNTER)
    with clock.at(at(2)):
        deliver_case(by=people.officer, number=people.number, way=Delivery.COUNTER, note="本人领取")
    now = case()
    assert (now.status, now.delivered_at, now.closed_at) == (Status.CLOSED, at(2), at(2))
    assert events("CaseDelivered")[-1].payload["way"] == "counter"
    assert audit.verify().ok
    with pytest.raises(CaseAlreadyClosed):
        deliver_case(by=people.officer, number=people.number, way=Delivery.COUNTER)


def test_what_is_posted_has_its_number_and_the_proof_repeats_it(people, case) -> None:
    grant(people, Delivery.POST)
    with pytest.raises(FlowInvalid) as refused:
        deliver_case(by=people.officer, number=people.number, way=Delivery.POST, note=" ")
    assert list(refused.value.errors) == ["note"]
    assert case().status == Status.DECIDED
    deliver_case(by=people.officer, number=people.number, way=Delivery.POST, note="EMS 1234567890123")
    (proof,) = [one for one in documents.notices_of(people.number) if one.kind == "delivery"]
    told = bytes(proof.record).decode()
    assert "已交邮寄送" in told and "EMS 1234567890123" in told


def test_uploaded_materials_are_compared_with_their_originals_first(people, case) -> None:
    asks = [Ask("护士执业证书", "看不清")]
    ask_for_correction(by=people.officer, number=people.number, asks=asks)
    answer_item(by=people.applicant, number=people.number, seq=3, file=paper())
    supply_correction(by=people.applicant, number=people.number)
    grant(people)
    assert case().status == Status.DECIDED  # even electronically it waits for the originals
    with pytest.raises(OriginalsUnchecked) as refused:
        deliver_case(by=people.officer, number=people.number, way=Delivery.ELECTRONIC)
    assert refused.value.errors == {"checked": ["还没有核对原件：护士执业证书。"]}
    deliver_case(by=people.officer, number=people.number, way=Delivery.ELECTRONIC, checked=[3])
    row = CaseMaterial.objects.get(case=case(), seq=3)
    assert (row.grade, row.source) == ("B", "窗口核对原件")
    assert case().status == Status.CLOSED


def test_a_finished_case_is_archived_after_its_rest(people, case) -> None:
    with pytest.raises(WrongState):
        archive_case(by=people.officer, number=people.number)
    grant(people)
    with pytest.raises(CaseNotYours):
        archive_case(by=people.elsewhere, number=people.number)
    with clock.at(at(28)):
        assert archive_rested() == 0
    with clock.at(at(29)):
        assert archive_rested() == 1
        assert archive_rested() == 0
    assert (case().status, case().archived_at) == (Status.ARCHIVED, at(29))
    made = Archive.objects.get()
    assert bytes(made.digest) == canonical.sm3(canonical.canonical_json(made.manifest))
    assert [len(made.manifest[key]) for key in ("materials", "papers")] == [6, 4]
    assert len(made.manifest["timeline"]) == case().events.count()
    with pytest.raises(CaseAlreadyClosed):
        archive_case(by=people.officer, number=people.number)


def test_the_archive_package_is_whole_and_the_same_each_time(people, case) -> None:
    photo = SimpleUploadedFile("照片.png", PNG)
    stored = store_upload(by=people.applicant, file=photo, purpose="照片")
    case().materials.filter(seq=1).update(file_id=stored.pk)
    grant(people)
    with pytest.raises(WrongState):
        package_case(by=people.officer, number=people.number)
    with clock.at(at(29)):
        archive_rested()
    with pytest.raises(CaseNotYours):
        package_case(by=people.elsewhere, number=people.number)
    with pytest.raises(CaseNotYours):
        package_case(by=people.applicant, number=people.number)
    before = AccessRecord.objects.count()
    data = package_case(by=people.officer, number=people.number)
    assert AccessRecord.objects.count() == before + 1
    assert data == package_case(by=people.officer, number=people.number)
    with ZipFile(BytesIO(data)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    sums = dict(reversed(line.split("  ")) for line in files.pop("sm3.txt").decode().splitlines())
    assert sums == {name: canonical.sm3(content).hex() for name, content in files.items()}
    made = Archive.objects.get()
    assert canonical.sm3(files["manifest.json"]) == bytes(made.digest)
    assert json.loads(files["form.json"]) == json.loads(case().answers)
    listed = [row["file"] for row in json.loads(files["materials.json"]) if row["file"]]
    assert [name for name in sorted(files) if name.startswith("materials/")] == sorted(listed)
    assert canonical.sm3(files["materials/01.png"]) == bytes(stored.digest)
    papers = [row["digest"] for row in made.manifest["papers"]]
    assert len([name for name in files if name.startswith("documents/")]) == len(papers) == 4
    assert len(json.loads(files["timeline.json"])) == case().events.count()
