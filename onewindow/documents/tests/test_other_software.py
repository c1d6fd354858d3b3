"""Other people's software about our originals: a reader, and a checker built on OpenSSL; and theirs, here."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from onewindow.documents import public as documents
from onewindow.documents.ofd import reading
from onewindow.documents.seals import authorities, certificates
from onewindow.documents.tests.sealing import sealed_body
from onewindow.kernel.public import SYSTEM, keys, sm2

pytestmark = pytest.mark.django_db
RECHECK = Path(__file__).parents[3] / "tests" / "clients" / "recheck_seal.py"
with_openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")
DISTID = "distid:1234567812345678"


@pytest.fixture
def ofd(notice: documents.Document) -> bytes:
    sealed_body()
    made = documents.seal_original(by=SYSTEM, kind="notice", reference=notice.number)
    return documents.original_bytes(made)


def test_an_independent_reader_finds_all_the_text(ofd):
    ofdkit = pytest.importorskip("ofdkit", reason="the reader ofdkit is not installed")
    plain = "".join(ofdkit.extract_text(ofd).split())
    ours = reading.text_of(reading.Package(ofd)).splitlines()
    assert len(ours) > 25
    assert [line for line in ours if "".join(line.split()) not in plain] == []


@with_openssl
def test_openssl_agrees_about_every_digest_and_signature(ofd, tmp_path):
    (tmp_path / "n.ofd").write_bytes(ofd)
    (tmp_path / "root.cer").write_bytes(authorities.certificates_of()[0].whole)
    done = subprocess.run(
        [sys.executable, str(RECHECK), "n.ofd", "root.cer"], cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "two certificates: all hold" in done.stdout


@with_openssl
def test_openssl_finds_what_was_changed(ofd, tmp_path):
    from onewindow.documents.tests.test_seal_original import repacked

    with_change = repacked(ofd, **{"Doc_0__PublicRes.xml": b"<a/>"})
    (tmp_path / "n.ofd").write_bytes(with_change)
    (tmp_path / "root.cer").write_bytes(authorities.certificates_of()[0].whole)
    done = subprocess.run(
        [sys.executable, str(RECHECK), "n.ofd", "root.cer"], cwd=tmp_path, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Doc_0/PublicRes.xml was changed" in done.stderr


@with_openssl
def test_what_openssl_issues_and_signs_is_believed_here(tmp_path):
    def run(*words: str) -> None:
        done = subprocess.run(["openssl", *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    key = ("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:SM2")
    run(*key, "-out", "ca.key")
    run(*key, "-out", "leaf.key")
    run("req", "-x509", "-new", "-key", "ca.key", "-sm3", "-sigopt", DISTID, "-subj", "/C=CN/O=根/CN=CA",
        "-utf8", "-days", "30", "-out", "ca.pem", "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
    run("req", "-new", "-key", "leaf.key", "-sm3", "-sigopt", DISTID, "-subj", "/C=CN/O=某局/CN=章", "-utf8",
        "-out", "leaf.csr")  # fmt: skip
    run("x509", "-req", "-in", "leaf.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-sm3", "-sigopt", DISTID,
        "-vfyopt", DISTID, "-days", "10", "-set_serial", "7", "-out", "leaf.pem")  # fmt: skip
    for name in ("ca", "leaf"):
        run("x509", "-in", f"{name}.pem", "-outform", "DER", "-out", f"{name}.cer")
    (tmp_path / "m").write_bytes("一窗".encode())
    run("pkeyutl", "-sign", "-inkey", "leaf.key", "-rawin", "-in", "m", "-digest", "sm3", "-out", "s",
        "-pkeyopt", DISTID)  # fmt: skip

    root, leaf = (certificates.read((tmp_path / f"{name}.cer").read_bytes()) for name in ("ca", "leaf"))

    assert (leaf.serial, leaf.title, root.is_authority) == (7, "某局 · 章", True)
    assert certificates.is_signed_by(leaf.key, "一窗".encode(), (tmp_path / "s").read_bytes())
    assert not certificates.is_signed_by(leaf.key, "一口".encode(), (tmp_path / "s").read_bytes())
    at = leaf.not_before
    assert certificates.chain(leaf, given=[], roots=[root], at=at) == [leaf, root]
    assert certificates.chain(leaf, given=[], roots=[], at=at) == []
    assert certificates.chain(leaf, given=[root], roots=[], at=at) == []
    assert certificates.chain(leaf, given=[], roots=[root], at=leaf.not_after.replace(year=2099)) == []
    assert certificates.chain(root, given=[], roots=[leaf], at=at) == []


@with_openssl
def test_openssl_believes_what_we_sign(tmp_path):
    authorities.set_up(SYSTEM)
    maker = authorities.maker()
    signature = sm2.sign_with(keys.seal_store(), maker.kid, b"message")
    (tmp_path / "m").write_bytes(b"message")
    (tmp_path / "s").write_bytes(certificates.encode_pair(signature))
    (tmp_path / "c").write_bytes(maker.certificate.whole)
    made = subprocess.run(
        ["openssl", "x509", "-inform", "DER", "-in", "c", "-pubkey", "-noout", "-out", "k"], cwd=tmp_path,
        check=True, capture_output=True,
    )  # fmt: skip
    assert made.returncode == 0
    words = f"pkeyutl -verify -pubin -inkey k -rawin -in m -digest sm3 -sigfile s -pkeyopt {DISTID}"
    assert subprocess.run(["openssl", *words.split()], cwd=tmp_path, check=False).returncode == 0
