"""Words for codes of outside systems, from `data/outside.yaml`."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from onewindow.kernel.public import yaml_file

_DATA = Path(__file__).parents[1] / "data" / "outside.yaml"


def result_words(code: str) -> str:
    """Return 办理结果 in words."""
    told = _told()
    return str(told["results"].get(code, told["other"]))


@lru_cache(maxsize=1)
def _told() -> dict[str, Any]:
    told: dict[str, Any] = yaml_file.read(_DATA)
    return told
