"""Suspending and resuming items."""

import pytest
from django.apps import apps

from onewindow.catalogue import public as catalogue
from onewindow.catalogue.errors import CannotMaintain, ItemNotInForce, UnknownItem
from onewindow.catalogue.services.versions import resume_item, suspend_item
from onewindow.catalogue.tests.factories import publish
from onewindow.kernel.public import ANONYMOUS, SYSTEM

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
