"""An original is sealed once, by who may, says what the record says, and any change to it shows."""

import zipfile
from io import BytesIO

import pytest

from onewindow.documents import keyrings
from onewindow.documents import public as documents
from onewindow.documents.ofd import checking, reading
from onewindow.documents.originals import notices
from onewindow.documents.originals.models import Original
from onewindow.documents.seals import services as seals
from onewindow.documents.seals.models import SealUse
from onewindow.documents.tests.sealing import USCC, sealed_body
from onewindow.documents.verdicts import Verdict
from onewindow.kernel.public import SYSTEM, Actor, canonical

pytestmark = pytest.mark.django_db


@pytest.fixture
def original(notice: documents.Document) -> documents.Original:
    sealed_body()
    return documents.seal_original(by=SYSTEM, kind="notice", reference=notice.number)


@pytest.fixture
def ofd(original: documents.Original) -> bytes:
    return documents.original_bytes(original)


def repacked(ofd: bytes, **changes: bytes | None) -> bytes:
    """Return a package with files changed, added or taken out; names with __ for /."""
    told = {name.replace("__", "/"): data for name, data in changes.items()}
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(ofd)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = told.pop(name, old.read(name))
            if data is not None:
                new.writestr(name, data)
        for name, data in told.items():
            assert data is not None
            new.writestr(name, data)
    return made.getvalue()


def checked(data: bytes) -> documents.Verification:
    return documents.check_file(data, keyrings.own(), documents.own_trust())


def test_says_what_the_record_says(notice, ofd):
    found = checked(ofd)

    assert found.verdict == Verdict.GENUINE
    assert found.number == notice.number
    assert [step.passed for step in found.checks] == [True] * 5
    assert found.sentences[0].startswith("盖有“广西壮族自治区卫生健康委员会行政审批专用章”，签章时间")
    told = dict(found.facts)
    assert told["决定"] == "准予"
    assert told["签章人"].startswith(f"{USCC}广西壮族自治区卫生健康委员会 · 450000")
    text = reading.text_of(reading.Package(ofd))
    assert "桂卫准〔2026〕261123000012号" in text
    assert "4599**********0020" in text


def test_run_twice_gives_the_same_file_and_one_use(notice, original):
    again = documents.seal_original(by=SYSTEM, kind="notice", reference=notice.number)

    assert again.pk == original.pk
    assert Original.objects.count() == 1
    (use,) = SealUse.objects.all()
    assert (use.purpose, use.reference, use.actor) == ("notice", notice.number, "system:-")
    assert bytes(use.digest) == bytes(original.digest) == canonical.sm3(documents.original_bytes(original))


def test_without_a_seal_nothing_is_made(notice):
    with pytest.raises(documents.SealMissing):
        documents.seal_original(by=SYSTEM, kind="notice", reference=notice.number)
    assert documents.original_of("notice", notice.number) is None


def test_a_suspended_seal_refuses(notice):
    seal = sealed_body()
    seals.suspend_seal(by=SYSTEM, seal_id=seal.pk, reason="密钥可能泄露")
    with pytest.raises(documents.SealNotUsable):
        documents.seal_original(by=SYSTEM, kind="notice", reference=notice.number)


def test_who_was_not_granted_the_seal_is_refused(notice):
    seal = sealed_body()
    officer = Actor(kind="official", post_id=7, agency=str(seal.agency_id), roles=frozenset({"approve"}))
    with pytest.raises(documents.UseNotGranted):
        documents.seal_original(by=officer, kind="notice", reference=notice.number)
    seals.grant_use(by=SYSTEM, seal_id=seal.pk, post_id=7, purpose="notice")
    made = documents.seal_original(by=officer, kind="notice", reference=notice.number)
    assert SealUse.objects.get().post_id == 7
    assert made.reference == notice.number


