"""The trusted issuers and their revocation lists: files of the operator, read again when they change."""

from functools import lru_cache
from pathlib import Path

from cryptography import x509
from django.conf import settings

FOLDER = "trusted-certificates"
Trusted = tuple[tuple[x509.Certificate, ...], tuple[x509.CertificateRevocationList, ...]]


def folder() -> Path:
    """Return where certificates (*.pem) and revocation lists (*.crl, PEM) of issuers lie."""
    return Path(settings.HOME) / FOLDER


def known() -> Trusted:
    """Return the issuers and the lists. Raises ValueError for a file that is neither."""
    if not folder().is_dir():
        return (), ()
    files = sorted(folder().iterdir())
    return _read(tuple((file, file.stat().st_mtime_ns) for file in files if file.suffix in {".pem", ".crl"}))


@lru_cache(maxsize=4)
def _read(files: tuple[tuple[Path, int], ...]) -> Trusted:
    issuers = [one for file, _ in files if file.suffix == ".pem" for one in _certificates(file)]
    lists = [x509.load_pem_x509_crl(file.read_bytes()) for file, _ in files if file.suffix == ".crl"]
    return tuple(issuers), tuple(lists)


def _certificates(file: Path) -> list[x509.Certificate]:
    return x509.load_pem_x509_certificates(file.read_bytes())
