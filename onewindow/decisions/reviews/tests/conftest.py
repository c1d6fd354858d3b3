"""Decided applications of known people, and the officers over them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from onewindow.decisions import public as decisions
from onewindow.decisions.reviews import subjects
from onewindow.decisions.tests.conftest import Decide, decide, planted, released_once  # noqa: F401
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import agency, official, person_account
from onewindow.kernel.public import SYSTEM, Actor, clock, unit

CODE = "senior-allowance"
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)


@dataclass
class World:
    """An applicant, an officer of the body, one of another body, a keeper of rules."""

    decide: Decide
    applicant: identity.Account
    officer: identity.Account
    other: identity.Account
    keeper: identity.Account
    numbers: set[str] = field(default_factory=set)

    def actor(self, name: str) -> Actor:
        """Return somebody of the world as an actor."""
        return identity.actor_for(getattr(self, name))

    def decided(self, number: str, *, at: datetime = NOON, **parts: object) -> decisions.DecisionRecord:
        """Record a decision under a number, at a moment."""
        self.numbers.add(number)
        with clock.at(at), unit.work():
            return decisions.record_decision(
                by=SYSTEM, decision=self.decide(CODE, **parts), case_number=number, city="4500"
            )

    def subjects(self, numbers: Sequence[str]) -> dict[str, decisions.Subject]:
        """Tell whose the numbers are."""
        one = decisions.Subject(
            "1145", "高龄津贴申领", self.officer.post.agency_id, self.applicant.person_id, None, "4500"
        )
        return {number: one for number in numbers if number in self.numbers}


@pytest.fixture
def world(decide: Decide) -> Iterator[World]:  # noqa: F811
    """Everybody, with the shipped rules released."""
    with clock.at(NOON - timedelta(days=60)):
        body = agency("示例民政局")
        made = World(
            decide,
            person_account("asker"),
            official("officer1", body, roles=("review",)),
            official("officer2", agency("示例委员会"), roles=("review",)),
            official("keeper1", body, roles=("catalogue",)),
        )
    kept = dict(subjects._finders)
    subjects._finders.clear()
    subjects.register_subjects("tests", made.subjects)
    with clock.at(NOON + timedelta(minutes=30)):
        yield made
    subjects._finders.clear()
    subjects._finders.update(kept)