@pytest.mark.parametrize(
    "changes",
    [
        {"Doc_0__Pages__Page_0__Content.xml": b"<a/>"},
        {"Doc_0__Attachs__record.json": b"{}"},
        {"Doc_0__PublicRes.xml": None},
        {"OFD.xml": b"<a/>"},
        {"Doc_0__Signs__Sign_0__Seal.esl": b"x"},
        {"Doc_0__Signs__Sign_0__SignedValue.dat": b"0\x00"},
        {"Doc_0__Signs__Signatures.xml": b"<Signatures/>"},
        {"Doc_0__Annots.xml": b"<a/>"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_any_changed_file_shows(ofd, changes):
    found = checked(repacked(ofd, **changes))
    assert found.verdict in {Verdict.ALTERED, Verdict.MALFORMED, Verdict.UNSIGNED}, found


def test_one_bit_in_each_file_shows(ofd):
    with zipfile.ZipFile(BytesIO(ofd)) as package:
        files = {name: package.read(name) for name in package.namelist()}
    for name, data in files.items():
        changed = bytearray(data)
        changed[len(data) // 2] ^= 1
        found = checked(repacked(ofd, **{name.replace("/", "__"): bytes(changed)}))
        assert not found.genuine, name


def test_a_seal_of_an_unknown_root_is_no_more_than_unchanged(ofd):
    found = documents.check_file(ofd, keyrings.own())
    assert found.verdict == Verdict.UNKNOWN_KEY
    assert "不能确认是谁盖的章" in found.sentences[-1]


def test_a_seal_revoked_before_is_not_trusted(notice, original, ofd):
    trust = documents.own_trust()
    serial = int(original.seal_use.seal.serial, 16)
    gone = documents.Trust(trust.roots, {serial: original.sealed_at})
    assert documents.check_file(ofd, keyrings.own(), gone).verdict == Verdict.UNKNOWN_KEY


def test_a_file_lost_or_changed_on_disk_is_not_given_out(original):
    from onewindow.documents import shelves

    place = shelves.place_of(original.pk)
    place.write_bytes(place.read_bytes() + b"x")
    with pytest.raises(documents.DocumentDamaged):
        documents.original_bytes(original)
    place.unlink()
    with pytest.raises(documents.DocumentDamaged):
        documents.original_bytes(original)


def test_rare_characters_are_set_or_said_to_be_missing(notice):
    seal = sealed_body()
    sheet = notices.sheet_of(notice, agency_uscc=USCC)
    from dataclasses import replace

    rare = replace(sheet, rows=[("姓名", "𬱖𠮷㛃"), ("别名", "\U0002fff0")])
    data = documents_written(rare, seal)
    text = reading.text_of(reading.Package(data))
    assert "𬱖" in text
    assert "𠮷" in text
    assert "㛃" in text
    assert "〓" in text
    assert "暂无字形" in text
    assert not checking.signatures(reading.Package(data))[0].faults


def documents_written(sheet, seal) -> bytes:
    from onewindow.documents.originals.services import write_ofd
    from onewindow.kernel.public import clock

    return write_ofd(sheet, seals.sealer(seal, at=clock.now().replace(microsecond=0)), number="0" * 32)


def test_home_has_a_copy_of_the_root(original, settings, tmp_path):
    from onewindow.documents.seals import authorities

    assert [root.whole for root in authorities.copied()] == [
        root.whole for root in authorities.certificates_of()
    ]


def test_the_database_guards_log_record_and_state(original):
    from django.db import IntegrityError, transaction

    seal = original.seal_use.seal
    seals.revoke_seal(by=SYSTEM, seal_id=seal.pk, reason="机构撤销")
    for change in (
        lambda: SealUse.objects.update(purpose="licence"),
        lambda: SealUse.objects.all().delete(),
        lambda: Original.objects.update(size=1),
        lambda: type(seal).objects.update(signer="别人"),
        lambda: type(seal).objects.update(state="issued"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()
