"""The data structures of electronic seals: GB/T 38540-2020 (version 4), with a switch for those after it.

What the maker's signature covers was an open point: seals in real use (samples of two makers) sign the seal
information alone, so ours do. Version 5 (GM/T 0031-2025) has the same fields; it is read, not yet written.
"""

from dataclasses import dataclass
from datetime import datetime

from onewindow.documents.seals import certificates, der

VERSION = 4
READ = frozenset({4, 5})
MAKER = "OneWindow"
LARGEST_PICTURE = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of a seal: its kind (PNG, SVG, OFD …), its bytes, its size in millimetres."""

    kind: str
    data: bytes
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class SealInfo:
    """The information of a seal (SES_SealInfo); `kind` is a number the maker defines."""

    number: str
    kind: int
    name: str
    certificates: tuple[bytes, ...]
    digests: tuple[bytes, ...]
    made_at: datetime
    valid_from: datetime
    valid_to: datetime
    picture: Picture
    version: int = VERSION
    maker: str = MAKER


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as read: its information, who made it, the maker's signature over the information."""

    info: SealInfo
    signed: bytes
    maker: bytes
    method: str
    signature: bytes
    whole: bytes


@dataclass(frozen=True, slots=True)
class SealSignature:
    """A seal signature as read (SES_Signature): the seal, when, over which bytes, by whom."""

    version: int
    seal: Seal
    at: datetime
    digest: bytes
    property: str
    signed: bytes
    certificate: bytes
    method: str
    signature: bytes
    has_timestamp: bool


def encode_info(info: SealInfo) -> bytes:
    """Return the seal information, which the maker signs."""
    return der.sequence(
        der.sequence(der.ia5("ES"), der.integer(info.version), der.ia5(info.maker)),
        der.ia5(info.number),
        der.sequence(
            der.integer(info.kind),
            der.utf8(info.name),
            der.integer(1),
            der.sequence(*map(der.octets, info.certificates)),
            der.general_time(info.made_at),
            der.general_time(info.valid_from),
            der.general_time(info.valid_to),
        ),
        der.sequence(
            der.ia5(info.picture.kind),
            der.octets(info.picture.data),
            der.integer(info.picture.width),
            der.integer(info.picture.height),
        ),
    )


def encode_seal(info: bytes, *, maker: bytes, signature: bytes) -> bytes:
    """Return a whole seal from its encoded information, the maker's certificate and signature r‖s."""
    return der.sequence(info, der.octets(maker), der.identifier(certificates.SM2_SM3), _value(signature))


def encode_to_sign(seal: bytes, *, at: datetime, digest: bytes, property_: str) -> bytes:
    """Return what is signed when a seal is set (TBS_Sign): seal, time, digest of the file, its place."""
    return der.sequence(
        der.integer(VERSION), seal, der.general_time(at), der.bits(digest), der.ia5(property_)
    )


def encode_signature(to_sign: bytes, *, certificate: bytes, signature: bytes) -> bytes:
    """Return the whole seal signature; the optional time stamp `[0]` is not set here."""
    return der.sequence(
        to_sign, der.octets(certificate), der.identifier(certificates.SM2_SM3), _value(signature)
    )


def read_seal(data: bytes) -> Seal:
    """Return a seal; raise ValueError for anything else, also for versions we do not know."""
    info, maker, method, signature = der.read(data).inside(der.SEQUENCE, 4)[:4]
    return Seal(
        info=_read_info(info),
        signed=info.whole,
        maker=maker.content(der.OCTETS),
        method=method.identifier(),
        signature=signature.bits(),
        whole=data,
    )


def read_signature(data: bytes) -> SealSignature:
    """Return a seal signature; raise ValueError for anything else."""
    parts = der.read(data).inside(der.SEQUENCE, 4)
    to_sign, certificate, method, signature = parts[:4]
    version, seal, at, digest, place = to_sign.inside(der.SEQUENCE, 5)[:5]
    if version.number() not in READ:
        raise der.NotDer(f"seal signatures of version {version.number()} are not read")
    return SealSignature(
        version=version.number(),
        seal=read_seal(seal.whole),
        at=at.moment(),
        digest=digest.bits(),
        property=place.text(),
        signed=to_sign.whole,
        certificate=certificate.content(der.OCTETS),
        method=method.identifier(),
        signature=signature.bits(),
        has_timestamp=len(parts) > 4,
    )


def _read_info(node: der.Node) -> SealInfo:
    header, number, properties, picture = node.inside(der.SEQUENCE, 4)[:4]
    mark, version, maker = header.inside(der.SEQUENCE, 3)[:3]
    if mark.text() != "ES" or version.number() not in READ:
        raise der.NotDer(f"seals of version {version.number()} are not read")
    kind, name, listed, list_, made_at, valid_from, valid_to = properties.inside(der.SEQUENCE, 7)[:7]
    held, digests = _read_list(listed.number(), list_)
    sort, data, width, height = picture.inside(der.SEQUENCE, 4)[:4]
    if len(data.body) > LARGEST_PICTURE:
        raise der.NotDer("the picture of the seal is too large")
    return SealInfo(
        number=number.text(),
        kind=kind.number(),
        name=name.text(),
        certificates=held,
        digests=digests,
        made_at=made_at.moment(),
        valid_from=valid_from.moment(),
        valid_to=valid_to.moment(),
        picture=Picture(sort.text(), data.content(der.OCTETS), width.number(), height.number()),
        version=version.number(),
        maker=maker.text(),
    )


def _read_list(kind: int, node: der.Node) -> tuple[tuple[bytes, ...], tuple[bytes, ...]]:
    """Return the signers a seal names: whole certificates (kind 1) or their SM3 digests (kind 2)."""
    entries = node.inside(der.SEQUENCE, 1)
    if kind == 1:
        return tuple(entry.content(der.OCTETS) for entry in entries), ()
    return (), tuple(entry.inside(der.SEQUENCE, 2)[1].content(der.OCTETS) for entry in entries)


def _value(pair: bytes) -> bytes:
    return der.bits(certificates.encode_pair(pair))
