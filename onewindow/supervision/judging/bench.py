"""The judge: rules in the versions of their days, over facts, as of a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from onewindow.supervision.facts import Facts
from onewindow.supervision.judging import content, data, outside, procedure, times  # noqa: F401 (fill it)
from onewindow.supervision.judging.registry import Test, tests
from onewindow.supervision.workcount import Days


@dataclass(frozen=True)
class RuleInForce:
    """A version of a rule with its numbers and the days on which it applies."""

    code: str
    version: int
    level: str
    numbers: Mapping[str, int]
    since: date
    until: date | None = None

    def applies(self, on: date) -> bool:
        """Tell whether a finding of that day is judged by this version."""
        return self.since <= on and (self.until is None or on < self.until)


class Finding(NamedTuple):
    """A rule was met: which version, under which key, at which level, since which day, in words."""

    rule: str
    version: int
    key: str
    level: str
    on: date
    note: str


class Bench:
    """The rules in force, sorted by what they are about, ready to judge many subjects."""

    def __init__(self, rules: Sequence[RuleInForce]) -> None:
        """Give each rule its test."""
        self._by_kind: dict[str, list[tuple[RuleInForce, Test]]] = {}
        for one in rules:
            kind, test = tests[one.code]
            self._by_kind.setdefault(kind, []).append((one, test))

    def judge(self, kind: str, facts: Facts, days: Days, as_of: date) -> tuple[list[Finding], date | None]:
        """Return what the rules find up to and including a day, and the next day something may come on."""
        found: list[Finding] = []
        ahead: date | None = None
        for one, test in self._by_kind.get(kind, ()):
            for hit in test(facts, one.numbers, days):
                if not one.applies(hit.on):
                    continue
                if hit.on > as_of:
                    ahead = hit.on if ahead is None or hit.on < ahead else ahead
                    continue
                level = "red" if hit.red else one.level
                found.append(Finding(one.code, one.version, hit.key, level, hit.on, hit.note))
        return found, ahead


def judge(
    kind: str, facts: Facts, rules: Sequence[RuleInForce], days: Days, as_of: date
) -> tuple[list[Finding], date | None]:
    """Return what rules find in one subject, and the next day on which something may come."""
    return Bench(rules).judge(kind, facts, days, as_of)
