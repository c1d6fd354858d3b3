"""Members that end at the same moment, in real threads and transactions: nothing is lost, nothing doubled."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from onewindow.cases import public as cases
from onewindow.catalogue.tests.factories import forget_all
from onewindow.collaboration.models import Member
from onewindow.collaboration.services.joints import open_member, take_in_outcome
from onewindow.collaboration.services.moving import advance
from onewindow.collaboration.tests.factories import (
    BODIES,
    account_of,
    applied,
    decide,
    official,
    plant_procedures,
    the_procedure,
)
from onewindow.forms import public as forms
from onewindow.kernel.public import audit, outbox, workdays
from onewindow.workflow import public as workflow

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(calls: list[Any]) -> list[Any]:
    """Run calls in threads of their own that start together; return what each gave."""
    start = Barrier(len(calls))

    def run(call: Any) -> Any:
        try:
            start.wait(10)
            return call()
        except (forms.StaleDraft, forms.AlreadySubmitted):
            return False  # another hand was first; the outbox would try again
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_nine_members_end_at_once_and_each_counts_once() -> None:
    plant_procedures()
    try:
        lead, bodies = official("qinxuemei"), {key: official(name) for key, name in BODIES.items()}
        case = applied(account_of("zhuangxiangwei"), the_procedure("engineering"))
        cases.accept_case(by=lead, number=case.number)
        outbox.drain()
        while parts := list(Member.objects.filter(joint__number=case.number, state="open")):
            for one in parts:
                decide(bodies[one.key], one.number)
            twice = [one.number for one in parts for _ in range(2)]
            told = _at_once([lambda number=number: take_in_outcome(number=number) for number in twice])
            assert sum(told) == len(parts)
            due = list(Member.objects.filter(joint__number=case.number, state="due"))
            calls = [
                lambda one=one: open_member(number=case.number, key=one.key, attempt=1)
                for one in due for _ in range(2)
            ]  # fmt: skip
            if calls:
                _at_once([*calls, lambda: advance(number=case.number)])
            outbox.drain()
        assert set(Member.objects.values_list("state", flat=True)) == {"granted"}
        assert cases.Case.objects.count() == 10
        assert [task.name for task in workflow.open_tasks(lead, case.number)] == ["综合办结"]
        assert audit.verify().ok
    finally:
        forget_all()
        workdays.forget()
