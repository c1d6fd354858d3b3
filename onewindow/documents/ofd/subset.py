"""A TrueType font with just the characters a document uses, put together from outlines kept once made.

Readers of OFD want embedded TrueType outlines; our typefaces have cubic ones, so each glyph is converted at
its first use (about 1 ms) and its compiled bytes are kept; joining a hundred of them takes a millisecond.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen

from onewindow.documents.rendering import fonts

UNITS = 1000
ASCENT, DESCENT = 880, -120
_ERROR = 1.0
_EPOCH = 3_850_000_000


@dataclass(frozen=True, slots=True)
class Glyph:
    """A compiled glyph: its bytes, box and advance in thousandths of an em, points and contours."""

    data: bytes
    box: tuple[int, int, int, int]
    advance: int
    points: int
    contours: int


_EMPTY = Glyph(b"", (0, 0, 0, 0), UNITS, 0, 0)


@lru_cache(maxsize=40_000)
def glyph(face: str, character: str) -> Glyph:
    """Return a character's compiled glyph in a face; raise KeyError where the face has none."""
    glyphs, names = _outlines(face)
    name = names[ord(character)]
    pen = TTGlyphPen(None)
    glyphs[name].draw(Cu2QuPen(pen, _ERROR, reverse_direction=True))
    made = pen.glyph()
    step = int(glyphs[name].width + 0.5)
    if made.numberOfContours == 0:
        return Glyph(b"", (0, 0, 0, 0), step, 0, 0)
    data = made.compile(None)
    box = (made.xMin, made.yMin, made.xMax, made.yMax)
    return Glyph(data + b"\0" * (-len(data) % 4), box, step, len(made.coordinates), made.numberOfContours)


@lru_cache(maxsize=40_000)
def advance(face: str, character: str) -> int:
    """Return how far a character moves the pen, in thousandths of an em."""
    glyphs, names = _outlines(face)
    return int(glyphs[names[ord(character)]].width + 0.5)


def has(face: str, character: str) -> bool:
    """Tell whether a face has a character."""
    return ord(character) in _outlines(face)[1]


@cache
def _outlines(face: str) -> tuple[Any, dict[int, str]]:
    font = fonts.face(face)
    location = {"wght": fonts.WEIGHTS[face]} if "fvar" in font else None
    return font.getGlyphSet(location=location), font.getBestCmap()


def subset(face: str, characters: Iterable[str]) -> bytes:
    """Return a font file with these characters; the same characters give the same bytes."""
    letters = sorted(set(characters))
    made = [_EMPTY, *(glyph(face, letter) for letter in letters)]
    offsets = [0]
    for one in made:
        offsets.append(offsets[-1] + len(one.data))
    boxes = [one.box for one in made if one.data] or [(0, 0, 0, 0)]
    extent = (
        min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)
    )  # fmt: skip
    widest = max(one.advance for one in made)
    tables = {
        b"OS/2": _os2(letters),
        b"cmap": _cmap(letters),
        b"glyf": b"".join(one.data for one in made),
        b"head": _head(extent),
        b"hhea": _hhea(extent, widest, len(made)),
        b"hmtx": b"".join(struct.pack(">Hh", one.advance, one.box[0]) for one in made),
        b"loca": struct.pack(f">{len(offsets)}I", *offsets),
        b"maxp": _maxp(made),
        b"name": _name(fonts.FAMILIES[face]),
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -75, 50, 0, 0, 0, 0, 0),
    }
    return _file(tables)


def _head(extent: tuple[int, ...]) -> bytes:
    front = struct.pack(">IIIIHHQQ", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, UNITS, _EPOCH, _EPOCH)
    return front + struct.pack(">hhhhHHhhh", *extent, 0, 8, 2, 1, 0)


def _hhea(extent: tuple[int, ...], widest: int, count: int) -> bytes:
    front = struct.pack(">IhhhHhhh", 0x10000, ASCENT, DESCENT, 0, widest, extent[0], 0, extent[2])
    return front + struct.pack(">hhhhhhhhH", 1, 0, 0, 0, 0, 0, 0, 0, count)


def _maxp(made: list[Glyph]) -> bytes:
    points, contours = max(one.points for one in made), max(one.contours for one in made)
    return struct.pack(">I5H9H", 0x10000, len(made), points, contours, 0, 0, 1, *(0,) * 8)


def _cmap(letters: list[str]) -> bytes:
    """Return a map of the whole code space (format 12) and of its first plane (format 4)."""
    places = {ord(letter): place for place, letter in enumerate(letters, start=1)}
    plane = [(code, place) for code, place in places.items() if code < 0xFFFF]
    segments = [(code, code, (place - code) & 0xFFFF) for code, place in plane] + [(0xFFFF, 0xFFFF, 1)]
    count = len(segments)
    power = 1 << (count.bit_length() - 1)
    four = struct.pack(">HHHH", count * 2, power * 2, power.bit_length() - 1, (count - power) * 2)
    four += struct.pack(f">{count}H", *(s[1] for s in segments)) + b"\0\0"
    four += struct.pack(f">{count}H", *(s[0] for s in segments))
    four += struct.pack(f">{count}H", *(s[2] for s in segments)) + b"\0\0" * count
    four = struct.pack(">HHH", 4, len(four) + 6, 0) + four
    twelve = b"".join(struct.pack(">III", code, code, place) for code, place in places.items())
    twelve = struct.pack(">HHIII", 12, 0, len(twelve) + 16, 0, len(places)) + twelve
    head = (
        struct.pack(">HH", 0, 2) + struct.pack(">HHI", 3, 1, 20) + struct.pack(">HHI", 3, 10, 20 + len(four))
    )
    return head + four + twelve


def _os2(letters: list[str]) -> bytes:
    codes = [min(ord(letter), 0xFFFF) for letter in letters] or [0]
    panose = b"\x02\x00\x05\x03" + bytes(6)
    front = struct.pack(">HhHHH10hh", 4, UNITS, 400, 5, 0, 650, 600, 0, 75, 650, 600, 0, 350, 50, 300, 0)
    middle = struct.pack(">10sIIII4s", panose, 0, 0x08000000, 0, 0, b"ONEW")
    back = struct.pack(">HHHhhhHH", 0x40, min(codes), max(codes), ASCENT, DESCENT, 0, 1000, 300)
    return front + middle + back + struct.pack(">IIhhHHH", 0x40001, 0, 500, 700, 0, 32, 2)


def _name(family: str) -> bytes:
    records, texts = b"", b""
    for place, text in ((1, family), (2, "Regular"), (4, family), (6, family.replace(" ", ""))):
        held = text.encode("utf-16-be")
        records += struct.pack(">HHHHHH", 3, 1, 0x409, place, len(held), len(texts))
        texts += held
    return struct.pack(">HHH", 0, 4, 6 + len(records)) + records + texts


def _file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    head = struct.pack(">IHHHH", 0x10000, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    at = len(head) + 16 * count
    directory, bodies, head_at = b"", [], 0
    for tag, body in sorted(tables.items()):
        padded = body + b"\0" * (-len(body) % 4)
        if tag == b"head":
            head_at = at
        directory += struct.pack(">4sIII", tag, _sum(padded), at, len(body))
        bodies.append(padded)
        at += len(padded)
    made = bytearray(head + directory + b"".join(bodies))
    struct.pack_into(">I", made, head_at + 8, (0xB1B0AFBA - _sum(bytes(made))) & 0xFFFFFFFF)
    return bytes(made)


def _sum(data: bytes) -> int:
    total: int = sum(struct.unpack(f">{len(data) // 4}I", data))
    return total & 0xFFFFFFFF
