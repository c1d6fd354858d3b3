"""Reads what the verbs are given, and the numbers of posts."""

from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from onewindow.identity.errors import ReasonMissing
from onewindow.identity.limits import REASON_LENGTH
from onewindow.identity.models import Account
from onewindow.identity.posts.errors import OfficialUnknown, PostInvalid
from onewindow.kernel.public import clock, yaml_file

LONGEST_REASON = 300
_FILE = Path(__file__).resolve().parents[1] / "data" / "posts.yaml"


@lru_cache(maxsize=1)
def numbers() -> dict[str, int]:
    """Return the numbers of posts, as data."""
    return dict(yaml_file.read(_FILE))


def line(text: str) -> str:
    """Return a line of text without what PostgreSQL or a page cannot hold."""
    return " ".join(text.replace("\x00", " ").split())


def reason(text: str) -> str:
    """Return a typed reason. Raises ReasonMissing."""
    said = line(text)
    if not REASON_LENGTH <= len(said) <= LONGEST_REASON:
        raise ReasonMissing(errors={"reason": [_("请写明原因，4 到 300 个字，会留在历史里。")]})
    return said


def days(
    starts_on: date | None, ends_on: date | None, *, longest: int | None = None
) -> tuple[date, date | None]:
    """Return the first and the last day of a holding. Raises PostInvalid at the field that is wrong."""
    today = clock.today()
    start = starts_on or today
    if start < today or start > today + timedelta(days=numbers()["days_ahead_longest"]):
        raise PostInvalid(errors={"starts_on": [_("开始日期要在今天和一年以内。")]})
    if ends_on is not None and ends_on < start:
        raise PostInvalid(errors={"ends_on": [_("结束日期不能早于开始日期。")]})
    if longest is not None and (ends_on is None or (ends_on - start).days >= longest):
        raise PostInvalid(errors={"ends_on": [_("代理要写结束日期，最长 %(days)d 天。") % {"days": longest}]})
    return start, ends_on


def official(username: str) -> Account:
    """Return an official's account that is in use. Raises OfficialUnknown."""
    found: Any = Account.objects.select_related("person", "post__agency").filter(
        username=line(username).lower()[:60], post__isnull=False, is_active=True
    )
    account: Account | None = found.first()
    if account is None:
        raise OfficialUnknown(errors={"username": [OfficialUnknown().message]})
    return account
