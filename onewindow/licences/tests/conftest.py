"""The licence catalogue and the cast, planted once for the package; each test rolls back to it."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime

import pytest
from django.db import transaction

from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import clock
from onewindow.licences.queries.types import forget
from onewindow.licences.tests.factories import NOON, People, plant_licences

NAMES = "weixiaolan heyong zhuangxiangwei menglihua liangjianguo zhouhaiyan mojianping luzihao"


@pytest.fixture(scope="package")
def planted(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[People]:
    """Plant types, sub-libraries and people in an outer transaction."""
    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())  # type: ignore[attr-defined]
        outer = transaction.atomic()
        outer._from_testcase = True
        stack.enter_context(outer)
        stack.callback(transaction.set_rollback, True)
        with clock.at(NOON):
            plant_licences()
            accounts = {name: of_the_cast(name) for name in NAMES.split()}
        yield People(accounts)
    forget()


@pytest.fixture
def catalogue(planted: People, db: None, noon: datetime) -> Iterator[None]:
    """Types and sub-libraries as they are shipped; the clock stands at 2026-03-02."""
    yield
    forget()


@pytest.fixture
def people(planted: People, catalogue: None) -> People:
    """The people around a licence."""
    return planted


def _account(name: str) -> object:
    @pytest.fixture(name=name)
    def account(people: People) -> identity.Account:
        """Give the account of one of the cast."""
        return people.accounts[name]

    return account


weixiaolan = _account("weixiaolan")
zhuangxiangwei = _account("zhuangxiangwei")
menglihua = _account("menglihua")
liangjianguo = _account("liangjianguo")
