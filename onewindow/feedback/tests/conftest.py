"""Decided cases and the people around them, planted once for all verbs of feedback; each test rolls back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps

from onewindow.cases import public as cases
from onewindow.cases.tests.factories import plant_world, submitted
from onewindow.catalogue.tests.factories import forget_all
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import Actor, clock, workdays
from onewindow.kernel.tests.factories import planted_once

MONDAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Monday 2026-03-02, noon in China; no holiday is near."""
CAST = "menglihua nongzhiping zhouhaiyan ganlu weizhengping qinzhiyuan weixiaolan liangjianguo"


def at(days: int) -> datetime:
    """Return noon so many calendar days after the Monday of the decision."""
    return MONDAY + timedelta(days=days)


@dataclass(frozen=True)
class People:
    """Who acts: the officer who decided, the head of the same body, its window, its own supervisor, the
    supervising body, the applicant, a stranger, an officer of another body."""

    officer: Actor
    chief: Actor
    window: Actor
    inside: Actor
    centre: Actor
    applicant: Actor
    stranger: Actor
    elsewhere: Actor
    decided: str  # by the officer
    automatic: str  # by the system, of the stranger
    open: str  # not yet decided
    accounts: dict[str, Any]


@pytest.fixture(scope="package")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[People]:
    """Plant the world and three cases in an outer transaction."""
    with planted_once(django_db_blocker):
        plant_world()
        with answering(), clock.at(MONDAY):
            accounts = {name: of_the_cast(name) for name in CAST.split()}
            actors = [identity.actor_for(one) for one in accounts.values()]
            suspended, nurse = accounts["qinzhiyuan"], accounts["weixiaolan"]
            numbers = ("202345000456", "202345000457")
            decided, waiting = (
                submitted(suspended, "nurse-renewal", certificate_number=one) for one in numbers
            )
            granted = submitted(nurse, "nurse-renewal")
            cases.decide_case(
                by=actors[0], number=decided.number, outcome=cases.Outcome.GRANTED, opinion="材料齐全，准予。"
            )
        assert granted.automatic and granted.decided_at
        yield People(*actors, decided.number, granted.number, waiting.number, accounts)
    forget_all()
    workdays.forget()


@pytest.fixture
def people(planted: People, db: None) -> Iterator[People]:
    """Give a test the people on the Monday of the decision."""
    with clock.at(MONDAY):
        yield planted


def events(name: str) -> list[Any]:
    """Return the events of a type, oldest first."""
    return list(apps.get_model("kernel", "OutboxEvent").objects.filter(type=name).order_by("id"))
