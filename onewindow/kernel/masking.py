"""Masking: what of a person or organisation may be shown to those who need not know."""

import re

_REGION = re.compile(r"^.{1,6}?(?:省|自治区|特别行政区|市|自治州|州|盟|县|自治县|旗|区)")
_SUFFIX = re.compile(
    r"(?:股份有限公司|有限责任公司|有限公司|分公司|公司|合作社|合伙企业|事务所|商行|经营部|个体工商户|"
    r"便利店|商店|店|厂|中心|医院|诊所|学校|幼儿园|协会|基金会|委员会|局|处)$"
)


def person_name(name: str) -> str:
    """Return 张* for two characters, 欧*修 for three and more: first and last stay."""
    if len(name) <= 2:
        return name[:1] + "*" * (len(name) - 1)
    return f"{name[0]}{'*' * (len(name) - 2)}{name[-1]}"


def resident_id(number: str) -> str:
    """Return four characters, stars, four characters, for officers; shorter numbers keep two and two."""
    return _middle(number, 4, 4) if len(number) > 12 else _middle(number, 2, 2)


def public_number(number: str) -> str:
    """Return the first and the last character, for public pages; fits identity numbers and credit codes."""
    return _middle(number, 1, 1)


def mobile(number: str) -> str:
    """Return 199****0001: three digits, four stars, four digits."""
    return _middle(number, 3, 4)


def organisation_name(name: str) -> str:
    """Return region and legal form with stars between: 南宁*****有限公司."""
    region = _REGION.match(name)
    suffix = _SUFFIX.search(name)
    head = region.group() if region and region.end() < len(name) else name[:2]
    tail = suffix.group() if suffix and suffix.start() > len(head) else name[-1:]
    hidden = len(name) - len(head) - len(tail)
    return f"{head}{'*' * hidden}{tail}" if hidden > 0 else person_name(name)


def _middle(text: str, first: int, last: int) -> str:
    if len(text) <= first + last:
        first = last = 1 if len(text) > 2 else 0
    return text[:first] + "*" * (len(text) - first - last) + text[len(text) - last :]
