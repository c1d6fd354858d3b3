"""Pure rules of opening a company: the code from a segment, what is needed afterwards, when to try again."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from onewindow.kernel.public import codes, yaml_file

DATA = Path(__file__).parent / "data" / "company"
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WIDTH = 8


@dataclass(frozen=True)
class Receiver:
    """Who is told: the exchange resource it takes in, and its name."""

    resource: str
    name: str


@dataclass(frozen=True)
class FollowUpRule:
    """An approval needed where one of the words is in the scope; `body` ends the name of who decides."""

    approval: str
    words: tuple[str, ...]
    body: str


@dataclass(frozen=True)
class Rules:
    """The declared rules of opening a company."""

    form: str
    kind: str
    receivers: tuple[Receiver, ...]
    retry_minutes: tuple[int, ...]
    lease_minutes: int
    follow_ups: tuple[FollowUpRule, ...]


@lru_cache(maxsize=1)
def rules() -> Rules:
    """Return the declared rules."""
    told: dict[str, Any] = yaml_file.read(DATA / "opening.yaml")
    return Rules(
        form=told["form"], kind=told["kind"],
        receivers=tuple(Receiver(**row) for row in told["receivers"]),
        retry_minutes=tuple(told["retry_minutes"]), lease_minutes=told["lease_minutes"],
        follow_ups=tuple(
            FollowUpRule(row["approval"], tuple(row["words"]), row["body"]) for row in told["follow_ups"]
        ),
    )  # fmt: skip


def room(head: str) -> int:
    """Return how many subject codes start with a head."""
    return int(len(_ALPHABET) ** (_WIDTH - len(head)))


def overlap(one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    """Tell whether two segments, each by head, first number and size, hold a code in common."""
    (start, end), (begin, stop) = _span(*one), _span(*other)
    return start < stop and begin < end


def _span(head: str, first: int, size: int) -> tuple[int, int]:
    value = 0
    for one in head:
        value = value * len(_ALPHABET) + _ALPHABET.index(one)
    start = value * room(head) + first
    return start, start + size


def is_head(head: str) -> bool:
    """Tell whether it may begin a subject code: one to five characters of the alphabet of GB 32100."""
    return 1 <= len(head) <= 5 and all(one in _ALPHABET for one in head)


def uscc_of(kind: str, region: str, head: str, number: int) -> str:
    """Return the whole code for a number of a segment, with both check characters (GB 11714, GB 32100).

    `region` is the six-digit code of the registering body. Raises ValueError outside the room of the head.
    """
    if not 0 <= number < room(head):
        raise ValueError(f"no code number {number} under {head}")
    tail = ""
    for _place in range(_WIDTH - len(head)):
        number, digit = divmod(number, len(_ALPHABET))
        tail = _ALPHABET[digit] + tail
    subject = head + tail
    body = kind + region + subject + codes.OrganisationCode.check_character(subject)
    return body + codes.Uscc.check_character(body)


def needed_after(scope: str) -> list[FollowUpRule]:
    """Return the approvals that a business scope needs after the licence."""
    return [one for one in rules().follow_ups if any(word in scope for word in one.words)]


def wait_after(tries: int) -> int | None:
    """Return the minutes to wait after so many tries without an answer; None when they are used up."""
    waits = rules().retry_minutes
    return waits[tries - 1] if tries <= len(waits) else None


def told_to(keys: list[str], values: Mapping[str, str]) -> dict[str, str]:
    """Return what a receiver is told: the values its resource declares; unknown ones are empty."""
    return {name: values.get(name, "") for name in keys}
