"""The gateway's limits as data."""

from functools import lru_cache

import yaml

from onewindow.exchange.connectors import DATA


def limit(name: str) -> int:
    """Return a limit of `data/gate.yaml` in the unit written there."""
    return _limits()[name]


@lru_cache(maxsize=1)
def _limits() -> dict[str, int]:
    told = yaml.safe_load((DATA / "gate.yaml").read_text(encoding="utf-8"))
    return {name: int(row["value"]) for name, row in told["limits"].items()}
