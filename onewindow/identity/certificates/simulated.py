"""模拟电子认证服务机构: a demonstration's own issuer, and the certificate tool of its invented people."""

import base64
import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from onewindow.identity.applicants import Applicant
from onewindow.identity.certificates import trust
from onewindow.identity.errors import PersonNotFound
from onewindow.identity.models import Account
from onewindow.identity.queries import applicant_of
from onewindow.identity.signin.demo import require_demonstration
from onewindow.kernel.public import clock, commands

NAME = "模拟电子认证服务机构（演示）"
DAYS = 365
_SHA = hashes.SHA256()


class Issuer:
    """The simulated issuer: its key beside the data, its certificate and list among the trusted ones."""

    def __init__(self) -> None:
        """Make it at first use."""
        self._home = Path(settings.HOME) / "simulated-issuer"
        if not (self._home / "key.pem").exists():
            self._make()
        read = (self._home / "key.pem").read_bytes()
        key = serialization.load_pem_private_key(read, None)
        assert isinstance(key, ec.EllipticCurvePrivateKey)
        self._key = key
        self._own = x509.load_pem_x509_certificate((trust.folder() / "simulated.pem").read_bytes())

    def _make(self) -> None:
        key, name = ec.generate_private_key(ec.SECP256R1()), _name(NAME)
        now = clock.now()
        made = _certificate(name, name, key.public_key(), now, days=10 * DAYS, issues=True).sign(key, _SHA)
        self._home.mkdir(parents=True, exist_ok=True)
        trust.folder().mkdir(parents=True, exist_ok=True)
        (trust.folder() / "simulated.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        self._key = key
        self._own = made
        self.revoke()
        file = self._home / "key.pem"
        file.touch(mode=0o600)
        file.write_bytes(_pem(key))

    def revoke(self, *serials: int) -> None:
        """Publish the list of revoked certificates, good for a year."""
        now = clock.now()
        made = x509.CertificateRevocationListBuilder().issuer_name(self._own.subject)
        made = made.last_update(now - timedelta(minutes=5)).next_update(now + timedelta(days=DAYS))
        for serial in serials:
            one = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(now)
            made = made.add_revoked_certificate(one.build())
        signed = made.sign(self._key, _SHA)
        (trust.folder() / "simulated.crl").write_bytes(signed.public_bytes(serialization.Encoding.PEM))

    def issue(
        self, holder: Applicant, *, days: int = DAYS, since: datetime | None = None
    ) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
        """Return a certificate that names a party, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        made = _certificate(
            _subject(holder), self._own.subject, key.public_key(), since or clock.now(), days=days
        )
        return made.sign(self._key, _SHA), key


def sign(key: ec.EllipticCurvePrivateKey, text: str) -> bytes:
    """Sign a text as the holder's tool does."""
    return key.sign(text.encode(), ec.ECDSA(_SHA))


def _subject(holder: Applicant) -> x509.Name:
    if holder.kind == "organisation":
        return x509.Name(
            [
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, holder.name[:21]),
                x509.NameAttribute(NameOID.ORGANIZATION_IDENTIFIER, holder.number),
            ]
        )
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, holder.name[:21]),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, holder.number),
        ]
    )


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, since: datetime, *, days: int,
    issues: bool = False,
) -> x509.CertificateBuilder:  # fmt: skip
    usage = x509.KeyUsage(
        digital_signature=not issues, content_commitment=False, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=issues, crl_sign=issues,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    made = made.serial_number(x509.random_serial_number()).not_valid_before(since - timedelta(minutes=5))
    made = made.not_valid_after(since + timedelta(days=days)).add_extension(usage, critical=True)
    return made.add_extension(x509.BasicConstraints(ca=issues, path_length=None), critical=True)


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _run(arguments: Namespace) -> int:
    require_demonstration()
    accounts = Account.objects.select_related("person", "organisation")
    account = accounts.filter(username=arguments.name, post=None).first()
    if account is None:
        raise PersonNotFound
    certificate, key = Issuer().issue(applicant_of(account))
    sys.stdout.write(certificate.public_bytes(serialization.Encoding.PEM).decode())
    sys.stdout.write(base64.b64encode(sign(key, arguments.text)).decode() + "\n")
    return 0


def _arguments(parser: ArgumentParser) -> None:
    parser.add_argument("name", metavar="NAME", help="user name, e.g. zhuangxiangwei")
    parser.add_argument("text", metavar="TEXT", help="the text to sign, as the page shows it")


CERTIFICATE = commands.Command(
    "demo certificate",
    "print a simulated certificate of an account and its signature of a text",
    _run,
    _arguments,
)
