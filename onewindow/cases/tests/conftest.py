"""The world in which cases are filed."""

from collections.abc import Iterator
from typing import Any

import pytest

from onewindow.cases.tests.factories import plant_world
from onewindow.catalogue.tests.factories import forget_all
from onewindow.exchange.tests.factories import answering
from onewindow.kernel.public import workdays
from onewindow.kernel.tests.factories import planted_once


@pytest.fixture(scope="module")
def planted_world(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Plant what the seeds plant, once for the tests of a module."""
    with planted_once(django_db_blocker):
        plant_world()
        yield
    forget_all()
    workdays.forget()


@pytest.fixture
def world(planted_world: None, db: None) -> Iterator[None]:
    """Everything the seeds plant, and department systems that answer."""
    with answering():
        yield
    forget_all()
    workdays.forget()


@pytest.fixture
def committed_world(transactional_db: None) -> Iterator[None]:
    """The same for a test that commits for real."""
    plant_world()
    with answering():
        yield
    forget_all()
    workdays.forget()
