"""What the tests of the catalogue share."""

from collections.abc import Iterator

import pytest

from onewindow.catalogue.tests.factories import forget_all


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    forget_all()
    yield
    forget_all()
