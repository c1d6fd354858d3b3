"""The files a record travels in, and what makes them checkable: the record file, the proof line of a PDF."""

import json
import re
from dataclasses import dataclass
from typing import Any

from onewindow.documents import records
from onewindow.kernel.public import canonical, keys, sm2

FORMAT = "onewindow.record/1"
ALGORITHM = "SM2-SM3"
_PROOF = re.compile(
    rb"\n%OneWindow-Proof 1 kid=([0-9a-f]{16}) record=([0-9a-f]{64}) sm2=([0-9a-f]{128})"
    rb"\nstartxref\n[0-9]{1,10}\n%%EOF\n?\Z"
)
_END = re.compile(rb"\n(startxref\n[0-9]{1,10}\n%%EOF\n?)\Z")
_TAIL = 512
_MARKS = (b"OneWindow-Proof", b"%OneWindow", b" record=", FORMAT.encode())


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """A record with its signature, as read from a file; nothing is verified yet."""

    kid: str
    signature: bytes
    digest: bytes
    record: bytes
    content: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ProofLine:
    """The signature over a whole PDF: all its bytes but the signature's own 128 digits."""

    kid: str
    record_digest: bytes
    signature: bytes
    signed: bytes


def record_file(*, kid: str, signature: bytes, record: bytes) -> bytes:
    """Return the file people keep and machines read: the record with its signature, canonical JSON."""
    return canonical.canonical_json(
        {
            "format": FORMAT,
            "algorithm": ALGORITHM,
            "kid": kid,
            "digest": canonical.sm3(record).hex(),
            "signature": signature.hex(),
            "record": json.loads(record),
        }
    )


def read_record_file(data: bytes) -> SignedRecord:
    """Return what a record file holds; raise ValueError unless every byte is as `record_file` writes it."""
    try:
        held = json.loads(data)
        content = held["record"]
        record = canonical.canonical_json(content)
        found = SignedRecord(
            kid=held["kid"],
            signature=bytes.fromhex(held["signature"]),
            digest=bytes.fromhex(held["digest"]),
            record=record,
            content=records.read(record),
        )
        exact = canonical.canonical_json(held) == data and set(held) == {
            "format",
            "algorithm",
            "kid",
            "digest",
            "signature",
            "record",
        }
    except (KeyError, TypeError, UnicodeError, RecursionError) as error:
        raise ValueError("not a record file") from error
    if not exact or held["format"] != FORMAT or held["algorithm"] != ALGORITHM:
        raise ValueError("not a record file of this form")
    if found.signature.hex() != held["signature"] or found.digest.hex() != held["digest"]:
        raise ValueError("digits not in the form we write")
    return found


def prove(pdf: bytes, record_digest: bytes) -> bytes:
    """Return the PDF with its proof line: a comment before `startxref`, so the file stays PDF/A."""
    end = _END.search(pdf, max(0, len(pdf) - _TAIL))
    if end is None:
        raise ValueError("not a PDF whose end we know")
    store = keys.store()
    kid = store.current("notice")
    line = f"%OneWindow-Proof 1 kid={kid} record={record_digest.hex()} sm2=".encode()
    head, tail = pdf[: end.start() + 1] + line, b"\n" + pdf[end.start(1) :]
    signature = store.sign_digest(kid, sm2.digest(store.public_key(kid), head + tail))
    return head + signature.hex().encode() + tail


def read_proof(pdf: bytes) -> ProofLine | None:
    """Return the proof line at a PDF's very end, or nothing."""
    found = _PROOF.search(pdf, max(0, len(pdf) - _TAIL))
    if found is None:
        return None
    return ProofLine(
        kid=found[1].decode(),
        record_digest=bytes.fromhex(found[2].decode()),
        signature=bytes.fromhex(found[3].decode()),
        signed=pdf[: found.start(3)] + pdf[found.end(3) :],
    )


def once_proved(data: bytes) -> bool:
    """Tell whether traces of a proof are left in a file that has no proof line at its end."""
    return any(mark in data for mark in _MARKS)
