"""Making a seal: its key, its certificate, its picture, its signed data."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from onewindow.documents.rendering import seals as pictures
from onewindow.documents.seals import authorities, certificates, ses
from onewindow.documents.seals.settings import decided
from onewindow.government import public as government
from onewindow.kernel.public import clock, keys, sm2


@dataclass(frozen=True, slots=True)
class Made:
    """A seal ready to be recorded."""

    kid: str
    certificate: bytes
    serial: str
    picture: bytes
    data: bytes
    valid_to: datetime


def make(
    seal_id: UUID, *, agency: government.Agency, number: str, name: str, kind: str, demo: bool, at: datetime
) -> Made:
    """Make key, certificate, picture and data of a seal; the private key stays in its store."""
    store = keys.seal_store()
    kid = store.current(f"seal-{seal_id.hex}")
    years = decided()["seal_years"]
    names = (("C", decided()["names"]["country"]), ("O", f"{agency.uscc}{agency.name}"), ("CN", number))
    certificate = authorities.issue(
        authorities.root(), names=names, key=store.public_key(kid), years=years, at=at
    )
    side = decided()["picture_millimetres"]
    picture = pictures.seal_png(agency.name, demo=demo, millimetres=side)
    read = certificates.read(certificate)
    begun = at.replace(microsecond=0) - timedelta(seconds=1)
    info = ses.encode_info(
        ses.SealInfo(
            number=number,
            kind=decided()["kinds"][kind],
            name=name,
            certificates=(certificate,),
            digests=(),
            made_at=begun,
            valid_from=begun,
            valid_to=read.not_after,
            picture=ses.Picture("PNG", picture, side, side),
        )
    )
    maker = authorities.maker()
    signature = sm2.sign_with(store, maker.kid, info)
    data = ses.encode_seal(info, maker=maker.certificate.whole, signature=signature)
    return Made(kid, certificate, f"{read.serial:x}", picture, data, read.not_after)


def number_of(agency: government.Agency, count: int) -> str:
    """Return the fourteen digits of a body's n-th seal: region, body, count."""
    return f"{agency.region_code[:6]}{agency.pk % 100_000:05d}{count:03d}"


def now() -> datetime:
    """Return the moment in whole seconds, as certificates have it."""
    return clock.now().replace(microsecond=0)
