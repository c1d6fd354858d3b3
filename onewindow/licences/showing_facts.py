"""What somebody who was let in may see of a licence: public facts, then the face within the scope."""

from dataclasses import dataclass

from onewindow.kernel.public import clock
from onewindow.licences import faces, records
from onewindow.licences.models import Licence, LicenceUse
from onewindow.licences.states import Status


@dataclass(frozen=True)
class Seen:
    """One use as its page shows it."""

    use: LicenceUse
    licence: Licence
    facts: list[tuple[str, str]]
    face: list[tuple[str, str]]
    watermark: str
    in_force: bool
    status: str


def seen(use: LicenceUse) -> Seen:
    """Return what a use opens; the licence's standing is that of now, not of the moment of use."""
    licence = use.licence
    return Seen(
        use,
        licence,
        records.public_facts(licence.content),
        faces.rows(licence.type.schema, licence.face, only=use.scope),
        watermark(use),
        licence.is_in_force(clock.today()),
        str(Status(licence.status).label),
    )


def watermark(use: LicenceUse) -> str:
    """Return the words burnt into a copy (加注件): for what, for which case, until when."""
    until = clock.local(use.good_until)
    case = f"，办件{use.case_number}" if use.case_number else ""
    return f"仅供“{use.purpose}”使用{case}，{until.year}年{until.month}月{until.day}日前有效"
