"""一窗通办: what the counter takes in at which a clerk sits, for all bodies of the centre's region."""

from dataclasses import dataclass

from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.halls.models import Line
from onewindow.halls.queries.counters import taking
from onewindow.halls.services.counters import leave_counter, sit_down
from onewindow.halls.tests.factories import NURSE, Place

CITY, DISTRICT = "450100000000", "450102000000"


@dataclass
class Asked:
    """An item as it is asked about."""

    code: str
    region_code: str = CITY


ANY, OF_THE_TOPIC = Asked("1145010000DM0000013450711101000"), Asked("1145010000DM000002X" + NURSE)


def test_a_joint_line_takes_every_item_of_its_region(place: Place) -> None:
    assert not taking(place.clerk)(ANY)
    sit_down(by=place.clerk, counter_id=place.one.pk)
    with CaptureQueriesContext(connection) as captured:
        takes = taking(place.clerk)
        assert takes(ANY)
        assert takes(OF_THE_TOPIC)
        assert not takes(Asked(ANY.code, DISTRICT))
    assert len(captured) == 1
    assert not taking(place.other)(ANY)
    assert not taking(place.citizen)(ANY)


def test_a_topic_line_takes_its_items_only(place: Place) -> None:
    sit_down(by=place.clerk, counter_id=place.one.pk)
    Line.objects.filter(pk=place.joint.pk).update(in_use=False)
    assert taking(place.clerk)(OF_THE_TOPIC)
    assert not taking(place.clerk)(ANY)


def test_advice_and_delivery_take_nothing_in(place: Place) -> None:
    sit_down(by=place.clerk, counter_id=place.two.pk)
    Line.objects.filter(pk=place.joint.pk).update(kind="advice")
    assert not taking(place.clerk)(ANY)


def test_who_has_left_takes_nothing_in(place: Place) -> None:
    sit_down(by=place.clerk, counter_id=place.two.pk)
    assert taking(place.clerk)(ANY)
    leave_counter(by=place.clerk, counter_id=place.two.pk)
    assert not taking(place.clerk)(ANY)
