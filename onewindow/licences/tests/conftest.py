"""The licence catalogue, planted for each test that asks for it."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from onewindow.licences.queries.types import forget
from onewindow.licences.tests.factories import plant_licences


@pytest.fixture
def catalogue(db: None, noon: datetime) -> Iterator[None]:
    """Types and sub-libraries as they are shipped; the clock stands at 2026-03-02."""
    plant_licences()
    yield
    forget()
