"""The numbers of watching, as data with their sources."""

from functools import lru_cache
from pathlib import Path

from onewindow.kernel.public import yaml_file

_FILE = Path(__file__).resolve().parents[1] / "data" / "watching.yaml"


@lru_cache(maxsize=1)
def numbers() -> dict[str, float]:
    """Return every number of `data/watching.yaml` by its name."""
    return dict(yaml_file.read(_FILE))


def days(name: str) -> int:
    """Return one of them that counts days, minutes or whole things."""
    return int(numbers()[name])
