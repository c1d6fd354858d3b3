"""The tests of the rules by code, each for one kind of subject."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

from onewindow.supervision.facts import Facts
from onewindow.supervision.workcount import Days

KINDS = ("case", "guide", "rating", "complaint", "ruleset")
Numbers = Mapping[str, int]


class Hit(NamedTuple):
    """What a test found: a key within the rule, since which day, words; red goes before the rule's level."""

    key: str
    on: date
    note: str
    red: bool = False


Test = Callable[[Facts, Numbers, Days], Iterator[Hit]]
tests: dict[str, tuple[str, Test]] = {}


def rule(code: str, kind: str = "case") -> Callable[[Test], Test]:
    """Register the test of a rule."""

    def register(test: Test) -> Test:
        tests[code] = (kind, test)
        return test

    return register


def codes() -> list[str]:
    """Return the codes of all rules that have a test."""
    return sorted(tests)


def day(told: object) -> date:
    """Return the day a fact names, of a date or the beginning of a moment."""
    return date.fromisoformat(str(told)[:10])
