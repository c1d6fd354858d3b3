"""Limits, counts and classes of data sharing, read from `data/sharing.yaml`."""

from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from onewindow.exchange.connectors import DATA
from onewindow.kernel.public import workdays, yaml_file


def operator() -> str:
    """Return the name of the body that runs the exchange."""
    return str(_data()["operator"])


def due(name: str, start: date) -> date:
    """Return the last working day of a limit that starts the day after."""
    return workdays.calendar_for("45").due(start, int(_data()["limits"][name]["days"])).on


def limit_days(name: str) -> int:
    """Return a limit in working days."""
    return int(_data()["limits"][name]["days"])


def count(name: str) -> int:
    """Return a count."""
    return int(_data()["counts"][name]["value"])


def freshness(cycle: str) -> timedelta | None:
    """Return how old the last good answer of a resource may be; None where it is not judged."""
    days = _data()["cycles"].get(cycle)
    return None if days is None else timedelta(days=days)


def class_of(catalogue_code: str) -> tuple[str, str]:
    """Return class and group of a catalogue code in words; empty where the code is none of ours."""
    told = _data()["classes"].get(catalogue_code[:1])
    if told is None:
        return "", ""
    return str(told["name"]), str(told["groups"].get(catalogue_code[1:3], ""))


def classes() -> dict[str, str]:
    """Return the classes by their digit."""
    return {digit: str(told["name"]) for digit, told in _data()["classes"].items()}


def cycles() -> list[str]:
    """Return the update cycles."""
    return list(_data()["cycles"])


def formats() -> list[str]:
    """Return the formats data are shared in."""
    return list(_data()["formats"])


def methods() -> dict[str, str]:
    """Return the ways of sharing by their code."""
    return dict(_data()["methods"])


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml_file.read(DATA / "sharing.yaml")
    return loaded
