"""Information sheets as PDF: a heading and sections, such as a guide to take along."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from onewindow.documents.rendering import fonts, pages, qr


@dataclass(frozen=True)
class Section:
    """A part of a sheet: paragraphs, numbered points, a table; `widths` are the shares of its columns."""

    title: str
    text: Sequence[str] = ()
    points: Sequence[str] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    widths: Sequence[int] = (1,)


def render_sheet(
    *,
    title: str,
    author: str,
    foot: str,
    sections: Sequence[Section],
    watermark: str = "",
    timestamp: int = 0,
    code: str = "",
) -> bytes:
    """Return a sheet as PDF/A, the same bytes for the same content; a watermark lies across each page.

    The two-dimensional code of `code`, where there is one, stands at the end.
    """
    page = {
        "title": title,
        "author": author,
        "foot": foot,
        "watermark": watermark,
        "sections": [
            {
                "title": part.title,
                "text": list(part.text),
                "points": list(part.points),
                "head": list(part.head),
                "rows": [list(row) for row in part.rows],
                "widths": list(part.widths),
            }
            for part in sections
        ],
    }
    shown = json.dumps(fonts.printable(page), ensure_ascii=False)
    inputs = {"page": shown, "code": qr.svg(code) if code else ""}
    return pages.set_page(inputs, pages.STANDARDS, timestamp, "sheet.typ")
