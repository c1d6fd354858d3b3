"""Codes to check a document by: 130 random bits in 26 characters that can be typed (Crockford's base 32)."""

from onewindow.kernel.public import ids

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
LENGTH = 26
_TYPED = str.maketrans({"o": "0", "i": "1", "l": "1", " ": None, "-": None, "\u3000": None})


def new_token() -> str:
    """Return a code nobody can guess."""
    return ids.letters(LENGTH).lower()


def clean(typed: str) -> str:
    """Return the code in what a person typed or pasted (groups, capitals, a whole address), or nothing."""
    text = typed.strip()[:2000].split("#")[0].split("?")[0].rstrip("/").rsplit("/", 1)[-1]
    token = text.lower().translate(_TYPED)
    return token if is_token(token) else ""


def is_token(text: str) -> bool:
    """Tell whether a text has the form of a code."""
    return len(text) == LENGTH and all(character in ALPHABET for character in text)


def spaced(token: str) -> str:
    """Return a code in groups of four, capitals, as it is printed."""
    upper = token.upper()
    return " ".join(upper[i : i + 4] for i in range(0, len(upper), 4))
