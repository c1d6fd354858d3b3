"""Signatures follow GB/T 32918: the standard's own vector, and another implementation."""

import os
import shutil
import subprocess
from pathlib import Path
from threading import Thread

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from onewindow.kernel import keys, sm2

PUBLIC = bytes.fromhex(
    "0409F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020"
    "CCEA490CE26775A52DC6EA718CC1AA600AED05FBF35E084A6632F6072DA9AD13"
)
SIGNATURE = bytes.fromhex(
    "F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3"
    "B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA"
)
HEADER = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")


def test_verifies_the_vector_of_the_standard() -> None:
    assert sm2.digest(PUBLIC, b"message digest").hex() == (
        "f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640"
    )
    assert sm2.verify(PUBLIC, b"message digest", SIGNATURE)


@pytest.mark.parametrize("place", [0, 31, 32, 63])
def test_one_changed_bit_is_refused(place: int) -> None:
    changed = bytearray(SIGNATURE)
    changed[place] ^= 1
    assert not sm2.verify(PUBLIC, b"message digest", bytes(changed))
    assert not sm2.verify(PUBLIC, b"message digesT", SIGNATURE)


def test_malformed_keys_and_signatures_are_refused() -> None:
    assert not sm2.verify(b"", b"m", SIGNATURE)
    assert not sm2.verify(b"\x04" + b"\x01" * 64, b"m", SIGNATURE)
    assert not sm2.verify(PUBLIC, b"m", b"\x00" * 64)
    assert not sm2.verify(PUBLIC, b"m", b"\xff" * 64)
    assert not sm2.verify(PUBLIC, b"m", b"")


def test_signs_what_it_verifies(key_folder: Path) -> None:
    signature = sm2.sign("notice", b"text")
    assert len(signature.value) == 64
    public = keys.public_key(signature.kid)
    assert sm2.verify(public, b"text", signature.value)
    assert not sm2.verify(public, b"text", sm2.sign("audit", b"text").value)


def test_a_refusal_prints_nothing_and_swallows_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    stop = False
    said = 0

    def chatter() -> None:
        nonlocal said
        while not stop:
            said += os.write(2, b"said by another thread\n")

    talker = Thread(target=chatter)
    talker.start()
    for _ in range(50):
        assert not sm2.verify(PUBLIC, b"another", SIGNATURE)
    stop = True
    talker.join()
    assert not sm2.verify(PUBLIC, b"another", SIGNATURE)
    printed = capfd.readouterr().err
    assert "GmSSL" not in printed
    assert sorted(printed) == sorted("said by another thread\n" * (said // 23))


@pytest.mark.skipif(shutil.which("openssl") is None, reason="the openssl command is not installed")
def test_openssl_agrees(tmp_path: Path, key_folder: Path) -> None:
    signature = sm2.sign("notice", b"cross-check")
    public = keys.public_key(signature.kid)
    (tmp_path / "m").write_bytes(b"cross-check")
    (tmp_path / "p.der").write_bytes(HEADER + public)
    r, s = (int.from_bytes(half, "big") for half in (signature.value[:32], signature.value[32:]))
    (tmp_path / "s").write_bytes(encode_dss_signature(r, s))
    identity = ["-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]

    def openssl(*arguments: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(["openssl", *arguments], cwd=tmp_path, capture_output=True, check=False)

    ours = openssl(
        *("pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "p.der", "-in", "m", "-sigfile", "s"),
        *identity,
    )
    assert ours.returncode == 0, ours.stderr
    openssl("genpkey", "-algorithm", "SM2", "-out", "k.pem")
    made = openssl("pkeyutl", "-sign", "-inkey", "k.pem", "-in", "m", "-out", "t", *identity)
    assert made.returncode == 0, made.stderr
    theirs = openssl("pkey", "-in", "k.pem", "-pubout", "-outform", "DER").stdout[-65:]
    r, s = decode_dss_signature((tmp_path / "t").read_bytes())
    assert sm2.verify(theirs, b"cross-check", r.to_bytes(32, "big") + s.to_bytes(32, "big"))
