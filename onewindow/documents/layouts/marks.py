"""What a page of an original is made of: marks at their places, in millimetres from the upper left corner."""

from dataclasses import dataclass, field

from onewindow.documents.rendering import qr

BLACK, GREY, FAINT, RED, GOLD = "0 0 0", "90 90 90", "236 236 236", "200 22 29", "176 140 72"


@dataclass(frozen=True, slots=True)
class Text:
    """Characters of one face on one baseline; `advances` are the steps between them."""

    x: float
    y: float
    text: str
    face: str
    size: float
    advances: tuple[float, ...]
    width: float
    colour: str = BLACK
    turn: float = 0.0


@dataclass(frozen=True, slots=True)
class Path:
    """Lines to stroke or an area to fill; `data` is OFD's abbreviated form relative to the box."""

    x: float
    y: float
    width: float
    height: float
    data: str
    colour: str = BLACK
    line: float = 0.35
    fill: bool = False


@dataclass(frozen=True, slots=True)
class Image:
    """A picture, `kind` PNG or JPEG."""

    x: float
    y: float
    width: float
    height: float
    data: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where the seal is set: page from 0, upper left corner, side."""

    page: int
    x: float
    y: float
    side: float


@dataclass(slots=True)
class Page:
    """One page: its size and its marks in the order they are drawn."""

    width: float
    height: float
    marks: list[Text | Path | Image] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Pages:
    """A whole original, laid out: its pages and where the seal goes."""

    pages: tuple[Page, ...]
    stamp: Stamp


def line(x: float, y: float, across: float, down: float, *, colour: str = BLACK, width: float = 0.35) -> Path:
    """Return a straight line from a point, so far across and down."""
    return Path(x, y, max(across, width), max(down, width), f"M 0 0 L {across:g} {down:g}", colour, width)


def frame(
    x: float, y: float, width: float, height: float, *, colour: str = BLACK, line_width: float = 0.35
) -> Path:
    """Return an empty rectangle."""
    data = f"M 0 0 L {width:g} 0 L {width:g} {height:g} L 0 {height:g} C"
    return Path(x, y, width, height, data, colour, line_width)


def modules(x: float, y: float, side: float, rows: tuple[bytes, ...]) -> list[Path]:
    """Return a two-dimensional code on white ground; its dark modules are one area, runs of a row joined."""
    count = len(rows) + 2 * qr.QUIET
    places = [f"{side * at / count:.3f}" for at in range(count + 1)]
    parts = []
    for row, column, length in qr.runs(rows):
        top, bottom = places[row + qr.QUIET], places[row + qr.QUIET + 1]
        left, right = places[column + qr.QUIET], places[column + qr.QUIET + length]
        parts.append(f"M {left} {top} L {right} {top} L {right} {bottom} L {left} {bottom} C")
    ground = f"M 0 0 L {side:g} 0 L {side:g} {side:g} L 0 {side:g} C"
    return [
        Path(x, y, side, side, ground, "255 255 255", fill=True),
        Path(x, y, side, side, " ".join(parts), BLACK, fill=True),
    ]
