"""Spellings: how names and numbers typed by people become the ones we keep and look up."""

import re
import unicodedata

from onewindow.kernel.public import hashing

_DOTS = re.compile(r"[•・‧．.]")
MOBILE = re.compile(r"1[3-9]\d{9}")


def clean_name(text: str) -> str:
    """Return a name with one kind of middle dot (U+00B7) and no blanks at its ends; rare characters stay."""
    return _DOTS.sub("·", text.strip())


def clean_digits(text: str) -> str:
    """Return a number without blanks and hyphens, full-width digits made plain."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text)).upper()


def resident_id_key(number: str) -> bytes:
    """Return the lookup key of an identity number."""
    return hashing.keyed_hash("resident-id", number)


def mobile_key(number: str) -> bytes | None:
    """Return the lookup key of a mobile number."""
    return hashing.keyed_hash("mobile", number) if number else None
