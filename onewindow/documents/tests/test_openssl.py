"""A checker that shares no code with ours: the OpenSSL command line, as docs/how-to/verify.md says."""

import base64
import json
import shutil
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from onewindow.documents import keyrings, proofs

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl command on this machine")
SM2_KEY = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")


@pytest.mark.parametrize("altered", [False, True])
def test_agrees_about_a_record(notice, tmp_path, altered):
    file = proofs.record_file(kid=notice.kid, signature=bytes(notice.signature), record=bytes(notice.record))
    held = json.loads(file)
    record = json.dumps(held["record"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    (tmp_path / "r").write_text(record.replace("准予", "不予") if altered else record)
    value = bytes.fromhex(held["signature"])
    (tmp_path / "s").write_bytes(
        encode_dss_signature(int.from_bytes(value[:32], "big"), int.from_bytes(value[32:], "big"))
    )
    (key,) = [k for k in keyrings.published()["keys"] if k["kid"] == held["kid"]]
    encoded = base64.encodebytes(SM2_KEY + bytes.fromhex(key["public_hex"])).decode()
    (tmp_path / "k").write_text(f"-----BEGIN PUBLIC KEY-----\n{encoded}-----END PUBLIC KEY-----\n")

    words = (
        "pkeyutl -verify -pubin -inkey k -rawin -in r -digest sm3 -sigfile s -pkeyopt distid:1234567812345678"
    )
    done = subprocess.run(
        ["openssl", *words.split()], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == int(altered), done
