"""The certificates seals are made with: a root of our own and the maker's, until real ones are brought in.

They are ours alone: nobody outside vouches for them. Production takes certificates of a licensed authority
(电子认证服务机构) and a certified device.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from onewindow.documents.seals import certificates
from onewindow.documents.seals.certificates import Certificate, Subject
from onewindow.documents.seals.models import AuthorityRole, SealAuthority
from onewindow.documents.seals.settings import decided
from onewindow.kernel.public import Actor, audit, clock, keys, sm2, unit

_YEAR = timedelta(days=365.25)


@dataclass(frozen=True, slots=True)
class Signer:
    """A certificate of ours with the id of its key."""

    certificate: Certificate
    kid: str


def set_up(by: Actor) -> None:
    """Make root and maker where they are missing; keys first, rows after."""
    have = set(SealAuthority.objects.values_list("role", flat=True))
    if have == {AuthorityRole.ROOT, AuthorityRole.MAKER}:
        return
    store, now = keys.seal_store(), clock.now()
    root_kid, maker_kid = store.current("seal-root"), store.current("seal-maker")
    held = SealAuthority.objects.filter(role=AuthorityRole.ROOT).first()
    root = bytes(held.certificate) if held else _root(store, root_kid, now)
    maker = issue(
        Signer(certificates.read(root), root_kid),
        names=_names("maker"), key=store.public_key(maker_kid), years=decided()["maker_years"], at=now,
    )  # fmt: skip
    rows = [(AuthorityRole.ROOT, root_kid, root), (AuthorityRole.MAKER, maker_kid, maker)]
    with unit.work():
        for role, kid, certificate in rows:
            row, made = SealAuthority.objects.get_or_create(
                role=role, defaults={"kid": kid, "certificate": certificate, "made_at": now}
            )
            if made:
                audit.record(by, "seal.authority_made", row, facts={"role": str(role), "kid": kid})
    _signer.cache_clear()
    place = _copy()
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    place.write_bytes(certificates_of()[0].whole)


def certificates_of() -> list[Certificate]:
    """Return our trusted roots; none before `set_up`."""
    try:
        return [root().certificate]
    except LookupError:
        return []


def copied() -> list[Certificate]:
    """Return the roots from the copy beside the keys, for the command that has no database."""
    place = _copy()
    return [certificates.read(place.read_bytes())] if place.exists() else []


def _copy() -> Path:
    return Path(settings.KEY_DIR) / "seals" / "root.cer"


def issue(
    above: Signer, *, names: tuple[tuple[str, str], ...], key: bytes, years: float, at: datetime
) -> bytes:
    """Return a certificate for signing, vouched for by one of ours."""
    subject = Subject(
        names=names,
        key=key,
        usages=("digital_signature", "non_repudiation"),
        serial=secrets.randbits(120) | 1 << 120,
        not_before=at - timedelta(minutes=5),
        not_after=at + years * _YEAR,
    )
    store, authority = keys.seal_store(), above.certificate
    body = certificates.unsigned(subject, issuer=authority.subject, issuer_key=authority.key)
    return certificates.whole(body, sm2.sign_with(store, above.kid, body))


def root() -> Signer:
    """Return the root; raise LookupError before `set_up`."""
    return _signer(AuthorityRole.ROOT)


def maker() -> Signer:
    """Return who makes seals; raise LookupError before `set_up`."""
    return _signer(AuthorityRole.MAKER)


@lru_cache(maxsize=4)
def _signer(role: str) -> Signer:
    row = SealAuthority.objects.filter(role=role).first()
    if row is None:
        raise LookupError(f"no seal authority {role}")
    return Signer(certificates.read(bytes(row.certificate)), row.kid)


def _root(store: keys.KeyStore, kid: str, now: datetime) -> bytes:
    key = store.public_key(kid)
    subject = Subject(
        names=_names("root"),
        key=key,
        usages=("cert_sign", "crl_sign"),
        serial=secrets.randbits(120) | 1 << 120,
        not_before=now - timedelta(minutes=5),
        not_after=now + decided()["root_years"] * _YEAR,
        authority=True,
    )
    body = certificates.unsigned(subject, issuer=None, issuer_key=key)
    return certificates.whole(body, sm2.sign_with(store, kid, body))


def _names(which: str) -> tuple[tuple[str, str], ...]:
    told = decided()["names"]
    return (("C", told["country"]), ("O", told["organisation"]), ("CN", told[which]))
