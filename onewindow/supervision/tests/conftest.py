"""One received case and the people around it, planted once for the package; each test rolls back."""

from collections.abc import Iterator
from typing import Any

import pytest

from onewindow.kernel.public import clock
from onewindow.supervision.tests.factories import MONDAY, People, planted_people


@pytest.fixture(scope="package")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[People]:
    """Plant the world and one received case."""
    with planted_people(django_db_blocker) as people:
        yield people


@pytest.fixture
def people(planted: People, db: None) -> Iterator[People]:
    """Give a test the people on the Monday of receipt."""
    with clock.at(MONDAY):
        yield planted
