"""The people around one received case, planted with the rules in force; days of the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from onewindow.cases.tests.factories import plant_world, submitted
from onewindow.catalogue.tests.factories import forget_all
from onewindow.exchange.tests.factories import answering
from onewindow.identity import public as identity
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import Actor, clock, outbox, workdays
from onewindow.kernel.tests.factories import planted_once
from onewindow.supervision.models import Signal
from onewindow.supervision.services.ruling import plant_rules

MONDAY = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Monday 2026-03-02, noon in China; no holiday is near."""
CAST = ["menglihua", "nongzhiping", "weizhengping", "tanqiuyue", "panjianjun"]
CAST += ["ganlu", "qinzhiyuan", "liangjianguo"]


def at(days: int) -> datetime:
    """Return noon so many calendar days after the Monday of receipt."""
    return MONDAY + timedelta(days=days)


@dataclass(frozen=True)
class People:
    """Who acts: officer and head of the body, three supervisors, the applicant, an officer elsewhere."""

    officer: Actor
    chief: Actor
    first: Actor
    second: Actor
    third: Actor
    inside: Actor
    applicant: Actor
    elsewhere: Actor
    number: str


@contextmanager
def planted_people(blocker: Any) -> Iterator[People]:
    """Plant the world and one received case in an outer transaction."""
    with planted_once(blocker):
        plant_world()
        with answering(), clock.at(MONDAY):
            plant_rules()
            accounts = [of_the_cast(name) for name in CAST]
            case = submitted(accounts[6], "nurse-renewal", certificate_number="202345000456")
            people = People(*(identity.actor_for(one) for one in accounts), number=case.number)
            outbox.drain()
        yield people
    forget_all()
    workdays.forget()


def signals(**wanted: object) -> list[tuple[str, str, str]]:
    """Return rule, level and day of the signals there are."""
    rows = Signal.objects.filter(**wanted).order_by("rule", "on")
    return [(one.rule, one.level, one.on.isoformat()) for one in rows]
