"""Document numbers 文书编号: body's word, kind's word, 〔year〕, then digits taken from the case number."""

import re
from functools import lru_cache
from pathlib import Path

from onewindow.kernel.public import yaml_file

_CASE_NUMBER = re.compile(r"[0-9A-Z]{18}([0-9]{6})([0-9]{6})[0-9A-Z]")
_REGION = "广西壮族自治区"
_PLACE = re.compile(r"(.{2,6}?)(?:市|自治县|县|区)")
KIND_WORDS = {
    "grant": "准", "refusal": "不准", "acceptance": "受", "correction": "补", "notice": "告",
    "receipt": "收", "decline": "不受", "special": "特", "extension": "延", "fee": "缴",
    "hearing_right": "听告", "hearing": "听通", "hearing_record": "听笔", "delivery": "送", "ended": "终",
    "handover": "流", "negative": "报", "moved": "移",
}  # fmt: skip


def document_number(agency: str, kind: str, year: int, case_number: str, *, part: int = 1) -> str:
    """Return for example 桂卫准〔2026〕261123000012号; `part` counts a case's documents of one kind.

    The digits are day and sequence of the case number, unique over all bodies, so no statement is needed.
    """
    found = _CASE_NUMBER.fullmatch(case_number)
    digits = "".join(found.groups()) if found else case_number
    suffix = f"-{part}" if part > 1 else ""
    return f"{agency_word(agency)}{KIND_WORDS.get(kind, '告')}〔{year}〕{digits}{suffix}号"


@lru_cache(maxsize=4096)
def agency_word(agency: str) -> str:
    """Return the word a body's documents begin with (机关代字), by `data/agency_words.yaml`."""
    words = _words()
    place, rest = _place(agency)
    for field, word in words["fields"].items():
        if field in rest:
            return place + str(word)
    return place + str(words["otherwise"])


def _place(agency: str) -> tuple[str, str]:
    if agency.startswith(_REGION):
        return "桂", agency.removeprefix(_REGION)
    found = _PLACE.match(agency)
    return (found.group(1), agency[found.end() :]) if found else ("", agency)


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, str]]:
    read = yaml_file.read(Path(__file__).parent / "data" / "agency_words.yaml")
    assert isinstance(read, dict)
    return read
