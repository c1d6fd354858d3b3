"""Marks as the objects of an OFD page (GB/T 33190 clauses 7 to 11), to a thousandth of a millimetre."""

import math
from itertools import groupby
from xml.sax.saxutils import escape

from onewindow.documents.layouts.marks import Image, Page, Path, Text
from onewindow.documents.ofd import subset

NAMESPACE = "http://www.ofdspec.org/2016"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_RISE = subset.ASCENT / subset.UNITS
_HEIGHT = (subset.ASCENT - subset.DESCENT) / subset.UNITS + 0.2


class Numbers:
    """Hands out the object numbers of a document, which must be unique in it."""

    def __init__(self) -> None:
        """Begin at 1."""
        self.last = 0

    def next(self) -> int:
        """Return a number not yet used."""
        self.last += 1
        return self.last


def page(made: Page, numbers: Numbers, fonts: dict[str, int], images: dict[bytes, int]) -> bytes:
    """Return the content of a page; `fonts` and `images` name the resources by their numbers."""
    layer = numbers.next()
    objects = "".join(_object(mark, numbers.next(), fonts, images) for mark in made.marks)
    return (
        f'{HEAD}<ofd:Page xmlns:ofd="{NAMESPACE}"><ofd:Area>'
        f"<ofd:PhysicalBox>0 0 {made.width:g} {made.height:g}"
        f'</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="{layer}" Type="Body">{objects}</ofd:Layer>'
        f"</ofd:Content></ofd:Page>"
    ).encode()


def _object(mark: Text | Path | Image, number: int, fonts: dict[str, int], images: dict[bytes, int]) -> str:
    if isinstance(mark, Text):
        return _text(mark, number, fonts[mark.face])
    if isinstance(mark, Path):
        return _path(mark, number)
    return (
        f'<ofd:ImageObject ID="{number}" Boundary="{_box(mark.x, mark.y, mark.width, mark.height)}" '
        f'ResourceID="{images[mark.data]}" CTM="{mark.width:g} 0 0 {mark.height:g} 0 0"/>'
    )


def _text(mark: Text, number: int, font: int) -> str:
    steps = f' DeltaX="{_steps(mark.advances)}"' if mark.advances else ""
    if mark.turn:
        turn = math.radians(mark.turn)
        across, down = mark.width * math.cos(turn), mark.width * math.sin(turn)
        left, top = mark.x - mark.size, mark.y + min(0.0, down) - mark.size * 1.5
        box = _box(left, top, abs(across) + 3 * mark.size, abs(down) + 3 * mark.size)
        cos, sin = math.cos(turn), math.sin(turn)
        place = f' CTM="{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {mark.size:.3f} {mark.y - top:.3f}"'
        at = "0"
    else:
        box = _box(mark.x, mark.y - mark.size * _RISE, mark.width, mark.size * _HEIGHT)
        place, at = "", f"{mark.size * _RISE:.3f}"
    return (
        f'<ofd:TextObject ID="{number}" Boundary="{box}" Font="{font}" Size="{mark.size:.3f}"{place}>'
        f'<ofd:FillColor Value="{mark.colour}"/>'
        f'<ofd:TextCode X="0" Y="{at}"{steps}>{escape(mark.text)}</ofd:TextCode></ofd:TextObject>'
    )


def _path(mark: Path, number: int) -> str:
    if mark.fill:
        how, colour = 'Fill="true" Stroke="false"', f'<ofd:FillColor Value="{mark.colour}"/>'
    else:
        how = f'Stroke="true" Fill="false" LineWidth="{mark.line:g}"'
        colour = f'<ofd:StrokeColor Value="{mark.colour}"/>'
    return (
        f'<ofd:PathObject ID="{number}" Boundary="{_box(mark.x, mark.y, mark.width, mark.height)}" {how}>'
        f"{colour}<ofd:AbbreviatedData>{mark.data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _steps(advances: tuple[float, ...]) -> str:
    """Return the steps between characters; three or more equal ones in a row as `g count step`."""
    parts = []
    for step, run in groupby(f"{advance:.3f}".rstrip("0").rstrip(".") for advance in advances):
        count = sum(1 for _ in run)
        parts.append(f"g {count} {step}" if count > 2 else " ".join([step] * count))
    return " ".join(parts)


def _box(x: float, y: float, width: float, height: float) -> str:
    return f"{x:.3f} {y:.3f} {width:.3f} {height:.3f}"
