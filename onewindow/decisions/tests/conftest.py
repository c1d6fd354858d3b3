"""The shipped rule sets, planted, and data that satisfies each of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest

from onewindow.decisions import public as decisions
from onewindow.decisions import released, seed
from onewindow.kernel.tests.factories import planted_once

PILOTS = tuple(sorted(path.stem for path in seed.DATA.glob("*.dmn")))
ON = date(2026, 3, 2)


@dataclass(frozen=True)
class Answer:
    """A fact as the exchange gives it."""

    status: str
    value: dict[str, object] | None
    source: str = "模拟部门系统"
    at: datetime = datetime(2026, 3, 2, 4, tzinfo=UTC)
    receipt: str = "R1"
    milliseconds: int = 12


def good(rule_set: str) -> dict[str, Any]:
    """Return the unit case in which everything is in order, as arguments of `decide`."""
    given = seed.read_cases(rule_set)["cases"][0]["given"]
    return {
        "rule_set": rule_set,
        "answers": dict(given["answers"]),
        "applicant": dict(given["applicant"]),
        "facts": {name: Answer("ok", dict(value)) for name, value in given["facts"].items()},
        "on": ON,
    }


@pytest.fixture(scope="module")
def released_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Release the shipped rule sets, once for the tests of a module."""
    with planted_once(django_db_blocker):
        _forget()
        seed.plant()
        yield
    _forget()


@pytest.fixture
def planted(released_once: None, db: None) -> Iterator[None]:
    """Release the shipped rule sets."""
    released._known.clear()
    yield
    released._known.clear()


def _forget() -> None:
    released._known.clear()
    released.compiled.cache_clear()


Decide = Callable[..., decisions.Decision]


@pytest.fixture
def decide(planted: None) -> Decide:
    """Judge good data of a rule set with parts replaced."""

    def run(rule_set: str, **parts: Any) -> decisions.Decision:
        given = good(rule_set)
        for part, values in parts.items():
            given[part] = {**given[part], **values} if isinstance(values, dict) else values
        return decisions.decide(**given)

    return run
