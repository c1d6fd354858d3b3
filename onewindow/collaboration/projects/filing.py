"""What a firm fills in to file a project, read and judged field by field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onewindow.collaboration.errors import ProjectInvalid
from onewindow.collaboration.projects.stages import kinds
from onewindow.government import public as government

_INDUSTRY = re.compile(r"[A-T]\d{0,4}", re.ASCII)
_TEXTS = {"name": ("项目名称", 200), "address": ("建设地址", 200), "scale": ("建设规模和内容", 500)}
_MOST = 10**9  # 万元


@dataclass(frozen=True)
class Told:
    """A filled-in and checked filing; investment in units of 10,000 yuan (万元)."""

    name: str
    kind: str
    region: government.Region
    address: str
    industry: str
    scale: str
    investment: int
    begin_on: date
    end_on: date


def read(given: Mapping[str, str]) -> Told:
    """Return what was filled in; raise ProjectInvalid with each fault at its field."""
    errors: dict[str, list[str]] = {}
    texts = {key: " ".join(given.get(key, "").split()) for key in _TEXTS}
    for key, (label, most) in _TEXTS.items():
        if not 0 < len(texts[key]) <= most or "\x00" in texts[key]:
            errors[key] = [f"请填写{label}，最多 {most} 字。"]
    kind, industry = given.get("kind", ""), given.get("industry", "").strip().upper()
    if kind not in kinds():
        errors["kind"] = ["请选择项目类型。"]
    if not _INDUSTRY.fullmatch(industry):
        errors["industry"] = ["请填写国民经济行业代码：一个字母，后面最多四位数字，例如 C1411。"]
    region = _region(given.get("region", ""))
    if region is None:
        errors["region"] = ["请选择建设地点。"]
    money = given.get("investment", "").strip()
    if not (money.isascii() and money.isdigit() and len(money) <= 10 and 0 < int(money) <= _MOST):
        errors["investment"] = ["请填写总投资，单位万元，只填整数。"]
    begin, end = _day(given.get("begin_on", "")), _day(given.get("end_on", ""))
    if begin is None:
        errors["begin_on"] = ["请填写计划开工的日期。"]
    if end is None or (begin is not None and end < begin):
        errors["end_on"] = ["请填写计划竣工的日期，不能早于开工。"]
    if errors or region is None or begin is None or end is None:
        raise ProjectInvalid(errors=errors)
    return Told(
        texts["name"], kind, region, texts["address"], industry, texts["scale"], int(money), begin, end
    )


def _region(code: str) -> government.Region | None:
    if not (code.isascii() and code.isdigit() and len(code) == 12):
        return None
    found = government.Region.objects.filter(code=code, level__in=["city", "county"], valid_to=None)
    return found.first()


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
