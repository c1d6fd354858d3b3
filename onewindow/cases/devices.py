"""What stands on a counter, behind one interface: the reader of identity cards and the scanner.

A real counter has a small agent beside the browser that speaks to its devices; here its place is taken by
simulated devices (模拟设备), one set for each clerk's session: a card is laid on the reader by a page.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

CARD = "simulated-card"


@dataclass(frozen=True)
class Card:
    """What a reader reads: the kind of paper and its number."""

    paper: str
    number: str


class Devices(Protocol):
    """The devices of one counter."""

    def card(self) -> Card | None:
        """Return the card on the reader, None when there is none."""
        ...

    def scan(self, name: str) -> "ContentFile[bytes] | None":
        """Return what lies on the scanner, as a file with that name; None without a scanner."""
        ...


class Simulated:
    """Devices of a demonstration: the card is in the session, the scanner draws a sheet marked 模拟."""

    def __init__(self, session: SessionBase) -> None:
        """Take the devices of a session."""
        self._session = session

    def card(self) -> Card | None:
        """Return the card that was laid on the simulated reader."""
        paper, _, number = str(self._session.get(CARD, "")).partition(":")
        return Card(paper, number) if number else None

    def lay(self, paper: str, number: str) -> None:
        """Lay a card on the reader, or take it away with an empty number."""
        self._session[CARD] = f"{paper}:{number}" if number else ""

    def scan(self, name: str) -> "ContentFile[bytes] | None":
        """Draw a sheet that says what it stands for."""
        from onewindow.documents.public import sheet_font

        sheet = Image.new("L", (620, 877), 252)
        drawing = ImageDraw.Draw(sheet)
        drawing.rectangle((40, 40, 580, 837), outline=120)
        drawing.text((70, 80), "模拟扫描件", font=sheet_font(), fill=60)
        drawing.text((70, 130), name[:22], font=sheet_font(), fill=60)
        out = BytesIO()
        sheet.save(out, "PNG")
        return ContentFile(out.getvalue(), name=f"{name}.png")


class Bare:
    """A counter without devices: everything is typed and chosen by hand."""

    def card(self) -> Card | None:
        """Read nothing."""
        return None

    def scan(self, name: str) -> "ContentFile[bytes] | None":
        """Scan nothing."""
        return None


def uploaded(sheet: "ContentFile[bytes]") -> SimpleUploadedFile:
    """Return a scanned sheet as a browser would have sent it."""
    return SimpleUploadedFile(sheet.name or "扫描件.png", sheet.read(), "image/png")


def devices_of(session: SessionBase) -> Devices:
    """Return the devices of the counter where somebody is signed in."""
    return Simulated(session) if settings.DEMO else Bare()
