"""Identity papers 证件: the kinds people may register with, as data, and how their numbers are spelt."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from onewindow.identity import numbers
from onewindow.identity.errors import BadSpelling
from onewindow.identity.reading import Reading
from onewindow.kernel.public import clock, codes, hashing, yaml_file

RESIDENT_ID = "resident-id"
_FILE = Path(__file__).resolve().parent / "data" / "papers.yaml"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper, as the data has it."""

    name: str
    code: str
    basis: str
    pattern: str = ""
    form: str = ""
    key: int = 0
    fault: str = ""
    issuer: bool = False
    online: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was read: its number as kept, and the keyed hash it is found by."""

    kind: str
    number: str
    issuer: str
    birth_date: date

    @property
    def key(self) -> bytes:
        """The lookup key; a renewed permit keeps it."""
        return paper_key(self.kind, self.number, self.issuer)

    @property
    def stored_kind(self) -> str:
        """The kind as kept; empty for the resident id."""
        return "" if self.kind == RESIDENT_ID else self.kind


@lru_cache(maxsize=1)
def kinds() -> dict[str, Kind]:
    """Return all kinds by their name in the data."""
    rows = yaml_file.read(_FILE)
    return {name: Kind(**row) for name, row in rows.items()}


def kind(name: str) -> Kind:
    """Return one kind; the empty name is the resident id. Raises BadSpelling."""
    found = kinds().get(name or RESIDENT_ID)
    if found is None:
        raise BadSpelling(_("请选择证件类型。"))
    return found


def paper_key(name: str, number: str, issuer: str = "") -> bytes:
    """Return the keyed hash a spelt number is found by; kinds and issuers have their own."""
    if name == RESIDENT_ID:
        return numbers.resident_id_key(number)
    stays = number[: kind(name).key or None]
    return hashing.keyed_hash("paper", f"{name}:{issuer}:{stays}")


def spell_number(name: str, text: str) -> str:
    """Return a number of that kind as printed on the paper. Raises BadSpelling or an InvalidCode."""
    which = kind(name)
    if not which.pattern:
        return str(codes.ResidentId.parse(text))
    number = numbers.digits(text)
    if not re.fullmatch(which.pattern, number):
        raise BadSpelling(which.fault)
    if which.form == "resident":
        _resident_birth(number)
        if codes.ResidentId.check_character(number[:17]) != number[17]:
            raise BadSpelling(_("号码的最后一位与前 17 位对不上，请核对。"))
    return number


def spell_issuer(name: str, text: str) -> str:
    """Return the issuing country as three letters, empty for papers that need none. Raises BadSpelling."""
    if not kind(name).issuer:
        return ""
    issuer = numbers.digits(text)
    if not re.fullmatch("[A-Z]{3}", issuer):
        raise BadSpelling(_("请填写护照上的签发国代码，3 个英文字母，例如 CHN。"))
    return issuer


def read_paper(read: Reading, name: str, text: str, issuer: str, born: date | None) -> Paper | None:
    """Return the paper of a form, or None after noting every fault at its field."""
    if read("paper", lambda: kind(name)) is None:
        return None
    number = read("resident_id", lambda: spell_number(name, text))
    country = read("issuer", lambda: spell_issuer(name, issuer))
    told = kind(name).form == "resident" or not kind(name).pattern
    if number is not None and told:
        born = _resident_birth(number)
    elif not told:
        born = read("birth_date", lambda: _plausible(born))
    if number is None or country is None or born is None:
        return None
    return Paper(name, number, country, born)


def _resident_birth(number: str) -> date:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError as wrong:
        raise BadSpelling(_("号码中的出生日期不存在，请核对第 7 至 14 位。")) from wrong


def _plausible(born: date | None) -> date:
    if born is None:
        raise BadSpelling(_("请填写证件上的出生日期，例如 1990-05-12。"))
    if not date(1900, 1, 1) <= born <= clock.today():
        raise BadSpelling(_("出生日期不对，请按证件填写。"))
    return born
