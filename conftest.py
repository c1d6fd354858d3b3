"""What all tests share."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from onewindow.kernel.public import clock


@pytest.fixture
def noon() -> Iterator[datetime]:
    """Hold the clock at Monday 2026-03-02 12:00 in China."""
    moment = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    with clock.at(moment):
        yield moment
