"""Sets a seal on a package: digests of its files, the list, the signature value (GB/T 33190 clause 18)."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from onewindow.documents.layouts.marks import Stamp
from onewindow.documents.ofd import drawing
from onewindow.documents.seals import certificates, ses
from onewindow.kernel.public import canonical

LIST = "Doc_0/Signs/Signatures.xml"
_FOLDER = "/Doc_0/Signs/Sign_0"


@dataclass(frozen=True, slots=True)
class Sealer:
    """A seal about to be set: its data, the signer's certificate, when, and who signs r‖s over bytes."""

    seal: bytes
    certificate: bytes
    at: datetime
    sign: Callable[[bytes], bytes]


def seal(parts: dict[str, bytes], stamp: Stamp, page: int, sealer: Sealer) -> None:
    """Add the list of signatures, the signature, the seal and the signature value to a package's files."""
    parts[f"{_FOLDER}/Seal.esl".lstrip("/")] = sealer.seal
    parts[LIST] = _list()
    signature = _signature(parts, stamp, page, sealer.at)
    parts[f"{_FOLDER}/Signature.xml".lstrip("/")] = signature
    to_sign = ses.encode_to_sign(
        sealer.seal, at=sealer.at, digest=canonical.sm3(signature), property_=f"{_FOLDER}/Signature.xml"
    )
    parts[f"{_FOLDER}/SignedValue.dat".lstrip("/")] = ses.encode_signature(
        to_sign, certificate=sealer.certificate, signature=sealer.sign(to_sign)
    )


def _list() -> bytes:
    return (
        f'{drawing.HEAD}<ofd:Signatures xmlns:ofd="{drawing.NAMESPACE}"><ofd:MaxSignId>1</ofd:MaxSignId>'
        f'<ofd:Signature ID="1" Type="Seal" BaseLoc="{_FOLDER}/Signature.xml"/></ofd:Signatures>'
    ).encode()


def _signature(parts: dict[str, bytes], stamp: Stamp, page: int, at: datetime) -> bytes:
    references = "".join(
        f'<ofd:Reference FileRef="/{name}"><ofd:CheckValue>{b64encode(canonical.sm3(data)).decode()}'
        f"</ofd:CheckValue></ofd:Reference>"
        for name, data in sorted(parts.items())
    )
    return (
        f'{drawing.HEAD}<ofd:Signature xmlns:ofd="{drawing.NAMESPACE}"><ofd:SignedInfo>'
        f'<ofd:Provider ProviderName="OneWindow" Version="1" Company="OneWindow"/>'
        f"<ofd:SignatureMethod>{certificates.SM2_SM3}</ofd:SignatureMethod>"
        f"<ofd:SignatureDateTime>{at.astimezone(UTC).strftime('%Y%m%d%H%M%SZ')}</ofd:SignatureDateTime>"
        f'<ofd:References CheckMethod="SM3">{references}</ofd:References>'
        f'<ofd:StampAnnot ID="2" PageRef="{page}" Boundary="{stamp.x:.3f} {stamp.y:.3f} {stamp.side:g} '
        f'{stamp.side:g}"/><ofd:Seal><ofd:BaseLoc>{_FOLDER}/Seal.esl</ofd:BaseLoc></ofd:Seal></ofd:SignedInfo>'
        f"<ofd:SignedValue>{_FOLDER}/SignedValue.dat</ofd:SignedValue></ofd:Signature>"
    ).encode()
