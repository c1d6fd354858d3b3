"""A joined system, its asker, the provider's officer and the operator's."""

from collections.abc import Iterator
from typing import Any

import pytest

from onewindow.exchange.docking.models import OutsideSystem
from onewindow.exchange.docking.systems import change_state, register_system
from onewindow.exchange.limits import operator
from onewindow.exchange.queries import forget_resources
from onewindow.exchange.tests import factories
from onewindow.identity.public import actor_for
from onewindow.identity.tests.factories import agency, official
from onewindow.kernel.public import SYSTEM, Actor, clock
from onewindow.kernel.tests.factories import planted_once

ITEM = "11450000MB0000001X4000123001001"
GIVEN = {"purpose": "办理护士执业注册延续时核对", "items": ITEM, "rate": "60", "until": "2026-06-30"}


def actor(username: str, body: str, *roles: str) -> Actor:
    return actor_for(official(username, agency(body), roles=roles))


@pytest.fixture(scope="module")
def planted(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Plant the resources and a joined system once for a module."""
    with planted_once(django_db_blocker):
        with clock.at(factories.NOON):
            factories.plant_resources()
            owner = agency("示例卫生局")
            given = {
                "code": "nn-health",
                "name": "护士系统",
                "agency": owner.name,
                "contact": "示例处",
                "zone": "external",
            }
            register_system(by=SYSTEM, given=given)
            change_state(by=SYSTEM, code="nn-health", state="testing", reason="联调开始")
            change_state(by=SYSTEM, code="nn-health", state="joined", reason="联调通过")
        yield


@pytest.fixture
def system(planted: None, db: None, noon: object) -> OutsideSystem:
    forget_resources()
    return OutsideSystem.objects.get(code="nn-health")


@pytest.fixture
def asker(system: OutsideSystem) -> Actor:
    return actor("asker1", "示例卫生局", "catalogue")


@pytest.fixture
def provider(system: OutsideSystem) -> Actor:
    return actor("provider1", "卫生健康部门", "data")


@pytest.fixture
def stranger(system: OutsideSystem) -> Actor:
    return actor("stranger1", "别的部门", "data")


@pytest.fixture
def operating(system: OutsideSystem) -> Actor:
    return actor("operator1", operator(), "data")
