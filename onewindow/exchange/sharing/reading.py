"""Reads what people typed into the forms of sharing; all faults are told at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from onewindow.exchange.limits import count
from onewindow.exchange.models import Resource
from onewindow.exchange.sharing.errors import DemandInvalid
from onewindow.kernel.public import clock


@dataclass(frozen=True, slots=True)
class Wanted:
    """A demand that can be put."""

    purpose: str
    fields: list[str]
    items: list[str]
    rate: int
    until: date


def wanted(resource: Resource, given: Mapping[str, str], fields: Sequence[str]) -> Wanted:
    """Return the demand; raise DemandInvalid with every fault at its field."""
    errors: dict[str, list[str]] = {}
    purpose = words(given.get("purpose", ""))
    if not 6 <= len(purpose) <= 500:
        errors["purpose"] = [_("请写明用途和办理场景，6至500个字。")]
    chosen = [name for name in resource.fields if name in fields]
    if not chosen or set(fields) - set(resource.fields):
        errors["fields"] = [_("请从这项资源的信息项里选择，至少一项，够用即可。")]
    items = sorted(set(given.get("items", "").replace("，", " ").replace("、", " ").split()))
    if not items or any(not _is_code(item) for item in items) or len(items) > 200:
        errors["items"] = [_("请填写使用数据的事项编码（字母和数字，12至33位），一行一个，至少一个。")]
    rate = _number(given.get("rate", "") or str(count("rate")))
    if rate is None or not 1 <= rate <= count("rate_most"):
        errors["rate"] = [_("每分钟次数填1至%(most)d的整数。") % {"most": count("rate_most")}]
    until = _until(given.get("until", ""), errors)
    if errors or rate is None or until is None:
        raise DemandInvalid(errors=errors)
    return Wanted(purpose, chosen, items, rate, until)


def words(text: str) -> str:
    """Return a text without control characters, runs of blanks made one."""
    return " ".join(text.replace("\x00", " ").split())


def reason(text: str, field: str) -> str:
    """Return a reason of 4 to 500 characters; raise DemandInvalid at the field."""
    said = words(text)
    if not 4 <= len(said) <= 500:
        raise DemandInvalid(errors={field: [_("请写明理由，4至500个字。")]})
    return said


def _until(text: str, errors: dict[str, list[str]]) -> date | None:
    today, most = clock.today(), clock.today() + timedelta(days=count("grant_days"))
    try:
        until = date.fromisoformat(text.strip()) if text.strip() else most
    except ValueError:
        until = date.min
    if not today < until <= most:
        errors["until"] = [_("有效期填明天到%(most)s之间的日期，例如%(most)s。") % {"most": most}]
        return None
    return until


def _is_code(text: str) -> bool:
    return text.isascii() and text.isalnum() and 12 <= len(text) <= 33


def _number(text: str) -> int | None:
    stripped = text.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 9 else None
