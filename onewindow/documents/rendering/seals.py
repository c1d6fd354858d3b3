"""The picture of a body's seal as SVG paths cut from font outlines: sharp in print, no font needed."""

import math
from functools import cache, lru_cache
from typing import Any

from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen

from onewindow.documents.rendering import fonts

SIZE = 1000
RED = "#c8161d"
PURPOSE = "行政审批专用章"
DEMO = "（演示）"
WEIGHT = 600


@lru_cache(maxsize=512)
def seal_svg(agency: str, *, demo: bool) -> str:
    """Return ring, star, the body's name along the arc and the seal's purpose below; marked when a demo."""
    name = _arc(agency)
    purpose = _line(PURPOSE, y=770, size=78)
    mark = _line(DEMO, y=865, size=70) if demo else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">'
        f'<circle cx="500" cy="500" r="482" fill="none" stroke="{RED}" stroke-width="24"/>'
        f'<path fill="{RED}" d="{_star(500, 490, 150)}{name}{purpose}{mark}"/></svg>'
    )


@lru_cache(maxsize=64)
def seal_png(agency: str, *, demo: bool, millimetres: int) -> bytes:
    """Return the picture as PNG on clear ground at 300 dots an inch."""
    import typst

    page = (
        f"#set page(width: {millimetres}mm, height: {millimetres}mm, margin: 0pt, fill: none)\n"
        "#image(bytes(sys.inputs.seal), width: 100%)"
    )
    made = typst.compile(
        page.encode(), format="png", ppi=300, sys_inputs={"seal": seal_svg(agency, demo=demo)}
    )
    assert isinstance(made, bytes)
    return made


def _star(x: float, y: float, radius: float) -> str:
    points = []
    for step in range(10):
        reach = radius if step % 2 == 0 else radius * 0.381966
        angle = math.radians(36 * step - 90)
        points.append(f"{x + reach * math.cos(angle):.1f} {y + reach * math.sin(angle):.1f}")
    return "M" + "L".join(points) + "Z"


def _arc(text: str) -> str:
    """Set the text clockwise along the upper arc, letters upright to the centre, shrunk to fit."""
    count = max(len(text), 1)
    spread = min(math.radians(250), math.radians(19) * (count - 1)) if count > 1 else 0.0
    step = spread / (count - 1) if count > 1 else 0.0
    size = min(118.0, step * 372 * 1.02) if count > 1 else 118.0
    middle = 375.0
    placed = []
    for place, character in enumerate(text):
        angle = -spread / 2 + step * place
        placed.append(
            _glyph(
                character,
                size=size,
                turn=angle,
                x=500 + middle * math.sin(angle),
                y=500 - middle * math.cos(angle),
                tall=1.25,
            )
        )
    return "".join(placed)


def _line(text: str, *, y: float, size: float) -> str:
    width = size * len(text)
    return "".join(
        _glyph(character, size=size, turn=0.0, x=500 - width / 2 + size * (place + 0.5), y=y)
        for place, character in enumerate(text)
    )


def _glyph(character: str, *, size: float, turn: float, x: float, y: float, tall: float = 1.0) -> str:
    """Return a character's outline centred at a point, turned, `tall` times as high as wide."""
    glyphs, names, units = _outlines()
    name = names.get(ord(character)) or names[ord(fonts.MISSING)]
    pen = SVGPathPen(glyphs, ntos=lambda number: f"{number:.1f}")
    wide, high = size / units, size / units * tall
    cos, sin = math.cos(turn), math.sin(turn)
    across, up = units / 2, units * 0.38
    # font units: y upwards, em box centred at (across, up); then scale, turn, move
    matrix = (
        wide * cos,
        wide * sin,
        high * sin,
        -high * cos,
        x - wide * across * cos - high * up * sin,
        y - wide * across * sin + high * up * cos,
    )
    glyphs[name].draw(TransformPen(pen, matrix))
    return str(pen.getCommands())


@cache
def _outlines() -> tuple[Any, dict[int, str], int]:
    font = fonts.sans()
    return font.getGlyphSet(location={"wght": WEIGHT}), fonts.characters(), font["head"].unitsPerEm
