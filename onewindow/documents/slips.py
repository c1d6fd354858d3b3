"""The signed slip in the QR code: enough to check a printed notice without any network."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass

from onewindow.documents import tokens
from onewindow.documents.records import Notice
from onewindow.kernel.public import canonical, clock, sm2

_VERSION = b"\x01"
_DOMAIN = b"onewindow.slip/1\n"
_FIXED = 1 + 8 + 64 + 32
LONGEST = 2000
_FIELDS = ("number", "item", "holder", "decision", "decided_on", "valid_until")


@dataclass(frozen=True, slots=True)
class Slip:
    """The few facts of a slip, the digest of the whole record, and the key that signed."""

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
    content = digest + canonical.canonical_json(facts)
    signature = sm2.sign("notice", _DOMAIN + notice.token.encode() + content)
    return _VERSION + bytes.fromhex(signature.kid) + signature.value + content


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
    if not exact or raw[:1] != _VERSION or not isinstance(values, list) or len(values) != len(_FIELDS):
        raise ValueError("not a slip")
    return Slip(
        kid=raw[1:9].hex(),
        signature=raw[9:73],
        digest=raw[73:105],
        facts=dict(zip(_FIELDS, map(str, values), strict=True)),
        signed=_DOMAIN + token.encode() + raw[73:],
    )
