"""The numbers of rights and the retention rules, as data."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from onewindow.kernel.public import yaml_file

_DATA = Path(__file__).resolve().parents[1] / "data"


@dataclass(frozen=True, slots=True)
class Rule:
    """How long one kind of data is kept, and why."""

    key: str
    what: str
    context: str
    basis: str
    keep: str = ""
    since: str = ""
    days: int = 0
    months: int = 0
    years: int = 0

    @property
    def is_timed(self) -> bool:
        """Tell whether a period ends it."""
        return bool(self.days or self.months or self.years)

    @property
    def period(self) -> str:
        """The period in words."""
        if not self.is_timed:
            return self.keep
        parts = ((self.years, _("%d 年")), (self.months, _("%d 个月")), (self.days, _("%d 日")))
        return _("自%(since)s起 %(time)s") % {
            "since": self.since,
            "time": "".join(words % count for count, words in parts if count),
        }

    def cutoff(self, now: datetime) -> datetime:
        """Return before which moment its rows are over."""
        months = self.years * 12 + self.months
        first = now.year * 12 + now.month - 1 - months
        year, month = divmod(first, 12)
        day = min(now.day, _last_day(year, month + 1))
        return now.replace(year=year, month=month + 1, day=day) - timedelta(days=self.days)


Removal = Callable[[datetime], int]
removals: dict[str, Removal] = {}


def register_removal(rule: str, remove: Removal) -> None:
    """Say how a context removes what a timed rule ends: `remove(before)` returns how many rows went.

    It is called every night and removes in a unit of work of its own. Raises KeyError for an unknown rule.
    """
    if not retention()[rule].is_timed:
        raise ValueError(f"retention rule {rule!r} has no period")
    removals[rule] = remove


@lru_cache(maxsize=1)
def retention() -> dict[str, Rule]:
    """Return the retention rules by key; the file `settings.RETENTION_RULES` names changes single values."""
    rows: dict[str, dict[str, Any]] = _read("retention.yaml")
    other = getattr(settings, "RETENTION_RULES", "")
    for name, changed in (_load(Path(other)) if other else {}).items():
        rows[name] |= changed  # an unknown name is a mistake worth a KeyError at the start
    return {
        key: Rule(key, since=row.get("from", ""), **{k: v for k, v in row.items() if k != "from"})
        for key, row in rows.items()
    }


def number(name: str) -> int:
    """Return a number of data/rights.yaml."""
    return int(_read("rights.yaml")[name])


def keeper_name() -> str:
    """Return the name of the body that keeps what the platform itself holds."""
    return str(_read("rights.yaml")["keeper"])


@lru_cache(maxsize=4)
def _read(name: str) -> dict[str, Any]:
    return _load(_DATA / name)


def _load(path: Path) -> dict[str, Any]:
    return dict(yaml_file.read(path) or {})


def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]
