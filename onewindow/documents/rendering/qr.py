"""The two-dimensional code of a document as drawings: SVG, and runs of dark modules."""

from collections.abc import Iterator

from onewindow.documents.rendering.qrcode import matrix

QUIET = 4


def runs(rows: tuple[bytes, ...]) -> Iterator[tuple[int, int, int]]:
    """Yield the dark runs of a code: row, first column, length."""
    for row, cells in enumerate(rows):
        end = 0
        while (begin := cells.find(1, end)) >= 0:
            end = cells.find(0, begin)
            end = len(cells) if end < 0 else end
            yield row, begin, end - begin


def svg(text: str) -> str:
    """Return the code as SVG: error level M, a quiet zone of four modules, one unit a module."""
    rows = matrix(text)
    side = len(rows) + 2 * QUIET
    dark = "".join(
        f"M{column + QUIET} {row + QUIET}h{length}v1h-{length}z" for row, column, length in runs(rows)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{side}" height="{side}" viewBox="0 0 {side} {side}">'
        f'<path d="{dark}"/></svg>'
    )
