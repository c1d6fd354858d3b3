"""The typefaces of documents: from installed wheels, nothing of the system; outlines and what they cover."""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTCollection, TTFont

SANS, SERIF = "manimgx_fonts_cjk", "pylopdf_fonts_zh_cn"
MISSING = "〓"
_SANS_FILE = "NotoSansCJK-VF.otf.ttc"
_SANS_FACE = "Noto Sans CJK SC"
_SERIF_FILE = "NotoSerifSC-Regular.otf"
SERIF_FACE, SANS_FACE, HEAVY_FACE = "serif", "sans", "heavy"
FAMILIES = {SERIF_FACE: "Noto Serif SC", SANS_FACE: "Noto Sans SC", HEAVY_FACE: "Noto Sans SC Bold"}
WEIGHTS = {SANS_FACE: 400, HEAVY_FACE: 600}


class FontsMissing(RuntimeError):
    """The font package that documents are printed with is not installed; run the set-up again."""


@cache
def folders() -> list[Path]:
    """Return the folders of the font wheels that are installed; raise FontsMissing without the first."""
    found = [spec for spec in map(find_spec, (SANS, SERIF)) if spec is not None and spec.origin]
    if not found or found[0].name != SANS:
        raise FontsMissing(f"the package {SANS} is not installed")
    return [Path(str(spec.origin)).parent for spec in found]


@cache
def sans() -> Any:
    """Return the variable sans typeface, simplified Chinese face, as fontTools reads it."""
    faces = TTCollection(str(folders()[0] / _SANS_FILE), lazy=True).fonts
    return next(face for face in faces if face["name"].getDebugName(1).startswith(_SANS_FACE))


@cache
def face(name: str) -> Any:
    """Return a typeface of originals by its name here; without the serif wheel the sans stands in."""
    if name == SERIF_FACE and len(folders()) > 1:
        return TTFont(folders()[1] / _SERIF_FILE, lazy=True)
    return sans()


@cache
def characters() -> dict[int, str]:
    """Return which characters the sans typeface has, with their glyph names."""
    covered = sans().getBestCmap()
    assert isinstance(covered, dict)
    return covered


def printable(value: Any) -> Any:
    """Return text, or all text in lists and dicts, with 〓 for characters no typeface has.

    PDF/A forbids characters without a shape, and a blank box would hide that something is missing. Invisible
    characters are dropped.
    """
    if isinstance(value, str):
        return "".join(map(_shown, value))
    if isinstance(value, list):
        return [printable(part) for part in value]
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    return value


def _shown(character: str) -> str:
    if ord(character) in characters():
        return character
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in {"Cf", "Mn"} else MISSING
