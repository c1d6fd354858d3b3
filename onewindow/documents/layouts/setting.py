"""Setting text: widths from the faces' own advances, lines broken as Chinese is, rare characters set too."""

from collections.abc import Iterator
from functools import lru_cache

from onewindow.documents.layouts.marks import BLACK, Text
from onewindow.documents.ofd import subset
from onewindow.documents.rendering import fonts

_NOT_FIRST = frozenset("、。，；：？！）》〉」』】〕”’…%％℃)]},.;:!?·")
_NOT_LAST = frozenset("（《〈「『【〔“‘([{")


@lru_cache(maxsize=60_000)
def face_of(face: str, character: str) -> str:
    """Return the face a character is set in: the wished one, or the widest where it has no such character."""
    if subset.has(face, character):
        return face
    return fonts.SANS_FACE


def advance(face: str, character: str, size: float) -> float:
    """Return how far a character moves on, in millimetres."""
    return subset.advance(face_of(face, character), character) * size / subset.UNITS


def width_of(text: str, face: str, size: float) -> float:
    """Return the width of a text on one line, in millimetres."""
    return sum(advance(face, character, size) for character in text)


def fitted(text: str, face: str, size: float, width: float) -> float:
    """Return the size, at most the wished one, at which a text fits the width on one line."""
    needed = width_of(text, face, size)
    return size if needed <= width else size * width / needed


def placed(
    text: str,
    x: float,
    y: float,
    *,
    face: str,
    size: float,
    colour: str = BLACK,
    extra: float = 0.0,
    turn: float = 0.0,
) -> list[Text]:
    """Return the marks of one line from a point of its baseline; `extra` is added after each character."""
    made: list[Text] = []
    start = x
    run: list[str] = []
    steps: list[float] = []
    current = ""

    def close(at: float) -> None:
        if run:
            told = "".join(run).rstrip(" ")
            used = steps[: len(told)]
            made.append(Text(at, y, told, current, size, tuple(used[:-1]), sum(used), colour, turn))

    for character in text:
        wanted = face_of(face, character)
        if character == " " and not run:
            start += advance(face, character, size) + extra
            continue
        if wanted != current and run:
            close(start)
            start += sum(steps)
            run, steps = [], []
        current = wanted
        run.append(character)
        steps.append(advance(face, character, size) + extra)
    close(start)
    return made


def centred(
    text: str,
    middle: float,
    y: float,
    *,
    face: str,
    size: float,
    colour: str = BLACK,
    tracking: float = 0.0,
) -> list[Text]:
    """Return the marks of one line around a middle."""
    width = width_of(text, face, size) + tracking * max(len(text) - 1, 0)
    return placed(text, middle - width / 2, y, face=face, size=size, colour=colour, extra=tracking)


def lines(text: str, face: str, size: float, width: float, *, indent: float = 0.0) -> list[str]:
    """Return a paragraph broken into lines: words whole, no closing mark first, no opening mark last."""
    made: list[str] = []
    current, used = "", indent
    for piece in _pieces(text):
        needed = width_of(piece, face, size)
        if used + needed <= width or not current:
            if needed > width and not current:
                *full, current = _cut(piece, face, size, width, used)
                made += full
                used = width_of(current, face, size)
                continue
            current, used = current + piece, used + needed
            continue
        kept, carried = current, piece
        if piece[0] in _NOT_FIRST and len(kept) > 1:
            kept, carried = kept[:-1], kept[-1] + carried
        while len(kept) > 1 and kept[-1] in _NOT_LAST:
            kept, carried = kept[:-1], kept[-1] + carried
        made.append(kept.rstrip(" "))
        current = carried.lstrip(" ")
        used = width_of(current, face, size)
    if current or not made:
        made.append(current)
    return made


def _cut(piece: str, face: str, size: float, width: float, used: float) -> list[str]:
    """Return a word longer than a line, cut where lines end, as with long numbers."""
    parts, current = [], ""
    for character in piece:
        step = advance(face, character, size)
        if current and used + step > width:
            parts.append(current)
            current, used = "", 0.0
        current, used = current + character, used + step
    return [*parts, current]


def _pieces(text: str) -> Iterator[str]:
    """Yield what may not be broken: a Chinese character, or a run of Latin letters and digits."""
    run = ""
    for character in text:
        if "!" <= character <= "~":
            run += character
            continue
        if run:
            yield run
            run = ""
        yield character
    if run:
        yield run
