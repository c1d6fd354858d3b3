"""The world in which cases are filed."""

from collections.abc import Iterator

import pytest

from onewindow.cases.tests.factories import plant_world
from onewindow.catalogue.tests.factories import forget_all
from onewindow.exchange.tests.factories import answering
from onewindow.kernel.public import workdays


@pytest.fixture
def world(db: None) -> Iterator[None]:
    """Everything the seeds plant, and department systems that answer."""
    plant_world()
    with answering():
        yield
    forget_all()
    workdays.forget()
