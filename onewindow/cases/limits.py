"""The numbers of the law, read once from `data/`: limits, lawful pauses, items that open a market."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from onewindow.kernel.public import yaml_file

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Limit:
    """A number of days with its source; `extension` is how much may be added once."""

    days: int
    basis: str
    extension: int = 0
    least: int = 0
    most: int = 0


@dataclass(frozen=True)
class PauseReason:
    """A reason for which time does not count (行政许可法 第四十五条)."""

    code: str
    name: str
    basis: str


@lru_cache(maxsize=4)
def _read(name: str) -> dict[str, Any]:
    read = yaml_file.read(_DATA / f"{name}.yaml")
    assert isinstance(read, dict)
    return read


def limit(name: str) -> Limit:
    """Return a limit by its name."""
    return Limit(**_read("clocks")["limits"][name])


def pause_reasons() -> list[PauseReason]:
    """Return the reasons for which a clock may stop."""
    return [PauseReason(code, **row) for code, row in _read("clocks")["pauses"].items()]


def pause_reason(code: str) -> PauseReason | None:
    """Return a lawful reason by its code, None for any other."""
    return next((one for one in pause_reasons() if one.code == code), None)


def lawful_pause(code: str) -> PauseReason:
    """Return a reason that the data must know."""
    return PauseReason(code, **_read("clocks")["pauses"][code])


def industry_of(task_code: str) -> str:
    """Return the industry an item opens a market in, "" for an item that opens none."""
    row = _read("market_access").get(task_code[19:31])
    return str(row["industry"]) if row else ""


@dataclass(frozen=True)
class DeclineCause:
    """A cause for which an application may not be accepted (第三十二条); some must name the right body."""

    code: str
    name: str
    basis: str
    right_body: bool = False


def decline_causes() -> list[DeclineCause]:
    """Return the lawful causes for not accepting."""
    return [DeclineCause(code, **row) for code, row in _read("clocks")["declines"].items()]


def decline_cause(code: str) -> DeclineCause | None:
    """Return a lawful cause by its code, None for any other."""
    return next((one for one in decline_causes() if one.code == code), None)
