"""The gateway's limits as data."""

from functools import lru_cache

from onewindow.exchange.connectors import DATA
from onewindow.kernel.public import yaml_file


def limit(name: str) -> int:
    """Return a limit of `data/gate.yaml` in the unit written there."""
    return _limits()[name]


@lru_cache(maxsize=1)
def _limits() -> dict[str, int]:
    told = yaml_file.read(DATA / "gate.yaml")
    return {name: int(row["value"]) for name, row in told["limits"].items()}
