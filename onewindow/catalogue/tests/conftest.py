"""What the tests of the catalogue share."""

from collections.abc import Iterator
from typing import Any

import pytest

from onewindow.catalogue.tests.factories import forget_all, plant_catalogue
from onewindow.kernel.tests.factories import planted_once


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    forget_all()
    yield
    forget_all()


@pytest.fixture(scope="module")
def shipped(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Publish the shipped catalogue in an outer transaction."""
    with planted_once(django_db_blocker):
        plant_catalogue()
        yield
    forget_all()
