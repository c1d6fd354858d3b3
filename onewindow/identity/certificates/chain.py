"""Judges a certificate: who issued it, whether it is in force, whom it names, what it signed. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from onewindow.identity.certificates import der
from onewindow.identity.certificates.errors import (
    CertificateNotTrusted,
    CertificateOver,
    CertificateRevoked,
    CertificateUnreadable,
    RevocationUnknown,
)
from onewindow.kernel.public import clock, sm2

LARGEST = 16_384
NUMBERS = (NameOID.ORGANIZATION_IDENTIFIER, NameOID.SERIAL_NUMBER)
"""Where the number of the holder stands: X.520 organizationIdentifier, serialNumber."""


@dataclass(frozen=True, slots=True)
class Named:
    """Whom a certificate names, by whom, until when (the last good day)."""

    names: tuple[str, ...]
    numbers: tuple[str, ...]
    issuer: str
    serial: str
    until: date


def read(given: bytes) -> x509.Certificate:
    """Return the certificate in PEM or DER. Raises CertificateUnreadable."""
    if not 0 < len(given) <= LARGEST:
        raise CertificateUnreadable
    try:
        if given.lstrip().startswith(b"-----"):
            return x509.load_pem_x509_certificate(given.strip())
        return x509.load_der_x509_certificate(given)
    except ValueError as fault:
        raise CertificateUnreadable from fault


def judge(
    certificate: x509.Certificate,
    trusted: Sequence[x509.Certificate],
    revocations: Sequence[x509.CertificateRevocationList],
    at: datetime,
) -> Named:
    """Return whom a certificate names that is in force at a moment and issued by a trusted issuer itself.

    Raises CertificateNotTrusted, CertificateOver, CertificateRevoked; RevocationUnknown without a list.
    """
    issuer = next((one for one in trusted if _issued(one, certificate)), None)
    if issuer is None or not _signs(certificate):
        raise CertificateNotTrusted
    for one in (certificate, issuer):
        if not one.not_valid_before_utc <= at <= one.not_valid_after_utc:
            raise CertificateOver
    lists = [one for one in revocations if one.issuer == issuer.subject and _lists(issuer, one, at)]
    if not lists:
        raise RevocationUnknown
    if any(one.get_revoked_certificate_by_serial_number(certificate.serial_number) for one in lists):
        raise CertificateRevoked
    subject = certificate.subject
    names = (*_texts(subject, NameOID.ORGANIZATION_NAME), *_texts(subject, NameOID.COMMON_NAME))
    numbers = tuple(text.upper() for oid in NUMBERS for text in _texts(subject, oid))
    (issued_by, *_) = (*_texts(issuer.subject, NameOID.COMMON_NAME), issuer.subject.rfc4514_string())
    until = clock.local(certificate.not_valid_after_utc).date()
    return Named(names, numbers, issued_by[:100], f"{certificate.serial_number:X}"[:40], until)


def has_signed(certificate: x509.Certificate, message: bytes, signature: bytes) -> bool:
    """Tell whether the certificate's key signed a message: SM2 with SM3, else ECDSA or RSA with SHA-256."""
    return _verified(certificate, message, signature, hashes.SHA256())


def _issued(issuer: x509.Certificate, certificate: x509.Certificate) -> bool:
    """Tell whether a trusted certificate may issue and signed this one."""
    if certificate.issuer != issuer.subject or not _may_issue(issuer):
        return False
    algorithm = _hash_of(certificate)
    return _verified(issuer, certificate.tbs_certificate_bytes, certificate.signature, algorithm)


def _lists(issuer: x509.Certificate, one: x509.CertificateRevocationList, at: datetime) -> bool:
    """Tell whether a revocation list is the issuer's and still in force."""
    until = one.next_update_utc
    if until is None or not one.last_update_utc <= at <= until:
        return False
    return _verified(issuer, one.tbs_certlist_bytes, one.signature, _hash_of(one))


def _verified(
    by: x509.Certificate, message: bytes, signature: bytes, algorithm: hashes.HashAlgorithm | None
) -> bool:
    try:
        point = der.sm2_point(by.public_bytes(Encoding.DER))
        if point is not None:
            r, s = decode_dss_signature(signature)
            return sm2.verify(point, message, r.to_bytes(32, "big") + s.to_bytes(32, "big"))
        key = by.public_key()
        if isinstance(key, rsa.RSAPublicKey) and algorithm is not None:
            key.verify(signature, message, padding.PKCS1v15(), algorithm)
        elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm is not None:
            key.verify(signature, message, ec.ECDSA(algorithm))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm, ValueError, OverflowError, IndexError):
        return False
    return True


def _hash_of(
    signed: x509.Certificate | x509.CertificateRevocationList,
) -> hashes.HashAlgorithm | None:
    try:
        found = signed.signature_hash_algorithm
    except UnsupportedAlgorithm:
        return None  # SM2 with SM3
    return None if isinstance(found, hashes.SHA1 | hashes.MD5) else found


def _may_issue(issuer: x509.Certificate) -> bool:
    try:
        return issuer.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, ValueError):
        return False


def _signs(certificate: x509.Certificate) -> bool:
    """Tell whether the key is for signing: an encryption certificate proves nothing."""
    try:
        return certificate.extensions.get_extension_for_class(x509.KeyUsage).value.digital_signature
    except (x509.ExtensionNotFound, ValueError):
        return False


def _texts(name: x509.Name, oid: x509.ObjectIdentifier) -> tuple[str, ...]:
    return tuple(str(one.value).strip() for one in name.get_attributes_for_oid(oid))
