"""A kept query gives what the ORM gives, in one statement that is written once."""

from datetime import timedelta

import pytest
from django.db import connection, models
from django.db.models import F, Value
from django.db.models.functions import Concat
from django.test.utils import CaptureQueriesContext

from onewindow.kernel import clock
from onewindow.kernel.models import Delivery, OutboxEvent
from onewindow.kernel.prepared import Column, Kept, Place, among

pytestmark = pytest.mark.django_db


def _waiting() -> Kept[Delivery]:
    def make() -> object:
        told = Concat(F("subject"), Value("：100% %s 'q'"))
        rows = Delivery.objects.select_related("event").annotate(told=told).order_by("id")
        return rows.filter(handler=Place(1), due_at__lte=Place(2), state="waiting")

    return Kept(make)  # type: ignore[arg-type]  # the stubs know no class with an annotation


def _delivery(handler: str, subject: str, payload: dict[str, object]) -> Delivery:
    now = clock.now()
    event = OutboxEvent.objects.create(type="T", subject=subject, payload=payload, occurred_at=now)
    return Delivery.objects.create(event=event, handler=handler, subject=subject, due_at=now)


def test_it_gives_the_objects_of_the_orm_in_one_statement() -> None:
    mine = [_delivery("h", "甲", {"a": [1, "二"]}), _delivery("h", "乙", {})]
    _delivery("other", "丙", {})
    kept, later = _waiting(), clock.now() + timedelta(seconds=1)
    kept.all("h", later)
    with CaptureQueriesContext(connection) as captured:
        found = kept.all("h", later)
        events = [one.event for one in found]
    assert len(captured) == 1
    assert found == mine and events == [one.event for one in mine]
    assert [vars(one.event)["payload"] for one in found] == [{"a": [1, "二"]}, {}]
    assert [vars(one)["told"] for one in found] == ["甲：100% %s 'q'", "乙：100% %s 'q'"]
    assert not found[0]._state.adding
    assert kept.first("nobody", later) is None
    assert kept.all("h", later - timedelta(days=1)) == []


def test_a_column_gives_the_values_of_the_orm_in_one_statement() -> None:
    for subject in ("甲", "乙", "丙"):
        _delivery("h", subject, {})
    other = _delivery("other", "甲", {})

    def make() -> "models.QuerySet[Delivery, str]":
        rows = Delivery.objects.filter(among("subject", 1), handler=Place(2))
        mine = rows.values_list("subject", flat=True)
        return mine.union(Delivery.objects.filter(pk=other.pk).values_list("handler", flat=True))

    kept = Column(make)
    assert sorted(kept.all(["甲", "丙", "丁"], "h")) == ["other", "丙", "甲"]
    with CaptureQueriesContext(connection) as captured:
        assert kept.all([], "h") == ["other"]
    assert len(captured) == 1
