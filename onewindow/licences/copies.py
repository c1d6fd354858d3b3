"""加注件: a copy of a licence for one purpose, as PDF with its purpose burnt in; and the signed record."""

from collections.abc import Sequence

from django.conf import settings

from onewindow.documents import public as documents
from onewindow.licences import faces, records
from onewindow.licences.models import Licence, LicenceUse
from onewindow.licences.showing_facts import seen, watermark
from onewindow.licences.signing import address_of


def copy_of(use: LicenceUse) -> bytes:
    """Return the copy a use gives, PDF/A: the fields within its scope under the watermark."""
    found = seen(use)
    return _sheet(
        use.licence,
        found.face,
        watermark(use),
        note=f"本加注件由{use.licence.issuer_name}颁发的电子证照生成，调取人：{use.who}。",
    )


def own_copy(licence: Licence) -> bytes:
    """Return the holder's own view of a licence, PDF/A; its force lies in the signed record."""
    return _sheet(licence, faces.rows(licence.type.schema, licence.face), "", note="持证人本人下载。")


def record_of(licence: Licence) -> bytes:
    """Return the signed record as a file that `onewindow verify` checks offline."""
    return documents.record_file(
        kid=licence.kid, signature=bytes(licence.signature), record=(licence.record or "").encode()
    )


def _sheet(licence: Licence, face: Sequence[tuple[str, str]], mark: str, *, note: str) -> bytes:
    rows = [*records.public_facts(licence.content), ("证照编号", licence.number)]
    sections = [
        documents.Section("证照", rows=[[label, value] for label, value in rows], widths=(1, 2)),
        documents.Section("照面", rows=[[label, value] for label, value in face], widths=(1, 2)),
        documents.Section(
            "核验",
            text=[
                note,
                *([f"{mark}。"] if mark else []),
                f"真伪和现在的状态请扫码，或者在{settings.PUBLIC_URL}/verify/{licence.token}/核对，以核对结果为准；"
                "没有网络时，码内自带签名凭据。",
            ],
        ),
    ]
    return documents.render_sheet(
        title=licence.type.name,
        author=licence.issuer_name,
        foot=f"{licence.type.name} {licence.number}",
        sections=sections,
        watermark=mark,
        code=address_of(licence),
        timestamp=int(licence.status_at.timestamp()),
    )
