"""Spellings: how names and numbers typed by people become the ones we keep and look up, or are refused."""

import re
import unicodedata

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from onewindow.identity.errors import BadSpelling
from onewindow.kernel.public import hashing

_DOTS = re.compile("[\u2022\u30fb\u2027\uff0e.\u2219\u22c5\u0387\uff65]")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_USERNAME = re.compile(r"[a-z0-9_]{4,60}")
LONGEST_NAME, SHORTEST_PASSWORD, LONGEST_PASSWORD = 200, 10, 1000


def name(text: str) -> str:
    """Return a name with one kind of middle dot (U+00B7) and no blanks at its ends; rare characters stay.

    Raises BadSpelling for invisible characters and for a text without any letter.
    """
    cleaned = _DOTS.sub("·", text.strip())
    if any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in cleaned):
        raise BadSpelling(_("名称里有看不见的特殊字符，请删去后手工输入一遍。"))
    if not any(unicodedata.category(c)[0] == "L" or unicodedata.category(c) == "Co" for c in cleaned):
        raise BadSpelling(_("请填写证件上的名称。"))
    if len(cleaned) > LONGEST_NAME:
        raise BadSpelling(_("名称最多 200 个字，请核对。"))
    return cleaned


def mobile(text: str) -> str:
    """Return an eleven-digit mobile number; raises BadSpelling."""
    cleaned = digits(text)
    if not _MOBILE.fullmatch(cleaned):
        raise BadSpelling(_("手机号是 11 位数字，以 1 开头，请核对。"))
    return cleaned


def username(text: str) -> str:
    """Return a user name in lower case; raises BadSpelling. Its letter keeps it apart from a mobile."""
    cleaned = text.strip().lower()
    if not _USERNAME.fullmatch(cleaned) or not re.search(r"[a-z]", cleaned):
        raise BadSpelling(_("用户名用 4 至 60 个英文字母、数字或下划线，至少有一个字母。"))
    return cleaned


def password(text: str, *, about: tuple[str, ...] = ()) -> str:
    """Return a password that is strong enough and repeats nothing `about` its owner; raises BadSpelling."""
    if len(text) > LONGEST_PASSWORD:
        raise BadSpelling(_("密码太长，请不要超过 1000 个字符。"))
    if "\x00" in text:
        raise BadSpelling(_("密码里有不能使用的字符，请换一个。"))
    if any(_says_much(known) and known.lower() in text.lower() for known in about):
        raise BadSpelling(_("密码里不要出现姓名、用户名、证件号码、生日或手机号，请换一个。"))
    if len(text) < SHORTEST_PASSWORD:
        raise BadSpelling(_("密码太短，请至少用 10 位。"))
    try:
        validate_password(text)
    except ValidationError as weak:
        raise BadSpelling("".join(weak.messages)) from weak
    return text


def _says_much(known: str) -> bool:
    return len(known) >= 5 or (len(known) >= 2 and not known.isascii())


def digits(text: str) -> str:
    """Return a number without blanks and hyphens, full-width digits made plain."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", text[:LONGEST_NAME])).upper()


def typed_at_sign_in(text: str) -> tuple[str, bool]:
    """Return what was typed as account name as it is looked up, and whether it is a mobile number."""
    number = digits(text)
    if _MOBILE.fullmatch(number):
        return number, True
    return text.strip().lower(), False


def resident_id_key(number: str) -> bytes:
    """Return the lookup key of an identity number."""
    return hashing.keyed_hash("resident-id", number)


def mobile_key(number: str) -> bytes:
    """Return the lookup key of a mobile number."""
    return hashing.keyed_hash("mobile", number)
