"""The world with its procedures and the people of nine bodies, planted once; each test rolls back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from onewindow.catalogue.tests.factories import forget_all
from onewindow.collaboration.tests.factories import (
    BODIES,
    MONDAY,
    applied,
    official,
    plant_place,
    plant_procedures,
    the_procedure,
)
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import Actor, clock, outbox, workdays
from onewindow.kernel.tests.factories import planted_once


@dataclass(frozen=True)
class World:
    """The applicant, the lead's officer and chief, one officer a body, one lead case just accepted."""

    account: identity.Account
    applicant: Actor
    lead: Actor
    chief: Actor
    bodies: dict[str, Actor]
    number: str


@pytest.fixture(scope="package")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Plant the world and one engineering application, accepted by its lead."""
    from onewindow.cases import public as cases

    with planted_once(django_db_blocker):
        with clock.at(MONDAY):
            plant_procedures()
            plant_place()
            account = of_the_cast("zhuangxiangwei")
            lead, chief = official("qinxuemei"), official("lufengqin")
            bodies = {key: official(name) for key, name in BODIES.items()}
            case = applied(account, the_procedure("engineering"))
            cases.accept_case(by=lead, number=case.number)
            outbox.drain()
            world = World(account, identity.actor_for(account), lead, chief, bodies, case.number)
        yield world
    forget_all()
    workdays.forget()


@pytest.fixture
def world(planted: World, db: None) -> Iterator[World]:
    """Give a test the world on the Monday of acceptance."""
    with clock.at(MONDAY):
        yield planted
