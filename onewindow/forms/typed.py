"""What people type, made into values: pure text work, nothing is looked up.

Numbers and codes go through NFKC; names and addresses never do (full-width and rare characters are kept).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date

RAW_LIMIT = 20_000
_DOTS = re.compile("[·•・‧⋅･∙]")
_HAN = "[\u3400-\u9fff\U00020000-\U0003ffff]"
_DOT_BETWEEN_HAN = re.compile(f"(?<={_HAN})[.．](?={_HAN})")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_IN_CODES = re.compile(r"[\s\-\u2010-\u2015\u2212]+")
_DATE = re.compile(r"(\d{4})(?:[-/.年])(\d{1,2})(?:[-/.月])(\d{1,2})日?|(\d{4})(\d{2})(\d{2})")


def line(text: str) -> str:
    """Return one line: control characters gone, outer spaces gone, inner ones kept."""
    return _without_controls(text.replace("\r", " ").replace("\n", " ").replace("\t", " ")).strip()


def block(text: str) -> str:
    """Return several lines: control characters but line ends gone."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_without_controls(one.replace("\t", " ")).rstrip() for one in lines).strip()


def name(text: str) -> str:
    """Return a name as typed, with every kind of middle dot as U+00B7; never NFKC."""
    return _DOT_BETWEEN_HAN.sub("·", _DOTS.sub("·", line(text)))


def code(text: str) -> str:
    """Return a code in NFKC and capitals, without spaces and hyphens."""
    return line(_IN_CODES.sub("", unicodedata.normalize("NFKC", text))).upper()


def mobile(text: str) -> str:
    """Return a mobile number as eleven digits if a country code was put before it."""
    digits = code(text)
    for prefix in ("+86", "0086"):
        if digits.startswith(prefix):
            return digits.removeprefix(prefix)
    return digits


def day(text: str) -> str:
    """Return a date (2026-3-2, 20260302, 2026年3月2日, 2026/3/2) as ISO 8601, anything else as typed."""
    plain = unicodedata.normalize("NFKC", line(text)).replace(" ", "")
    found = _DATE.fullmatch(plain)
    if found is None:
        return plain
    year, month, number = (int(part) for part in found.groups() if part is not None)
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return plain


def day_of_boxes(boxes: tuple[str, str, str]) -> str:
    """Return the date of three boxes; a whole date in the first box counts too."""
    year, month, number = (unicodedata.normalize("NFKC", line(box)).strip("年月日 ") for box in boxes)
    if not year and not month and not number:
        return ""
    if not month and not number:
        return day(boxes[0])
    return day(f"{year}-{month}-{number}")


def yes_or_no(text: str) -> bool | str:
    """Return a truth value, or the text when it is neither."""
    return {"true": True, "on": True, "是": True, "false": False, "否": False}.get(line(text), line(text))


def _without_controls(text: str) -> str:
    visible = _INVISIBLE.sub("", text)
    return "".join(c for c in visible if unicodedata.category(c) not in {"Cc", "Cs"})


CLEANERS: Mapping[str, Callable[[str], object]] = {
    "text": line,
    "select": line,
    "radio": line,
    "textarea": block,
    "name": name,
    "code": code,
    "resident-id": code,
    "uscc": code,
    "bank-card": code,
    "mobile": mobile,
    "date": day,
    "bool": yes_or_no,
    "declaration": yes_or_no,
}
