"""Templates and numbers as data."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from onewindow.kernel.public import yaml_file

_DATA = Path(__file__).parent / "data"
SMS_LENGTH = 70  # one text message in UCS-2 (3GPP TS 23.040)


@dataclass(frozen=True, slots=True)
class Template:
    """What is told: title, text and what to do next in the inbox, one sentence for the mobile."""

    key: str
    title: str
    text: str
    next: str
    sms: str
    urgent: bool = False


@lru_cache(maxsize=1)
def templates() -> dict[str, Template]:
    """Return the templates by key."""
    rows = yaml_file.read(_DATA / "templates.yaml")
    return {key: Template(key, **row) for key, row in rows.items()}


def number(name: str) -> int:
    """Return a number of sending."""
    return int(str(_numbers()[name]["value"]))


@lru_cache(maxsize=1)
def _numbers() -> dict[str, dict[str, object]]:
    return dict(yaml_file.read(_DATA / "sending.yaml"))
