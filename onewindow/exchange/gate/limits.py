"""The gateway's limits as data."""

from functools import lru_cache

import yaml

from onewindow.exchange.connectors import DATA


@lru_cache(maxsize=32)
def limit(name: str) -> int:
    """Return a limit of `data/gate.yaml` in the unit written there."""
    told = yaml.safe_load((DATA / "gate.yaml").read_text(encoding="utf-8"))
    return int(told["limits"][name]["value"])
