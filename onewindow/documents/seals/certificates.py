"""X.509 certificates over SM2 (GB/T 20518): read, made, and judged along their chain.

The signature is SM2 with SM3 (OID 1.2.156.10197.1.501) under the usual signer id.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from onewindow.documents.seals import der
from onewindow.kernel.public import canonical, sm2

SM2_SM3 = "1.2.156.10197.1.501"
_EC_KEY, _SM2_CURVE = "1.2.840.10045.2.1", "1.2.156.10197.1.301"
_USAGES = ("digital_signature", "non_repudiation", "key_encipherment", "data_encipherment", "key_agreement",
           "cert_sign", "crl_sign")  # fmt: skip
_NAMES = {"C": "2.5.4.6", "O": "2.5.4.10", "OU": "2.5.4.11", "CN": "2.5.4.3", "S": "2.5.4.8", "L": "2.5.4.7"}
_LETTERS = {dotted: letter for letter, dotted in _NAMES.items()}
_KEY_USAGE, _BASIC, _SUBJECT_KEY, _AUTHORITY_KEY = "2.5.29.15", "2.5.29.19", "2.5.29.14", "2.5.29.35"
_KNOWN_CRITICAL = {_KEY_USAGE, _BASIC}
LONGEST_CHAIN = 5


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as read; `key` is the SM2 point in 65 bytes, empty where the key is of another kind.

    `names` are the subject's parts, such as ("O", "…委员会"); `usages` is None without the extension.
    """

    whole: bytes
    signed: bytes
    algorithm: str
    signature: bytes
    serial: int
    issuer: bytes
    subject: bytes
    names: tuple[tuple[str, str], ...]
    not_before: datetime
    not_after: datetime
    key: bytes
    usages: frozenset[str] | None
    is_authority: bool
    unknown_critical: bool

    @property
    def title(self) -> str:
        """The subject in one line, organisation and common name."""
        told = [text for letter, text in self.names if letter in {"O", "CN"}]
        return " · ".join(dict.fromkeys(told)) or "（未写名称）"

    def may(self, usage: str) -> bool:
        """Tell whether the key may be used so; without the extension everything is allowed (RFC 5280)."""
        return self.usages is None or usage in self.usages


@dataclass(frozen=True, slots=True)
class Subject:
    """What a new certificate says: its names, its key, what the key may do, how long."""

    names: tuple[tuple[str, str], ...]
    key: bytes
    usages: tuple[str, ...]
    serial: int
    not_before: datetime
    not_after: datetime
    authority: bool = False


def read(data: bytes) -> Certificate:
    """Return a certificate; raise ValueError for anything else. Nothing is verified yet."""
    body, method, value = der.read(data).inside(der.SEQUENCE, 3)[:3]
    parts = body.inside(der.SEQUENCE, 6)
    if parts[0].tag == 0xA0:
        parts = parts[1:]
    if len(parts) < 6:
        raise der.NotDer("a certificate without its parts")
    begins, ends = parts[3].inside(der.SEQUENCE, 2)[:2]
    extensions, unknown = _extensions(parts[6:])
    basic = extensions.get(_BASIC)
    return Certificate(
        whole=data,
        signed=body.whole,
        algorithm=method.inside(der.SEQUENCE, 1)[0].identifier(),
        signature=value.bits(),
        serial=parts[0].number(),
        issuer=parts[2].whole,
        subject=parts[4].whole,
        names=_read_names(parts[4]),
        not_before=begins.moment(),
        not_after=ends.moment(),
        key=_read_key(parts[5]),
        usages=_read_usages(extensions.get(_KEY_USAGE)),
        is_authority=basic is not None and _says_authority(basic),
        unknown_critical=unknown,
    )


def unsigned(subject: Subject, *, issuer: bytes | None, issuer_key: bytes) -> bytes:
    """Return what an issuer signs to make a certificate; `issuer` is its encoded name, None for itself."""
    name = encode_names(subject.names)
    usage = sum(0x80 >> _USAGES.index(one) for one in subject.usages)
    unused = (usage & -usage).bit_length() - 1
    extensions = [
        (
            _BASIC,
            True,
            der.sequence(der.element(der.BOOLEAN, b"\xff")) if subject.authority else der.sequence(),
        ),
        (_KEY_USAGE, True, der.bits(bytes((usage,)), unused)),
        (_SUBJECT_KEY, False, der.octets(key_identifier(subject.key))),
        (_AUTHORITY_KEY, False, der.sequence(der.element(0x80, key_identifier(issuer_key)))),
    ]
    return der.sequence(
        der.element(0xA0, der.integer(2)),
        der.integer(subject.serial),
        METHOD,
        issuer or name,
        der.sequence(der.time(subject.not_before), der.time(subject.not_after)),
        name,
        der.sequence(
            der.sequence(der.identifier(_EC_KEY), der.identifier(_SM2_CURVE)), der.bits(subject.key)
        ),
        der.element(0xA3, der.sequence(*(_extension(*one) for one in extensions))),
    )


