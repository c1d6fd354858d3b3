"""What all codes share: cleaning, one refusal, and the check characters of ISO/IEC 7064."""

import re
import unicodedata
from typing import ClassVar, Self

from onewindow.kernel.errors import Invalid

ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_IGNORED = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff\-\u2010-\u2015\u2212]+")
_LONGEST = 200


class InvalidCode(Invalid):
    """编号有误，请核对后重新填写。"""

    code = "invalid_code"

    def __init__(self, message: str = "", *, field: str = "") -> None:
        """Refuse a code; `field` is the form field it was typed into."""
        text = message or (type(self).__doc__ or "").strip()
        super().__init__(text, errors={field: [text]} if field else None)
        self.field = field


class Code(str):
    """A checked text; subclasses give the refusal and the check."""

    refusal: ClassVar[type[InvalidCode]] = InvalidCode
    __slots__ = ()

    @classmethod
    def parse(cls, text: str, field: str = "") -> Self:
        """Return the cleaned and checked code; raise the type's `InvalidCode` saying what is wrong."""
        value = clean(text)
        wrong = cls._fault(value)
        if wrong:
            raise cls.refusal(wrong, field=field)
        return cls(value)

    @classmethod
    def is_valid(cls, text: str) -> bool:
        """Tell whether `parse` would accept the text."""
        return not cls._fault(clean(text))

    @classmethod
    def _fault(cls, value: str) -> str:
        raise NotImplementedError


def clean(text: str) -> str:
    """Return the text in NFKC and upper case, without spaces, hyphens and invisible characters."""
    return _IGNORED.sub("", unicodedata.normalize("NFKC", text[:_LONGEST])).upper()


def is_digits(text: str) -> bool:
    """Tell whether the text is ASCII digits only (`str.isdigit` also takes other scripts)."""
    return text.isascii() and text.isdigit()


def mod_37_36(text: str) -> str:
    """Return the ISO/IEC 7064 MOD 37,36 check character of a text of digits and capital letters."""
    product = 36
    for character in text:
        total = (product + ALPHANUMERIC.index(character)) % 36 or 36
        product = total * 2 % 37
    return ALPHANUMERIC[(37 - product) % 36]
