"""One case under review along a process, and the hands of its body, planted once; each test rolls back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from onewindow.cases import public as cases
from onewindow.cases.models import Case
from onewindow.cases.tests.factories import plant_world, submitted
from onewindow.cases.tests.flow.conftest import MONDAY
from onewindow.catalogue.tests.factories import forget_all
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import Actor, clock, workdays
from onewindow.kernel.tests.factories import planted_once
from onewindow.workflow import public as workflow


@dataclass(frozen=True)
class Hands:
    """Two reviewers, who approves, who heads the body; the applicant; an officer of another body."""

    first: Actor
    second: Actor
    approver: Actor
    chief: Actor
    applicant: Actor
    elsewhere: Actor
    number: str

    def step(self, node: str, *, state: str = "open") -> UUID:
        """Return the newest task of a node, a free one before a held one."""
        found = workflow.Task.objects.filter(subject=self.number, node=node, state=state, of=None)
        return found.order_by("holder", "-id")[0].pk

    def do(self, by: Actor, node: str, outcome: str, opinion: str = "已核对。", **more: Any) -> Case:
        """Do a step."""
        return cases.do_step(
            by=by, number=self.number, task=self.step(node), outcome=outcome, opinion=opinion, **more
        )

    def reviewed(self, outcome: str = "核查合格") -> None:
        """Do everything up to the approval."""
        self.do(self.first, "first", "通过")
        self.do(self.first, "site", outcome)
        self.do(self.second, "site", outcome)


@pytest.fixture(scope="package")
def planted_review(django_db_setup: None, django_db_blocker: Any) -> Iterator[Hands]:
    """Plant the world and one accepted case."""
    with planted_once(django_db_blocker):
        plant_world()
        names = "lufang nongxiaoming liangjianguo weimeiling zhuangxiangwei menglihua"
        with answering(), clock.at(MONDAY):
            accounts = [of_the_cast(name) for name in names.split()]
            case = submitted(accounts[4], "health-food-production")
            hands = Hands(*(identity.actor_for(one) for one in accounts), number=case.number)
            cases.accept_case(by=hands.first, number=case.number)
        yield hands
    forget_all()
    workdays.forget()


@pytest.fixture
def hands(planted_review: Hands, db: None) -> Iterator[Hands]:
    """Give a test the hands on the Monday of acceptance."""
    with clock.at(MONDAY):
        yield planted_review


@pytest.fixture
def case(hands: Hands) -> Callable[[], Case]:
    """Return the case as the database has it now."""
    return lambda: Case.objects.get(number=hands.number)
