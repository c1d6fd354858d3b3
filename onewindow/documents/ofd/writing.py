"""Writes an OFD package (GB/T 33190): pages, embedded fonts, the signed record as an attachment, one seal."""

import zipfile
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from xml.sax.saxutils import escape

from onewindow.documents.layouts.marks import Image, Pages, Text
from onewindow.documents.ofd import drawing, sealing, subset
from onewindow.documents.ofd.sealing import Sealer
from onewindow.documents.rendering import fonts
from onewindow.kernel.public import clock

RECORD = "record.json"
_HEAD, _NS = drawing.HEAD, drawing.NAMESPACE
_DOC = "Doc_0"
_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Facts:
    """What the package says of itself: its number in 32 hex digits, title, author, when it was made."""

    number: str
    title: str
    author: str
    at: datetime


def write(pages: Pages, facts: Facts, record: bytes, sealer: Sealer) -> bytes:
    """Return the sealed package; every file in it is under the seal but the signature's own two."""
    numbers = drawing.Numbers()
    parts: dict[str, bytes] = {}
    faces = _fonts(pages, numbers, parts)
    images = _images(pages, numbers, parts)
    sheets = [numbers.next() for _ in pages.pages]
    for place, page in enumerate(pages.pages):
        parts[f"{_DOC}/Pages/Page_{place}/Content.xml"] = drawing.page(page, numbers, faces, images)
    parts[f"{_DOC}/Attachs/{RECORD}"] = record
    parts[f"{_DOC}/Attachs/Attachments.xml"] = _attachments(record, facts.at)
    parts[f"{_DOC}/Document.xml"] = _document(pages, numbers.last, sheets, images)
    parts["OFD.xml"] = _root(facts)
    sealing.seal(parts, pages.stamp, sheets[pages.stamp.page], sealer)
    return _zip(parts, facts.at)


def _fonts(pages: Pages, numbers: drawing.Numbers, parts: dict[str, bytes]) -> dict[str, int]:
    used: dict[str, set[str]] = {}
    for page in pages.pages:
        for mark in page.marks:
            if isinstance(mark, Text):
                used.setdefault(mark.face, set()).update(mark.text)
    entries, faces = "", {}
    for face, letters in sorted(used.items()):
        number = faces[face] = numbers.next()
        name = fonts.FAMILIES[face]
        parts[f"{_DOC}/Res/font_{number}.ttf"] = subset.subset(face, letters)
        entries += (
            f'<ofd:Font ID="{number}" FontName="{name}" FamilyName="{name}">'
            f"<ofd:FontFile>font_{number}.ttf</ofd:FontFile></ofd:Font>"
        )
    parts[f"{_DOC}/PublicRes.xml"] = (
        f'{_HEAD}<ofd:Res xmlns:ofd="{_NS}" BaseLoc="Res"><ofd:Fonts>{entries}</ofd:Fonts></ofd:Res>'.encode()
    )
    return faces


def _images(pages: Pages, numbers: drawing.Numbers, parts: dict[str, bytes]) -> dict[bytes, int]:
    images: dict[bytes, int] = {}
    entries = ""
    for page in pages.pages:
        for mark in page.marks:
            if isinstance(mark, Image) and mark.data not in images:
                number = images[mark.data] = numbers.next()
                file = f"image_{number}.{mark.kind.lower()}"
                parts[f"{_DOC}/Res/{file}"] = mark.data
                entries += (
                    f'<ofd:MultiMedia ID="{number}" Type="Image" Format="{mark.kind}">'
                    f"<ofd:MediaFile>{file}</ofd:MediaFile></ofd:MultiMedia>"
                )
    if entries:
        parts[f"{_DOC}/DocumentRes.xml"] = (
            f'{_HEAD}<ofd:Res xmlns:ofd="{_NS}" BaseLoc="Res"><ofd:MultiMedias>{entries}'
            f"</ofd:MultiMedias></ofd:Res>"
        ).encode()
    return images


def _document(pages: Pages, last: int, sheets: list[int], images: dict[bytes, int]) -> bytes:
    first = pages.pages[0]
    listed = "".join(
        f'<ofd:Page ID="{number}" BaseLoc="Pages/Page_{place}/Content.xml"/>'
        for place, number in enumerate(sheets)
    )
    more = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>" if images else ""
    return (
        f'{_HEAD}<ofd:Document xmlns:ofd="{_NS}"><ofd:CommonData><ofd:MaxUnitID>{last}</ofd:MaxUnitID>'
        f"<ofd:PageArea><ofd:PhysicalBox>0 0 {first.width:g} {first.height:g}</ofd:PhysicalBox>"
        f"</ofd:PageArea>"
        f"<ofd:PublicRes>PublicRes.xml</ofd:PublicRes>{more}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"
        f"<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments></ofd:Document>"
    ).encode()


def _attachments(record: bytes, at: datetime) -> bytes:
    return (
        f'{_HEAD}<ofd:Attachments xmlns:ofd="{_NS}">'
        f'<ofd:Attachment ID="record" Name="{RECORD}" Format="json" '
        f'CreationDate="{clock.local(at).strftime("%Y-%m-%dT%H:%M:%S")}" Size="{len(record) / 1024:.3f}" '
        f'Visible="false"><ofd:FileLoc>{RECORD}</ofd:FileLoc></ofd:Attachment></ofd:Attachments>'
    ).encode()


def _root(facts: Facts) -> bytes:
    return (
        f'{_HEAD}<ofd:OFD xmlns:ofd="{_NS}" Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo>'
        f"<ofd:DocID>{facts.number}</ofd:DocID><ofd:Title>{escape(facts.title)}</ofd:Title>"
        f"<ofd:Author>{escape(facts.author)}</ofd:Author>"
        f"<ofd:CreationDate>{clock.local(facts.at).date().isoformat()}</ofd:CreationDate>"
        f"<ofd:Creator>OneWindow</ofd:Creator><ofd:CreatorVersion>1</ofd:CreatorVersion></ofd:DocInfo>"
        f"<ofd:DocRoot>{_DOC}/Document.xml</ofd:DocRoot>"
        f"<ofd:Signatures>{sealing.LIST}</ofd:Signatures></ofd:DocBody></ofd:OFD>"
    ).encode()


def _zip(parts: dict[str, bytes], at: datetime) -> bytes:
    made = BytesIO()
    moment = clock.local(at)
    stamp = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second // 2 * 2)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=_LEVEL) as package:
        for name in ("OFD.xml", *(name for name in parts if name != "OFD.xml")):
            dense = name.endswith((".esl", ".dat", ".png", ".jpeg"))
            method = zipfile.ZIP_STORED if dense else zipfile.ZIP_DEFLATED
            package.writestr(zipfile.ZipInfo(name, stamp), parts[name], method, _LEVEL)
    return made.getvalue()
