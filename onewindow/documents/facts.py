"""What anyone may know of a document: labelled, holder and number masked, dates in Chinese form."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from onewindow.documents import kinds, records, slips
from onewindow.documents.slips import Slip
from onewindow.kernel.public import masking

Facts = list[tuple[str, str]]


def of_record(content: dict[str, Any]) -> Facts:
    """Return the public facts of a signed record."""
    if content["schema"] in kinds.facts:
        return kinds.facts[content["schema"]](content)
    holder = content["holder"]
    name = records.masked_holder(holder["kind"], holder["name"])
    rows = [
        (_("文书名称"), content["title"]),
        (_("文书编号"), content["number"]),
        (_("事项"), content["item"]["name"]),
        (_("当事人"), f"{name}（{masking.public_number(holder['number'])}）"),
        (_("决定"), content["decision"]),
        (_("出具机关"), content["agency"]),
        (_("决定日期"), chinese_day(day_of(content["decided_at"]))),
        (_("有效期至"), until(content["valid_until"])),
    ]
    return [(label, value) for label, value in rows if value]


def of_slip(slip: Slip) -> Facts:
    """Return the facts of a slip."""
    if slip.design == slips.CERTIFICATE:
        return _of_certificate(slip.facts)
    rows = [
        (_("文书编号"), slip.facts["number"]),
        (_("事项"), slip.facts["item"]),
        (_("当事人"), slip.facts["holder"]),
        (_("决定"), slip.facts["decision"]),
        (_("决定日期"), chinese_day(date.fromisoformat(slip.facts["decided_on"]))),
        (_("有效期至"), until(slip.facts["valid_until"])),
    ]
    return [(label, value) for label, value in rows if value]


def _of_certificate(told: dict[str, str]) -> Facts:
    rows = [
        (_("证照名称"), told["name"]),
        (_("证照编号"), told["number"]),
        (_("持证人"), told["holder"]),
        (_("颁发机关"), told["issuer"]),
        (_("颁发日期"), chinese_day(date.fromisoformat(told["issued_on"]))),
        (_("有效期至"), until(told["valid_until"]) or _("长期")),
    ]
    return [(label, value) for label, value in rows if value]


def chinese_day(day: date) -> str:
    """Return a date as 2026年3月2日."""
    return f"{day.year}年{day.month}月{day.day}日"


def day_of(moment: str) -> date:
    """Return the day in China of a moment in a record."""
    return records.moment(moment).date()


def until(text: str | None) -> str:
    """Return a last day of validity in Chinese form, nothing where there is none."""
    return chinese_day(date.fromisoformat(text)) if text else ""
