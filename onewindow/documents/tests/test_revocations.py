"""What lost its force is on a signed list; with it a file is judged without a network."""

import json
import shutil
import subprocess
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onewindow.documents import cli, keyrings, revocations
from onewindow.documents import public as documents
from onewindow.documents.seals import authorities, der
from onewindow.documents.seals import services as seals
from onewindow.documents.tests.factories import notice_of
from onewindow.documents.tests.sealing import sealed_body
from onewindow.documents.verdicts import Verdict
from onewindow.kernel.public import SYSTEM, canonical

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ofd(notice: documents.Document) -> bytes:
    sealed_body()
    return documents.original_bytes(
        documents.seal_original(by=SYSTEM, kind="notice", reference=notice.number)
    )


def told() -> str:
    return Client().get("/transparency/revocations.json").content.decode()


def verify(capsys, *words: object) -> tuple[int, dict]:
    command = cli.command()
    from argparse import ArgumentParser

    parser = ArgumentParser()
    command.arguments(parser)
    done = command.run(parser.parse_args([*map(str, words), "--json"]))
    return done, json.loads(capsys.readouterr().out)


def test_offline_with_keys_and_list_the_verdict_is_plain(notice, ofd, tmp_path, capsys):
    (tmp_path / "n.ofd").write_bytes(ofd)
    (tmp_path / "keys.json").write_bytes(Client().get("/transparency/keys.json").content)
    (tmp_path / "before.json").write_text(told())
    documents.revoke_notice(by=SYSTEM, number=notice.number, reason="申请材料虚假")
    cache.clear()
    (tmp_path / "after.json").write_text(told())
    words = (tmp_path / "n.ofd", "--keys", tmp_path / "keys.json", "--revocations")

    done, good = verify(capsys, *words, tmp_path / "before.json")
    assert (done, good["verdict"]) == (0, "genuine")
    assert good["sentences"][-1].endswith("公布的作废名单，它没有被撤销。")
    assert good["facts"]["出具机关"] == "广西壮族自治区卫生健康委员会"

    done, gone = verify(capsys, *words, tmp_path / "after.json")
    assert (done, gone["verdict"]) == (1, "revoked")
    assert "它的状态是“已撤销”" in gone["sentences"][-1]


def test_the_page_says_it_at_once_for_an_uploaded_file(notice, ofd):
    def asked() -> str:
        file = SimpleUploadedFile("n.ofd", ofd)
        return Client().post("/verify/", {"file": file, "code": ""}).content.decode()

    assert "真实有效" in asked()
    documents.revoke_notice(by=SYSTEM, number=notice.number, reason="申请材料虚假")
    assert "真实，但已被撤销" in asked()


def test_a_changed_list_is_not_believed(notice):
    documents.revoke_notice(by=SYSTEM, number=notice.number, reason="申请材料虚假")
    held = json.loads(told())
    (row,) = held["list"]["records"]
    assert row["digest"] == canonical.sm3(bytes(notice.record)).hex()
    held["list"]["records"] = []
    with pytest.raises(ValueError, match="signature"):
        revocations.read(json.dumps(held), keyrings.own())
    for broken in ("", "{}", "[]", '{"list":1,"kid":"a","signature":"00","format":"x"}'):
        with pytest.raises(ValueError, match=r"."):
            revocations.read(broken, keyrings.own())


def test_contexts_above_add_theirs(notice):
    moment = notice.issued_at
    revocations.register_revoked("test", lambda: [(b"\1" * 32, "注销", moment)])
    try:
        read = revocations.read(told(), keyrings.own())
    finally:
        revocations._sources.pop("test")
    assert read.records == {"01" * 32: ("注销", moment)}
    assert read.next_update - read.issued_at == timedelta(days=7)


def test_a_revoked_seal_is_on_both_lists(ofd):
    from onewindow.documents.seals.models import Seal

    seal = Seal.objects.get()
    seals.revoke_seal(by=SYSTEM, seal_id=seal.pk, reason="机构撤销")
    read = revocations.read(told(), keyrings.own())
    assert list(read.seals) == [int(seal.serial, 16)]
    found = documents.check_file(ofd, keyrings.own(), documents.own_trust())
    assert found.verdict == Verdict.GENUINE, "what was sealed before stays good"


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
def test_openssl_reads_our_list_of_seals_and_its_signature(ofd, tmp_path):
    from onewindow.documents.seals.models import Seal

    seal = Seal.objects.get()

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["openssl", *words], cwd=tmp_path, capture_output=True, text=True, check=False)

    def checked() -> subprocess.CompletedProcess[str]:
        (tmp_path / "l.crl").write_bytes(Client().get("/transparency/seals.crl").content)
        body, _, value = der.read((tmp_path / "l.crl").read_bytes()).children()
        (tmp_path / "m").write_bytes(body.whole)
        (tmp_path / "s").write_bytes(value.bits())
        assert run("x509", "-in", "root.pem", "-pubkey", "-noout", "-out", "k").returncode == 0
        words = "-verify -pubin -inkey k -rawin -in m -digest sm3 -sigfile s"
        return run("pkeyutl", *words.split(), "-pkeyopt", "distid:1234567812345678")

    (tmp_path / "root.cer").write_bytes(authorities.certificates_of()[0].whole)
    assert run("x509", "-inform", "DER", "-in", "root.cer", "-out", "root.pem").returncode == 0
    before = checked()
    seals.revoke_seal(by=SYSTEM, seal_id=seal.pk, reason="机构撤销")
    after = checked()
    text = run("crl", "-inform", "DER", "-in", "l.crl", "-noout", "-text").stdout
    assert seal.serial.upper() in text
    assert "1.2.156.10197.1.501" in text or "SM2-with-SM3" in text
    assert (before.returncode, after.returncode) == (0, 0)


def test_without_a_root_there_is_no_list_of_seals():
    authorities._signer.cache_clear()
    assert Client().get("/transparency/seals.crl").status_code == 404


def test_an_expired_or_unknown_document_is_as_before():
    assert documents.check_file(b"PK\x03\x04", {}).verdict == Verdict.MALFORMED
    assert notice_of().status == "valid"
