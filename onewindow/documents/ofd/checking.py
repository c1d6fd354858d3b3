"""What the signatures in an OFD package are worth, by themselves: which files they cover, who signed, when.

Pure: no trust is decided here. Seals follow GB/T 38540 (versions 4 and 5); plain signatures are bare SM2
values or GB/T 35275 signed data.
"""

from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives import hashes

from onewindow.documents.ofd.reading import Node, NotOfd, Package, place
from onewindow.documents.seals import certificates, der, ses
from onewindow.documents.seals.certificates import Certificate, is_signed_by
from onewindow.kernel.public import canonical

MOST_SIGNATURES = 50
_SIGNED_DATA = "1.2.156.10197.6.1.4.2.2"
_DIGESTS: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "SM3": hashes.SM3, "1.2.156.10197.1.401": hashes.SM3, "SHA1": hashes.SHA1, "SHA256": hashes.SHA256,
    "SHA-256": hashes.SHA256, "MD5": hashes.MD5, "": hashes.MD5,
}  # fmt: skip
_STRONG = frozenset({"SM3", "1.2.156.10197.1.401", "SHA256", "SHA-256"})


@dataclass(slots=True)
class Found:
    """One signature of a package. `faults` are the reasons it does not hold; empty means it holds.

    `uncovered` are the files it does not protect, its own two left out. `certificate` is None where the value
    carries none; without a `key` the value itself could not be checked. For a seal `seal` holds its data and
    `maker` who made it.
    """

    name: str
    is_seal: bool
    faults: list[str] = field(default_factory=list)
    uncovered: frozenset[str] = frozenset()
    certificate: Certificate | None = None
    key: bytes = b""
    at: datetime | None = None
    said_at: str = ""
    seal: ses.Seal | None = None
    maker: Certificate | None = None


def signatures(package: Package, keys: Iterable[bytes] = ()) -> list[Found]:
    """Return the signatures of a package, examined; raise NotOfd where their list cannot be read.

    `keys` are tried where a plain signature carries no certificate.
    """
    told = package.root.said("DocBody", "Signatures")
    if not told:
        return []
    at = place("OFD.xml", told)
    listed = package.xml(at).all("Signature")
    if len(listed) > MOST_SIGNATURES:
        raise NotOfd("文件里的签名太多。")
    return [
        _examined(package, place(at, one.attributes.get("BaseLoc", "")), one, list(keys)) for one in listed
    ]


def _examined(package: Package, name: str, listed: Node, keys: list[bytes]) -> Found:
    found = Found(name, listed.attributes.get("Type", "Seal") != "Sign")
    try:
        tree = package.xml(name)
        info = tree.first("SignedInfo")
        value_at = place(name, tree.said("SignedValue"))
        if info is None:
            raise NotOfd("签名文件不完整。")
        found.said_at = info.said("SignatureDateTime")
        _check_references(package, found, info, {name, value_at})
        whole, value = package.bytes_of(name), package.bytes_of(value_at)
        if found.is_seal:
            _check_seal(package, found, info, whole, value)
        else:
            _check_plain(found, whole, value, keys)
    except NotOfd as error:
        found.faults.append(str(error))
    except ValueError:
        found.faults.append("签名数据的结构不合标准，读不了。")
    return found


def _check_references(package: Package, found: Found, info: Node, own: set[str]) -> None:
    references = info.first("References")
    listed = references.all("Reference") if references else []
    method = (references.attributes.get("CheckMethod", "") if references else "").upper()
    if not listed or method not in _DIGESTS:
        raise NotOfd("签名没有列出保护的文件，或者用了不认识的摘要算法。")
    if method not in _STRONG:
        found.faults.append("签名用的摘要算法不安全。")
    covered = set()
    for one in listed:
        file = place(found.name, one.attributes.get("FileRef", ""))
        digest = hashes.Hash(_DIGESTS[method]())
        digest.update(package.bytes_of(file))
        try:
            expected = b64decode(one.said("CheckValue"), validate=True)
        except (NotBase64, ValueError) as error:
            raise NotOfd("签名里的摘要写得不对。") from error
        if digest.finalize() != expected:
            found.faults.append(f"{file}在签名之后被改动过。")
        covered.add(file)
    found.uncovered = package.names - covered - own


def _check_seal(package: Package, found: Found, info: Node, whole: bytes, value: bytes) -> None:
    signed = ses.read_signature(value)
    found.seal, found.at = signed.seal, signed.at
    found.certificate = certificates.read(signed.certificate)
    found.maker = certificates.read(signed.seal.maker)
    found.key = found.certificate.key
    if signed.digest != canonical.sm3(whole):
        found.faults.append("签名文件与签章值里的摘要不符。")
    if place("OFD.xml", signed.property) != found.name:
        found.faults.append("签章值是给别处的签名文件的。")
    if signed.method != certificates.SM2_SM3 or not found.key:
        found.faults.append("签章用的不是SM2算法，这里核对不了。")
    elif not is_signed_by(found.key, signed.signed, signed.signature):
        found.faults.append("签章值与签章人的公钥不符。")
    if not is_signed_by(found.maker.key, signed.seal.signed, signed.seal.signature):
        found.faults.append("印章数据与制章者的签名不符，印章是伪造的。")
    _check_signer(found, signed.seal.info, signed.certificate, signed.at)
    base = info.said("Seal", "BaseLoc")
    if base and package.bytes_of(place(found.name, base)) != signed.seal.whole:
        found.faults.append("文件里的印章不是签章用的那枚。")


def _check_signer(found: Found, info: ses.SealInfo, certificate: bytes, at: datetime) -> None:
    """Check that the seal names this signer and was in its time (GB/T 38540 clause 7.3)."""
    named = certificate in info.certificates or canonical.sm3(certificate) in info.digests
    if not named:
        found.faults.append("印章里没有登记这位签章人。")
    if not info.valid_from <= at <= info.valid_to:
        found.faults.append("签章时印章不在有效期内。")


def _check_plain(found: Found, whole: bytes, value: bytes, keys: list[bytes]) -> None:
    top = der.read(value).inside(der.SEQUENCE, 2)
    if top[0].tag == der.OID:
        _check_signed_data(found, top, whole)
        return
    signer = next((key for key in keys if is_signed_by(key, whole, value)), b"")
    found.key = signer


def _check_signed_data(found: Found, top: list[der.Node], whole: bytes) -> None:
    """Check signed data of GB/T 35275: one signer, certificate inside, over the digest of the file."""
    if top[0].identifier() != _SIGNED_DATA:
        raise NotOfd("签名数据的类型不认识。")
    parts = der.read(top[1].body).inside(der.SEQUENCE, 5)
    content = parts[2].inside(der.SEQUENCE, 2)
    said = der.read(content[1].body).content(der.OCTETS)
    held = [certificates.read(node.whole) for node in parts[3].children()] if parts[3].tag == 0xA0 else []
    signers = parts[-1].inside(der.SET, 1)
    signer = signers[0].inside(der.SEQUENCE, 5)
    serial = signer[1].inside(der.SEQUENCE, 2)[1].number()
    found.certificate = next((one for one in held if one.serial == serial), None)
    if found.certificate is None:
        raise NotOfd("签名数据里没有签名人的证书。")
    found.key = found.certificate.key
    if said not in {canonical.sm3(whole), whole}:
        found.faults.append("签名文件与签名值里的摘要不符。")
    if not is_signed_by(found.key, said, signer[4].content(der.OCTETS)):
        found.faults.append("签名值与签名人的公钥不符。")
