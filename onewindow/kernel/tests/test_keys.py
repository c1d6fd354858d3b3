"""Keys are made once, kept private, and never made anew where one is missing."""

import subprocess
import sys
from pathlib import Path

import pytest

from onewindow.kernel import keys
from onewindow.kernel.canonical import sm3
from onewindow.kernel.hashing import hmac_sm3, keyed_hash
from onewindow.kernel.keys.software import SoftwareKeyStore

MAKE = """
import sys
from onewindow.kernel.keys.software import SoftwareKeyStore
store = SoftwareKeyStore(sys.argv[1])
sys.stdin.readline()
print(store.current("notice"), store.secret("hash").hex())
"""


def test_a_key_is_made_at_first_use_and_kept(key_folder: Path) -> None:
    kid = keys.store().current("notice")
    keys.forget()
    assert keys.store().current("notice") == kid
    assert keys.public_key(kid)[0] == 4
    assert kid == sm3(keys.public_key(kid)).hex()[:16]


def test_files_are_private(key_folder: Path) -> None:
    keys.store().current("notice")
    keys.secret("hash")
    assert key_folder.stat().st_mode & 0o777 == 0o700
    assert {p.stat().st_mode & 0o777 for p in key_folder.iterdir() if p.name != ".lock"} == {0o600}


def test_publishes_public_keys_only(key_folder: Path) -> None:
    kid = keys.store().current("notice")
    [published] = keys.published()
    assert (published.kid, published.purpose, published.algorithm) == (kid, "notice", "SM2-SM3")
    assert bytes.fromhex(published.public_hex) == keys.public_key(kid)
    assert len(published.public_hex) == 130


def test_a_rotated_key_stays_known(key_folder: Path) -> None:
    store = SoftwareKeyStore(str(key_folder))
    old = store.current("notice")
    new = store.rotate("notice")
    again = SoftwareKeyStore(str(key_folder))
    assert again.current("notice") == new != old
    assert {key.kid for key in again.published()} == {old, new}


def test_a_missing_key_is_an_error(key_folder: Path) -> None:
    with pytest.raises(keys.KeyMissing):
        keys.public_key("0123456789abcdef")
    with pytest.raises(keys.KeyMissing):
        keys.secret("field-7", create=False)
    with pytest.raises(ValueError, match="key name"):
        keys.secret("../etc/passwd")


def test_processes_starting_together_get_the_same_keys(tmp_path: Path) -> None:
    started = [
        subprocess.Popen(
            [sys.executable, "-c", MAKE, str(tmp_path / "keys")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    answers = {process.communicate("go\n", timeout=60)[0] for process in started}
    assert len(answers) == 1
    assert len(list((tmp_path / "keys").glob("*.sm2.json"))) == 1


def test_a_keyed_hash_depends_on_purpose_text_and_key(key_folder: Path) -> None:
    first = keyed_hash("resident_id", "459900199005120020")
    assert len(first) == 32
    assert first == keyed_hash("resident_id", "459900199005120020")
    assert first != keyed_hash("mobile", "459900199005120020")
    assert first != keyed_hash("resident_id", "459900199005120021")


def test_hmac_sm3_gives_a_known_value() -> None:
    key = bytes.fromhex("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20")
    message = b"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq" * 2
    assert hmac_sm3(key, message).hex() == "ca05e144ed05d1857840d1f318a4a8669e559fc8391f414485bfdf7bb408963a"
    assert sm3(b"abc").hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
