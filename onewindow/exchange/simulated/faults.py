"""Faults set from outside: which register is down, slow, lying, forging, forgetting or talking too much."""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from onewindow.exchange.connectors import simulated_url

CONTROL_SECRET = "exchange-simulated-control"  # noqa: S105
FAULTS = frozenset({"down", "slow", "lie", "none", "forged", "oversize"})


@dataclass
class _Remembered:
    stamp: int = -1
    state: dict[str, dict[str, object]] | None = None


_remembered = _Remembered()


def _path() -> Path:
    return _place(settings.HOME, simulated_url())


@lru_cache(maxsize=16)
def _place(home: Path, url: str) -> Path:
    return Path(home) / f"simulated-faults-{urlsplit(url).port}.json"


def fault_of(resource: str) -> tuple[str, float]:
    """Return the fault of a register and the seconds it waits; shared by all workers through one file."""
    try:
        stamp = _path().stat().st_mtime_ns
    except FileNotFoundError:
        return "", 0.0
    if stamp != _remembered.stamp:
        _remembered.state, _remembered.stamp = json.loads(_path().read_text()), stamp
    told = (_remembered.state or {}).get(resource, {})
    seconds = told.get("seconds", 0)
    return str(told.get("fault", "")), float(seconds) if isinstance(seconds, int | float) else 0.0


def set_fault(resource: str, fault: str, seconds: float = 0.0) -> None:
    """Give a register a fault, or take it back with an empty one."""
    state = json.loads(_path().read_text()) if _path().exists() else {}
    state.pop(resource, None)
    if fault:
        state[resource] = {"fault": fault, "seconds": seconds}
    _write(state)


def reset_faults() -> None:
    """Make every register well again."""
    _write({})


def _write(state: dict[str, object]) -> None:
    _path().parent.mkdir(parents=True, exist_ok=True)
    draft = _path().with_suffix(".new")
    draft.write_text(json.dumps(state))
    draft.replace(_path())
