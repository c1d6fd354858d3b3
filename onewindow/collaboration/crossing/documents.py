"""The document by which an application goes to another province: made, signed, checked. Pure but for the key.

What is signed is the canonical JSON of everything but the signature (SM2 with SM3, GB/T 32918), so that any
change of a letter is seen. The schema is `data/schemas/handover.json`.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft202012Validator

from onewindow.kernel.public import canonical, keys, sm2, yaml_file

FORMAT, PURPOSE, SIMULATED = "onewindow.handover/1", "handover", "handover-simulated"
MOST_BYTES = 60_000_000
_DATA = Path(__file__).parent.parent / "data"
Told = Mapping[str, Any]


@dataclass(frozen=True)
class Partner:
    """对方平台: whose documents are taken in; without a key of its own it is 模拟."""

    key: str
    province: str
    name: str
    public: str = ""
    simulated: bool = False

    @property
    def public_key(self) -> bytes:
        """The key its documents are signed with."""
        if self.simulated:
            return keys.public_key(keys.store().current(SIMULATED))
        return bytes.fromhex(self.public)


@lru_cache(maxsize=1)
def _read() -> dict[str, Any]:
    read = yaml_file.read(_DATA / "partners.yaml")
    assert isinstance(read, dict)
    return read


def ours() -> Mapping[str, str]:
    """Return our own province and platform."""
    return dict(_read()["ours"])


def basis() -> str:
    """Return the rule by which applications go to another province."""
    return str(_read()["basis"])


def partners() -> dict[str, Partner]:
    """Return the partners by their keys."""
    return {row["key"]: Partner(**row) for row in _read()["partners"]}


@lru_cache(maxsize=1)
def _schema() -> Draft202012Validator:
    told = json.loads((_DATA / "schemas" / "handover.json").read_text(encoding="utf-8"))
    return Draft202012Validator(told, validate_formats=True)


def message_of(told: Told) -> bytes:
    """Return what is signed of a document."""
    return canonical.canonical_json({key: value for key, value in told.items() if key != "signature"})


def signed(told: Told, purpose: str = PURPOSE) -> dict[str, Any]:
    """Return a document with its signature."""
    made = sm2.sign(purpose, message_of(told))
    return {**told, "signature": {"algorithm": "SM2-SM3", "key": made.kid, "value": made.value.hex()}}


def file_told(field: str, name: str, data: bytes) -> dict[str, str]:
    """Return a file as a document holds it."""
    return {
        "field": field, "name": name, "sm3": canonical.sm3(data).hex(),
        "content": base64.b64encode(data).decode(),
    }  # fmt: skip


@dataclass(frozen=True)
class Checked:
    """What came of a document: who sent it, its files; or the faults, in words."""

    told: Told
    partner: Partner | None
    files: Mapping[str, tuple[str, bytes]]
    faults: tuple[str, ...]


def check(data: bytes) -> Checked:
    """Check a document that came in: form, sender and receiver, signature, the digest of each file."""
    if len(data) > MOST_BYTES:
        return _bad("文件超过 60 MB，请分开移交。")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return _bad("这不是 JSON 文件。")
    if not isinstance(told, dict):
        return _bad("这不是移交文件。")
    shape = [
        f"{'/'.join(map(str, one.instance_path)) or '文件'}：不符合格式"
        for one in _schema().iter_errors(told)
    ]
    if shape:
        return _bad(*shape[:10])
    sender = next((one for one in partners().values() if one.province == told["from"]["province"]), None)
    if sender is None:
        return _bad("发出的平台没有和本平台约定跨省移交。")
    if told["to"]["province"] != ours()["province"]:
        return _bad("这份文件不是移交给本平台的。")
    if not sm2.verify(sender.public_key, message_of(told), bytes.fromhex(told["signature"]["value"])):
        return _bad("签名不对：文件被改动过，或者不是对方平台签发的。")
    files: dict[str, tuple[str, bytes]] = {}
    for row in told["files"]:
        try:
            content = base64.b64decode(row["content"], validate=True)
        except (binascii.Error, ValueError):
            return _bad(f"“{row['name']}”的内容读不出来。")
        if canonical.sm3(content).hex() != row["sm3"]:
            return _bad(f"“{row['name']}”的摘要不对。")
        files[row["field"]] = (row["name"], content)
    return Checked(told, sender, files, ())


def _bad(*faults: str) -> Checked:
    return Checked({}, None, {}, faults)
