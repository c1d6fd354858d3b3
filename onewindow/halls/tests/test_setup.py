"""Arranging a hall."""

from datetime import date
from typing import Any

import pytest

from onewindow.halls import seed
from onewindow.halls.errors import NotTheManager, SetupInvalid
from onewindow.halls.models import Counter, Hall, Line, Staff
from onewindow.halls.models.hall import HallLevel
from onewindow.halls.queries import halls as reads
from onewindow.halls.services import setup
from onewindow.halls.services.counters import sit_down
from onewindow.halls.tests.factories import Place, a_content
from onewindow.kernel.public import SYSTEM, NotAllowed, audit


def test_a_hall_belongs_to_an_agency_and_has_sound_hours(place: Place) -> None:
    for changes, field in (
        ({"level": "x"}, "level"),
        ({"address": " "}, "name"),
        ({"slot_minutes": 1}, "slot_minutes"),
        ({"sessions": [["12:00", "09:00"]]}, "sessions"),
    ):
        with pytest.raises(SetupInvalid) as refused:
            setup.open_hall(by=SYSTEM, agency_id=place.hall.agency_id, content=a_content(**changes))
        assert list(refused.value.errors) == [field]
    with pytest.raises(NotAllowed):
        setup.open_hall(by=place.clerk, agency_id=place.hall.agency_id, content=a_content(name="乙"))
    made = setup.open_hall(by=place.manager, agency_id=place.hall.agency_id, content=a_content(name="乙"))
    assert (made.city, made.in_use) == ("4501", True)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"letter": "1"}, "letter"),
        ({"letter": "AB"}, "letter"),
        ({"name": " "}, "name"),
        ({"kind": "x"}, "kind"),
        ({"capacity": 501}, "capacity"),
        ({"items": ["123"]}, "items"),
    ],
)
def test_a_wrong_line_is_told_at_its_field(place: Place, changes: dict[str, Any], field: str) -> None:
    given = {"letter": "C", "name": "出件", "kind": "delivery", **changes}
    with pytest.raises(SetupInvalid) as refused:
        setup.save_line(by=place.manager, hall_id=place.hall.pk, **given)
    assert list(refused.value.errors) == [field]
    with pytest.raises(NotTheManager):
        setup.save_line(by=place.clerk, hall_id=place.hall.pk, **given)


def test_lines_and_counters_change_in_place(place: Place) -> None:
    hall = place.hall.pk
    setup.save_line(
        by=place.manager, hall_id=hall, letter="B", name="卫健", kind="topic", items=["450118001000"] * 2
    )
    assert Line.objects.get(hall=hall, letter="B").items == ["450118001000"]
    made = setup.save_counter(by=place.manager, hall_id=hall, number="2", letters="BA", dual=True)
    assert (made.pk, made.lines.count(), Counter.objects.filter(hall=hall).count()) == (place.two.pk, 2, 2)
    for number, letters, field in (("", "A", "number"), ("3", "", "letters"), ("3", "AZ", "letters")):
        with pytest.raises(SetupInvalid) as refused:
            setup.save_counter(by=place.manager, hall_id=hall, number=number, letters=letters)
        assert list(refused.value.errors) == [field]


def test_a_day_of_its_own_opens_or_closes_the_hall(place: Place) -> None:
    hall, saturday, tuesday = place.hall, date(2026, 3, 7), date(2026, 3, 3)
    setup.set_day(by=place.manager, hall_id=hall.pk, day=saturday, sessions=[["09:00", "11:00"]], note="延时")
    setup.set_day(by=place.manager, hall_id=hall.pk, day=tuesday, sessions=[["09:00", "11:00"]])
    setup.set_day(by=place.manager, hall_id=hall.pk, day=tuesday, sessions=[])
    hours = reads.hours_of(hall, tuesday)
    assert ([str(s) for s in hours.on(saturday)], hours.on(tuesday)) == (["09:00—11:00"], ())
    with pytest.raises(SetupInvalid):
        setup.set_day(by=place.manager, hall_id=hall.pk, day=date(2026, 3, 1), sessions=[])
    with pytest.raises(NotTheManager):
        setup.set_day(by=place.clerk, hall_id=hall.pk, day=saturday, sessions=[])


def test_people_come_and_go_but_a_manager_stays(place: Place) -> None:
    hall = place.hall.pk
    for username in ("weixiaolan", "nobody"):
        with pytest.raises(SetupInvalid):
            setup.add_staff(by=place.manager, hall_id=hall, username=username)
    made = setup.add_staff(by=place.manager, hall_id=hall, username="liangjianguo")
    assert (made.name, made.manager) == ("梁建国", False)
    sit_down(by=place.stranger, counter_id=place.one.pk)
    with pytest.raises(SetupInvalid):
        setup.remove_staff(by=place.manager, staff_id=made.pk)
    manager = Staff.objects.get(hall=hall, manager=True)
    with pytest.raises(SetupInvalid):
        setup.remove_staff(by=place.manager, staff_id=manager.pk)
    other = Staff.objects.get(hall=hall, account_id=place.other.account_id)
    with pytest.raises(NotTheManager):
        setup.remove_staff(by=place.clerk, staff_id=other.pk)
    setup.remove_staff(by=place.manager, staff_id=other.pk)
    assert not Staff.objects.filter(pk=other.pk).exists()
    assert audit.verify().ok


def test_the_demonstration_halls_are_planted_once(place: Place) -> None:
    Hall.objects.filter(pk=place.hall.pk).update(name="别的大厅")
    assert seed.plant() == seed.plant() == "halls 5"
    assert Hall.objects.count() == 6
    assert set(Hall.objects.values_list("level", flat=True)) == set(HallLevel.values)
