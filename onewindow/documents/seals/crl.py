"""The X.509 list of revoked seals (RFC 5280 clause 5), for other people's software."""

from collections.abc import Iterable
from datetime import datetime

from onewindow.documents.seals import certificates, der
from onewindow.documents.seals.authorities import Signer
from onewindow.kernel.public import keys, sm2


def revocation_list(
    root: Signer, gone: Iterable[tuple[int, datetime]], *, at: datetime, until: datetime, number: int
) -> bytes:
    """Return the list a root signs: serials and when, from a moment until the next list is due."""
    rows = [der.sequence(der.integer(serial), der.time(moment)) for serial, moment in sorted(gone)]
    extensions = der.sequence(
        der.sequence(
            der.identifier("2.5.29.35"),
            der.octets(der.sequence(der.element(0x80, certificates.key_identifier(root.certificate.key)))),
        ),
        der.sequence(der.identifier("2.5.29.20"), der.octets(der.integer(number))),
    )
    body = der.sequence(
        der.integer(1),
        certificates.METHOD,
        root.certificate.subject,
        der.time(at),
        der.time(until),
        *([der.sequence(*rows)] if rows else []),
        der.element(0xA0, extensions),
    )
    return certificates.whole(body, sm2.sign_with(keys.seal_store(), root.kid, body))
