"""Suspending and resuming items."""

from dataclasses import replace

import pytest
from django.apps import apps

from onewindow.catalogue import public as catalogue
from onewindow.catalogue.errors import CannotMaintain, ItemNotInForce, UnknownItem
from onewindow.catalogue.services.versions import cancel_item, resume_item, suspend_item
from onewindow.catalogue.tests.factories import an_agency, publish
from onewindow.kernel.public import ANONYMOUS, SYSTEM, Actor

AuditEntry = apps.get_model("kernel", "AuditEntry")
OutboxEvent = apps.get_model("kernel", "OutboxEvent")
pytestmark = pytest.mark.django_db


def test_stops_new_applications_but_keeps_the_guide() -> None:
    code = publish().code
    suspend_item(by=SYSTEM, code=code, reason="系统改造")

    with pytest.raises(ItemNotInForce):
        catalogue.published(code)
    assert catalogue.in_force(code).state == "suspended"
    assert AuditEntry.objects.get(action="catalogue.item_suspended").reason == "系统改造"
    assert OutboxEvent.objects.filter(type="ItemSuspended").count() == 1


def test_can_be_resumed() -> None:
    code = publish().code
    suspend_item(by=SYSTEM, code=code, reason="系统改造")
    resume_item(by=SYSTEM, code=code)
    resume_item(by=SYSTEM, code=code)

    assert catalogue.published(code).state == "published"
    assert OutboxEvent.objects.filter(type="ItemResumed").count() == 1


def test_is_refused_twice_to_strangers_and_for_unknown_items() -> None:
    code = publish().code
    with pytest.raises(CannotMaintain):
        suspend_item(by=ANONYMOUS, code=code, reason="x")
    with pytest.raises(UnknownItem):
        suspend_item(by=SYSTEM, code="nothing", reason="x")
    suspend_item(by=SYSTEM, code=code, reason="x")
    with pytest.raises(ItemNotInForce):
        suspend_item(by=SYSTEM, code=code, reason="x")


def test_a_keeper_stops_the_items_of_the_own_body_and_region_only() -> None:
    code, body = publish().code, str(an_agency().pk)
    keeper = Actor(
        kind="official", account_id=1, roles=frozenset({"catalogue"}), region_prefix="45", agency=body
    )
    for other in (
        replace(keeper, agency="1"),
        replace(keeper, agency=""),
        replace(keeper, region_prefix="4501"),
        replace(keeper, region_prefix=""),
        replace(keeper, roles=frozenset({"staffing", "legality"})),
    ):
        with pytest.raises(CannotMaintain):
            suspend_item(by=other, code=code, reason="x")
        with pytest.raises(CannotMaintain):
            resume_item(by=other, code=code)
    suspend_item(by=keeper, code=code, reason="系统改造")
    assert resume_item(by=keeper, code=code).state == "published"
    with pytest.raises(CannotMaintain):
        cancel_item(by=keeper, code=code, reason="x")  # for good, so only after the two reviews
    assert catalogue.published(code).state == "published"
