"""Pushes of an opened company: received with a number, tried again, given back, replayed; safe to kill."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.apps import apps

from onewindow.collaboration import public as collaboration
from onewindow.collaboration import seed
from onewindow.collaboration.models import Opening, Push
from onewindow.collaboration.services import pushing
from onewindow.collaboration.tests.factories import MONDAY, events
from onewindow.collaboration.tests.way.test_open_company import granted, registrar
from onewindow.exchange.public import UnknownResource
from onewindow.exchange.tests.factories import answering, reset_breakers, simulated
from onewindow.kernel.public import audit, clock


@pytest.fixture(autouse=True)
def whole_sources() -> Iterator[None]:
    """Start and leave with no source held to be down."""
    reset_breakers()
    yield
    reset_breakers()


def opened(world, **changes: object) -> Opening:
    seed.plant_segments()
    made = collaboration.open_company(number=granted(world, **changes))
    assert made is not None
    return made


def push(opening: Opening, receiver: str = "push_tax") -> Push:
    return Push.objects.get(opening=opening, receiver=receiver)


def test_every_receiver_takes_it_in_and_answers_with_its_number(world) -> None:
    made = opened(world)
    with answering() as sources:
        assert collaboration.push_due() == 5
        assert collaboration.push_due() == 0
    rows = {one.receiver: one for one in made.pushes.all()}
    assert {one.state for one in rows.values()} == {"received"}
    heads = {name: one.taken[:2] for name, one in sorted(rows.items())}
    assert heads == {
        "push_codes": "DM", "push_insurance": "SB", "push_seal": "GZ", "push_statistics": "TJ",
        "push_tax": "SW",
    }  # fmt: skip
    assert len(sources.asked) == 5
    kept = apps.get_model("exchange", "ExchangeRecord").objects.filter(case=made.case.number)
    assert set(kept.values_list("receipt", flat=True)) >= {one.receipt for one in rows.values()}
    assert made.case.events.filter(title="登记信息已全部推送，各部门已接收").count() == 1
    assert audit.verify().ok


def test_a_receiver_that_is_down_is_tried_again_within_the_limits_and_then_replayed(world) -> None:
    made, at = opened(world), MONDAY
    with answering(push_tax="down"):
        assert collaboration.push_due() == 4
        for wait in (1, 5, 30, 120, 720):
            row = push(made)
            assert (row.state, row.next_at) == ("pending", at + timedelta(minutes=wait))
            with clock.at(at + timedelta(minutes=wait, seconds=-1)):
                assert collaboration.push_due() == 0
            at += timedelta(minutes=wait)
            with clock.at(at):
                reset_breakers()
                collaboration.push_due()
    row = push(made)
    assert (row.state, row.tries) == ("failed", 6)
    assert row.trouble == "对方系统没有可用的应答（refused），已推送 6 次"
    assert [(one.payload["receiver"], one.payload["tries"]) for one in events("PushFailed")] == [
        ("push_tax", 6)
    ]
    assert collaboration.opening_list(registrar(world), tab="failed").rows == [made]
    with pytest.raises(collaboration.NotTheRegistrar):
        collaboration.push_again(by=world.lead, push_id=row.pk)
    collaboration.push_again(by=registrar(world), push_id=row.pk)
    with pytest.raises(collaboration.PushNotFailed):
        collaboration.push_again(by=registrar(world), push_id=row.pk)
    with answering():
        assert collaboration.push_due() == 1
    assert (push(made).state, push(made).tries, push(made).trouble) == ("received", 1, "")


def test_what_a_receiver_gives_back_fails_at_once_with_its_reason(world) -> None:
    made = opened(world, company_name="南宁退回示例有限公司")
    with answering():
        assert collaboration.push_due() == 0
    row = push(made, "push_seal")
    assert (row.state, row.tries) == ("failed", 1)
    assert row.trouble == "对方退回：登记信息与本系统的记录不一致，请核对后重新推送。"


def test_killed_between_sending_and_keeping_the_receipt_it_is_taken_in_once(world) -> None:
    made = opened(world)
    Push.objects.filter(opening=made).exclude(receiver="push_tax").delete()
    with answering() as sources:
        sent = pushing._mark_sent(push(made).pk)  # and here the process dies, before or after sending
        assert sent is not None and pushing._mark_sent(sent.pk) is None
        assert (push(made).state, collaboration.push_due()) == ("sent", 0)
        with clock.at(MONDAY + timedelta(minutes=5)):
            assert collaboration.push_due() == 1
        first = push(made).taken
        Push.objects.filter(pk=sent.pk).update(state="sent", received_at=None, taken="")
        with clock.at(MONDAY + timedelta(minutes=10)):
            assert collaboration.push_due() == 1
        assert push(made).taken == first
        assert len({one.headers["Idempotency-Key"] for one in sources.asked}) == 1


def test_what_cannot_be_told_fails_with_the_reason(world) -> None:
    made = opened(world)
    Push.objects.filter(opening=made, receiver="push_tax").update(receiver="push_gone")
    with answering():
        assert collaboration.push_due() == 4
    row = push(made, "push_gone")
    assert (row.state, row.tries, row.receipt) == ("failed", 1, "")
    assert row.trouble == UnknownResource(code="push_gone").message


def test_over_a_real_socket_to_the_simulated_systems(world) -> None:
    made = opened(world)
    with simulated(), clock.at(MONDAY):
        assert collaboration.push_due() == 5
    assert {one.state for one in made.pushes.all()} == {"received"}
    assert all(one.taken and one.receipt for one in made.pushes.all())
