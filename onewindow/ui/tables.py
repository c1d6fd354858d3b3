"""Lines of CSV, as every table of the product is handed out."""

import csv
import io
from collections.abc import Iterable

MARK = "\ufeff"  # spreadsheets take a file for UTF-8 by it
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


def csv_line(cells: Iterable[object]) -> str:
    """Return a line of CSV whose texts no spreadsheet takes for formulas; whole numbers stay as they are."""
    out = io.StringIO()
    csv.writer(out).writerow(cell if isinstance(cell, int) else _plain(str(cell)) for cell in cells)
    return out.getvalue()


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULAS) else text
