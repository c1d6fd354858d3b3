"""The signed slip in the QR code: enough to check a printed notice without any network."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import date

from onewindow.documents import tokens
from onewindow.documents.records import Notice
from onewindow.kernel.public import canonical, clock, sm2

NOTICE, CERTIFICATE = 1, 2
_FIXED = 1 + 8 + 64 + 32
LONGEST = 2000
_FIELDS = {
    NOTICE: ("number", "item", "holder", "decision", "decided_on", "valid_until"),
    CERTIFICATE: ("number", "name", "holder", "issuer", "issued_on", "valid_until"),
}


@dataclass(frozen=True, slots=True)
class Slip:
    """The few facts of a slip, the digest of the whole record, and the key that signed.

    `design` says of what: a notice or a certificate; it is under the signature too.
    """

    design: int
    kid: str
    signature: bytes
    digest: bytes
    facts: dict[str, str]
    signed: bytes


def compose(notice: Notice, *, holder_masked: str, digest: bytes) -> bytes:
    """Return a slip, signed; the token is under the signature but not repeated in the slip."""
    facts = [
        notice.number,
        notice.item_name[:40],
        holder_masked[:30],
        notice.decision[:20],
        clock.local(notice.decided_at).date().isoformat(),
        notice.valid_until.isoformat() if notice.valid_until else "",
    ]
    return _sealed(NOTICE, notice.token, facts, digest)


def certify(
    *,
    token: str,
    number: str,
    name: str,
    holder: str,
    issuer: str,
    issued_on: date,
    valid_until: date | None,
    digest: bytes,
) -> bytes:
    """Return the signed slip of a certificate; `holder` is masked, `digest` is that of its whole record."""
    facts = [
        number[:40],
        name[:40],
        holder[:30],
        issuer[:40],
        issued_on.isoformat(),
        valid_until.isoformat() if valid_until else "",
    ]
    return _sealed(CERTIFICATE, token, facts, digest)


def _sealed(design: int, token: str, facts: list[str], digest: bytes) -> bytes:
    content = digest + canonical.canonical_json(facts)
    signature = sm2.sign("notice", _covered(design, token, content))
    return bytes([design]) + bytes.fromhex(signature.kid) + signature.value + content


def _covered(design: int, token: str, content: bytes) -> bytes:
    return f"onewindow.slip/{design}\n{token}".encode() + content


def address(base: str, token: str, slip: bytes) -> str:
    """Return the text of the QR code: the page to check at, the slip behind #, which no server is sent."""
    return f"{base}/verify/{token}/#{urlsafe_b64encode(slip).rstrip(b'=').decode()}"


def read(text: str) -> Slip:
    """Return the slip in the text of a QR code; raise ValueError when it is none of ours."""
    place, _, fragment = text.strip().partition("#")
    token = place.rstrip("/").rsplit("/", 1)[-1]
    if len(text) > LONGEST or not fragment or not tokens.is_token(token):
        raise ValueError("not a slip")
    try:
        raw = urlsafe_b64decode(fragment + "=" * (-len(fragment) % 4))
        exact = urlsafe_b64encode(raw).rstrip(b"=").decode() == fragment
        values = json.loads(raw[_FIXED:])
    except (NotBase64, UnicodeError, RecursionError) as error:
        raise ValueError("not a slip") from error
    fields = _FIELDS.get(raw[0], ())
    if not exact or not fields or not isinstance(values, list) or len(values) != len(fields):
        raise ValueError("not a slip")
    return Slip(
        design=raw[0],
        kid=raw[1:9].hex(),
        signature=raw[9:73],
        digest=raw[73:105],
        facts=dict(zip(fields, map(str, values), strict=True)),
        signed=_covered(raw[0], token, raw[73:]),
    )
