"""One received case and the people around it, planted once for all verbs of the way; each test rolls back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile

from onewindow.cases.models import Case
from onewindow.cases.tests.factories import plant_world, submitted
from onewindow.cases.tests.test_supply_material import PNG
from onewindow.catalogue.tests.factories import forget_all
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import Actor, clock, workdays
from onewindow.kernel.tests.factories import planted_once

MONDAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Monday 2026-03-02, noon in China; no holiday is near."""


def at(days: int) -> datetime:
    """Return noon so many calendar days after the Monday of receipt."""
    return MONDAY + timedelta(days=days)


def paper(name: str = "补正.png") -> SimpleUploadedFile:
    """Return a small picture as a browser sends it."""
    return SimpleUploadedFile(name, PNG, "image/png")


@dataclass(frozen=True)
class People:
    """Who acts: the officer and the chief of the body, its window, the applicant, strangers."""

    officer: Actor
    chief: Actor
    window: Actor
    applicant: Actor
    stranger: Actor
    elsewhere: Actor
    number: str

    @property
    def outsiders(self) -> list[Actor]:
        """Everybody who may not handle the case."""
        return [self.applicant, self.stranger, self.elsewhere, self.window]


@pytest.fixture(scope="package")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[People]:
    """Plant the world and one received case in an outer transaction."""
    with planted_once(django_db_blocker):
        plant_world()
        names = "menglihua nongzhiping zhouhaiyan qinzhiyuan weixiaolan liangjianguo"
        with answering(), clock.at(MONDAY):
            accounts = [of_the_cast(name) for name in names.split()]
            case = submitted(accounts[3], "nurse-renewal", certificate_number="202345000456")
            people = People(*(identity.actor_for(one) for one in accounts), number=case.number)
        yield people
    forget_all()
    workdays.forget()


@pytest.fixture
def people(planted: People, db: None) -> Iterator[People]:
    """Give a test the people on the Monday of receipt."""
    with clock.at(MONDAY):
        yield planted


@pytest.fixture
def case(people: People) -> Callable[[], Case]:
    """Return the case as the database has it now."""
    return lambda: Case.objects.get(number=people.number)


def events(name: str) -> list[Any]:
    """Return the events of a type, oldest first."""
    return list(apps.get_model("kernel", "OutboxEvent").objects.filter(type=name).order_by("id"))
