"""Draws one page in a child process with little memory and time: what a hostile file breaks is only that."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from onewindow.documents.errors import NoSuchPage, NotViewable

SECONDS = 20
WIDTH = 1400
VIEWABLE = frozenset({"application/pdf", "image/png", "image/jpeg"})
_PROGRAM = Path(__file__).with_name("child.py")


@dataclass(frozen=True)
class Drawn:
    """One page: its picture as PNG, how many pages there are, and its text for those who cannot see it."""

    png: bytes
    pages: int
    text: str


def draw(place: Path, media_type: str, page: int, *, width: int = WIDTH) -> Drawn:
    """Return page `page` (from 1) of a stored file. Raises NoSuchPage, NotViewable."""
    if media_type not in VIEWABLE:
        raise NotViewable
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(_PROGRAM), str(place), media_type, str(page), str(width)],
            capture_output=True, timeout=SECONDS, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as late:
        raise NotViewable from late
    if done.returncode == 3:
        raise NoSuchPage
    head, _, png = done.stdout.partition(b"\n")
    if done.returncode or not png.startswith(b"\x89PNG"):
        raise NotViewable
    told = json.loads(head)
    return Drawn(png, int(told["pages"]), str(told["text"]))
