"""A hall on a Monday morning, planted once a module; each test rolls back."""

from collections.abc import Iterator
from typing import Any

import pytest

from onewindow.halls.tests.factories import MONDAY, Place, plant_hall
from onewindow.kernel.public import clock, workdays
from onewindow.kernel.tests.factories import planted_once


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[Place]:
    """Plant the hall in an outer transaction."""
    with planted_once(django_db_blocker), clock.at(MONDAY):
        workdays.forget()
        workdays.plant()
        yield plant_hall()
    workdays.forget()


@pytest.fixture
def place(planted: Place, db: None) -> Iterator[Place]:
    """Give a test the hall on the Monday morning."""
    with clock.at(MONDAY):
        yield planted
