"""The rules in force, as the judge takes them, and the shipped numbers of handling."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from onewindow.kernel.public import yaml_file
from onewindow.supervision.judging import RuleInForce
from onewindow.supervision.models import Rule

DATA = Path(__file__).parent / "data"


def rules_in_force() -> list[RuleInForce]:
    """Return every version that applies or applied, by code and number, in one statement."""
    rows = Rule.objects.filter(state="in_force").order_by("code", "number")
    return [as_judged(row) for row in rows]


def as_judged(row: Rule) -> RuleInForce:
    """Return a version as the judge takes it."""
    return RuleInForce(row.code, row.number, row.level, row.numbers, row.since, row.until)


@lru_cache(maxsize=8)
def shipped(name: str) -> Any:
    """Return one of the shipped tables by name."""
    return yaml_file.read(DATA / f"{name}.yaml")


def explain_days(level: str) -> int:
    """Return in how many working days a card of a level is to be explained."""
    return int(handling("explain")[level])


def handling(name: str) -> Any:
    """Return a number of the handling of signals: working days, or those by level."""
    return shipped("handling")[name]
