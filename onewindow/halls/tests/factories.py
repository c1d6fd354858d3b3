"""What tests of halls need: a hall with two lines and two counters, its people, and a working morning."""

from dataclasses import dataclass
from datetime import UTC, datetime

from onewindow.government.tests.factories import plant_agencies
from onewindow.halls.models import Counter, Hall, Line
from onewindow.halls.services import setup
from onewindow.identity.public import actor_for
from onewindow.identity.tests.factories import of_the_cast
from onewindow.kernel.public import SYSTEM, Actor

MONDAY = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
"""Monday 2026-03-02, ten in the morning in China."""
CENTRE = "南宁市政务服务中心"
NURSE = "450118001000"


@dataclass(frozen=True)
class Place:
    """A hall and those in it: two clerks, the manager, two people, an official of elsewhere."""

    hall: Hall
    joint: Line
    topic: Line
    one: Counter
    two: Counter
    clerk: Actor
    other: Actor
    manager: Actor
    citizen: Actor
    neighbour: Actor
    stranger: Actor


def plant_hall(capacity: int = 1) -> Place:
    """Open a hall through the verbs and return it with its people."""
    names = "zhouhaiyan menglihua luzhiqiang weixiaolan qinzhiyuan liangjianguo"
    agencies = plant_agencies()
    clerk, other, manager, citizen, neighbour, stranger = (
        actor_for(of_the_cast(name)) for name in names.split()
    )
    hall = setup.open_hall(by=SYSTEM, agency_id=agencies[CENTRE].pk, content=a_content())
    joint = setup.save_line(
        by=SYSTEM, hall_id=hall.pk, letter="A", name="综合受理", kind="joint", capacity=capacity
    )
    topic = setup.save_line(
        by=SYSTEM, hall_id=hall.pk, letter="B", name="卫生健康", kind="topic", items=[NURSE]
    )
    one = setup.save_counter(by=SYSTEM, hall_id=hall.pk, number="1", letters="AB")
    two = setup.save_counter(by=SYSTEM, hall_id=hall.pk, number="2", letters="A", dual=True)
    for username, manages in (("zhouhaiyan", False), ("menglihua", False), ("luzhiqiang", True)):
        setup.add_staff(by=SYSTEM, hall_id=hall.pk, username=username, manager=manages)
    return Place(hall, joint, topic, one, two, clerk, other, manager, citizen, neighbour, stranger)


def a_content(**changes: object) -> setup.HallContent:
    """Return what a hall of Nanning says of itself."""
    given = {
        "name": CENTRE,
        "level": "city",
        "region_code": "450100000000",
        "address": "示例路 1 号",
        "phone": "12345",
        **changes,
    }
    return setup.HallContent(**given)  # type: ignore[arg-type]  # tests change any of them
