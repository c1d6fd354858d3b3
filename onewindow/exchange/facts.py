"""What is asked of the sources and what comes back: frozen values, without a person's data in their names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Status = Literal["ok", "none", "down"]


@dataclass(frozen=True, slots=True)
class FactRequest:
    """One question to one resource: the resource's code and the values of its keys."""

    resource: str
    keys: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data is read: the item's code, the case or draft number, and a reason a citizen understands."""

    item: str
    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One answer: `ok` with a value, `none` (the source has no record) or `down` (no usable answer).

    Values are plain JSON: texts, whole numbers, booleans, dates as ISO 8601 texts. `cause` is a stable word
    for why a source is down (timeout, refused, breaker, signature, shape, oversize, status, …).
    """

    resource: str
    status: Status
    value: dict[str, object] | None
    source: str
    at: datetime
    receipt: str
    milliseconds: int
    cause: str = ""