def whole(signed: bytes, signature: bytes) -> bytes:
    """Return a certificate, or a revocation list, from what was signed and r‖s."""
    return der.sequence(signed, METHOD, der.bits(encode_pair(signature)))


def key_identifier(key: bytes) -> bytes:
    """Return the twenty bytes certificates name a key by."""
    return canonical.sm3(key)[:20]


def encode_names(names: Sequence[tuple[str, str]]) -> bytes:
    """Return an encoded name."""
    return der.sequence(
        *(
            der.element(der.SET, der.sequence(der.identifier(_NAMES[letter]), _text(letter, text)))
            for letter, text in names
        )
    )


def signature_pair(value: bytes) -> bytes:
    """Return r‖s in 64 bytes from either form in use: raw, or as two INTEGERs; raise ValueError."""
    if len(value) == 64:
        return value
    numbers = [node.number() for node in der.read(value).inside(der.SEQUENCE, 2)]
    if len(numbers) != 2 or any(not 0 < number < 1 << 256 for number in numbers):
        raise der.NotDer("not a signature")
    return b"".join(number.to_bytes(32, "big") for number in numbers)


def encode_pair(pair: bytes) -> bytes:
    """Return r‖s as two INTEGERs."""
    return der.sequence(
        der.integer(int.from_bytes(pair[:32], "big")), der.integer(int.from_bytes(pair[32:], "big"))
    )


def is_signed_by(key: bytes, signed: bytes, value: bytes) -> bool:
    """Tell whether a key signed bytes, the signature in either form; unreadable signatures are false."""
    try:
        return bool(key) and sm2.verify(key, signed, signature_pair(value))
    except ValueError:
        return False


def chain(
    leaf: Certificate, *, given: Sequence[Certificate], roots: Sequence[Certificate], at: datetime
) -> list[Certificate]:
    """Return the chain from a certificate to a trusted root, each signed by the next and valid then.

    Empty where there is none. Revocation is the caller's question.
    """
    found = [leaf]
    trusted = {root.whole for root in roots}
    while found[-1].whole not in trusted:
        last = found[-1]
        above = next((one for one in (*roots, *given) if _issued(one, last, at)), None)
        if above is None or above in found or len(found) >= LONGEST_CHAIN:
            return []
        found.append(above)
    return found if all(one.not_before <= at <= one.not_after for one in found) else []


def _issued(above: Certificate, below: Certificate, at: datetime) -> bool:
    return (
        above.subject == below.issuer
        and above.is_authority
        and above.may("cert_sign")
        and not above.unknown_critical
        and above.not_before <= at <= above.not_after
        and below.algorithm == SM2_SM3
        and is_signed_by(above.key, below.signed, below.signature)
    )


def _read_names(node: der.Node) -> tuple[tuple[str, str], ...]:
    found = []
    for part in node.inside(der.SEQUENCE):
        for pair in part.inside(der.SET, 1):
            kind, text = pair.inside(der.SEQUENCE, 2)[:2]
            found.append((_LETTERS.get(kind.identifier(), kind.identifier()), text.text()))
    return tuple(found)


def _read_key(node: der.Node) -> bytes:
    method, value = node.inside(der.SEQUENCE, 2)[:2]
    kind = method.inside(der.SEQUENCE, 1)
    if kind[0].identifier() != _EC_KEY or len(kind) < 2 or kind[1].tag != der.OID:
        return b""
    return value.bits() if kind[1].identifier() == _SM2_CURVE else b""


def _extensions(rest: Sequence[der.Node]) -> tuple[dict[str, bytes], bool]:
    held, unknown = {}, False
    for node in rest:
        if node.tag != 0xA3:
            continue
        for one in der.read(node.body).inside(der.SEQUENCE):
            parts = one.inside(der.SEQUENCE, 2)
            kind = parts[0].identifier()
            critical = parts[1].tag == der.BOOLEAN and parts[1].body == b"\xff"
            unknown = unknown or (critical and kind not in _KNOWN_CRITICAL)
            held[kind] = parts[-1].content(der.OCTETS)
    return held, unknown


def _read_usages(value: bytes | None) -> frozenset[str] | None:
    if value is None:
        return None
    held = der.read(value).bits()[:1] or b"\0"
    return frozenset(name for place, name in enumerate(_USAGES) if held[0] & 0x80 >> place)


def _says_authority(value: bytes) -> bool:
    parts = der.read(value).inside(der.SEQUENCE)
    return bool(parts) and parts[0].tag == der.BOOLEAN and parts[0].body == b"\xff"


def _extension(kind: str, critical: bool, value: bytes) -> bytes:
    flag = der.element(der.BOOLEAN, b"\xff") if critical else b""
    return der.sequence(der.identifier(kind), flag, der.octets(value))


def _text(letter: str, text: str) -> bytes:
    return der.element(der.PRINTABLE, text.encode("ascii")) if letter == "C" else der.utf8(text)


METHOD = der.sequence(der.identifier(SM2_SM3))
