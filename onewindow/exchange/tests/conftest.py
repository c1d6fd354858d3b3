"""The catalogue, a subject, and the real simulated system for the exchange's tests."""

from collections.abc import Iterator
from typing import Any

import pytest

from onewindow.exchange.breaker import reset_breakers
from onewindow.exchange.public import Purpose
from onewindow.exchange.queries import forget_resources
from onewindow.exchange.simulated import faults
from onewindow.exchange.tests import factories
from onewindow.identity.public import Applicant
from onewindow.kernel.public import Actor
from onewindow.kernel.tests.factories import planted_once

BY = Actor(kind="person", account_id=7, person_id=7, name="韦晓兰", level=3)


@pytest.fixture
def by() -> Actor:
    return BY


@pytest.fixture
def subject() -> Applicant:
    return Applicant("person", 7, "韦晓兰", "459900199005120020", "19900000001", 3, person_id=7)


@pytest.fixture
def purpose() -> Purpose:
    return Purpose(
        item="11450000MB0000001X4000123001001", case="4500260302000017", reason="办理护士执业注册延续"
    )


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Plant the resources once for a module."""
    with planted_once(django_db_blocker):
        factories.plant_resources()
        yield


@pytest.fixture
def catalogue(planted: None, db: None) -> None:
    forget_resources()


@pytest.fixture(scope="session")
def process() -> Iterator[factories.SimulatedProcess]:
    with factories.simulated() as system:
        yield system


@pytest.fixture
def system(process: factories.SimulatedProcess) -> Iterator[factories.SimulatedProcess]:
    """The running system, well at the start of each test."""
    faults.reset_faults()
    reset_breakers()
    yield process
    faults.reset_faults()
    reset_breakers()
