"""Settling: once, in order, with reasons."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from onewindow.exchange import sinks
from onewindow.exchange.gate.models import Delivery, HeldRow
from onewindow.exchange.gate.settling import MOST_TRIES, replay_returned, return_late, settle, settle_all
from onewindow.exchange.sinks import Incoming, Returned, register_sink
from onewindow.kernel.public import SYSTEM, clock

APPLY = {"case_number": "B2026-1", "task_code": "T1", "task_name": "示例事项", "applicant_type": "1",
         "applicant_name": "测试人", "applicant_number": None, "apply_time": "2026-03-02T08:00:00+08:00",
         "channel": "2"}  # fmt: skip
ACCEPT = {"case_number": "B2026-1", "accepted": True, "accept_time": "2026-03-02T09:00:00+08:00",
          "handler": None, "promise_day": None}  # fmt: skip


@pytest.fixture
def registry(monkeypatch):
    monkeypatch.setattr(sinks, "_sinks", {})


def test_holds_the_present_state_once(caller, registry):
    caller.push("apply", APPLY, "apply-0001")
    caller.push("apply", APPLY, "apply-0001")
    caller.push("apply", APPLY | {"task_name": "改过的事项"}, "apply-0002", "u")
    assert settle_all() == 2
    assert settle() == 0
    row = HeldRow.objects.get()
    assert (row.ident, row.versions, row.removed) == ("B2026-1", 2, False)
    assert "改过的事项" in row.body
    assert [one.state for one in Delivery.objects.all()] == ["accepted", "accepted"]
    caller.push("apply", APPLY, "apply-0003", "d")
    settle()
    assert HeldRow.objects.get().removed is True


def test_waits_for_the_application_it_comes_after(caller, registry):
    caller.push("accept", ACCEPT, "accept-0001")
    settle_all()
    assert (Delivery.objects.get().state, Delivery.objects.get().cause) == ("pending", "waits")
    caller.push("apply", APPLY, "apply-0001")
    assert settle_all() == 2
    assert {one.state for one in Delivery.objects.all()} == {"accepted"}
    assert HeldRow.objects.count() == 2


def test_returns_what_waited_too_long(caller, registry, noon):
    caller.push("accept", ACCEPT, "accept-0001")
    settle_all()
    assert return_late() == 0
    with clock.at(noon + timedelta(hours=73)):
        assert return_late() == 1
    assert Delivery.objects.get().cause == "no_application"


def test_a_sink_may_return_a_row(caller, registry):
    def returning(told: Sequence[Incoming]) -> None:
        raise Returned("unknown_item", "没有这个事项")

    register_sink("apply", "test", returning)
    caller.push("apply", APPLY, "apply-0001")
    settle()
    row = Delivery.objects.get()
    assert (row.state, row.cause, row.detail, HeldRow.objects.count()) == (
        "rejected", "unknown_item", "没有这个事项", 0,
    )  # fmt: skip
    sinks._sinks.clear()
    assert replay_returned(by=SYSTEM, ids=[str(row.pk), "x"]) == 1
    settle()
    assert HeldRow.objects.count() == 1


def test_a_failing_sink_is_tried_again_and_then_left(caller, registry):
    seen = []

    def failing(told: Sequence[Incoming]) -> None:
        seen.append(told[0].row["case_number"])
        raise KeyError("broken")

    register_sink("apply", "test", failing)
    caller.push("apply", APPLY, "apply-0001")
    for _ in range(MOST_TRIES + 1):
        settle()
    row = Delivery.objects.get()
    assert (row.state, row.cause, len(seen)) == ("rejected", "sink_failed", MOST_TRIES)


def test_among_many_only_the_wrong_one_goes_back(caller, registry):
    taken = []

    def choosy(told: Sequence[Incoming]) -> None:
        if any(one.row["case_number"] == "B2026-2" for one in told):
            raise Returned("unknown_item", "没有这个事项")
        taken.append([one.row["case_number"] for one in told])

    register_sink("apply", "test", choosy)
    for number in (1, 2, 3):
        caller.push("apply", APPLY | {"case_number": f"B2026-{number}"}, f"apply-000{number}")
    assert settle() == 3
    states = Delivery.objects.order_by("id").values_list("state", "cause")
    assert list(states) == [("accepted", ""), ("rejected", "unknown_item"), ("accepted", "")]
    assert taken == [["B2026-1"], ["B2026-3"]]
    assert HeldRow.objects.count() == 2


def test_what_comes_after_an_application_given_back_waits(caller, registry):
    def refusing(told: Sequence[Incoming]) -> None:
        raise Returned("unknown_item", "没有这个事项")

    register_sink("apply", "test", refusing)
    caller.push("apply", APPLY, "apply-0001")
    caller.push("accept", ACCEPT, "accept-0001")
    assert settle() == 2
    states = Delivery.objects.order_by("id").values_list("state", "cause", "tries")
    assert list(states) == [("rejected", "unknown_item", 0), ("pending", "waits", 0)]
    assert HeldRow.objects.count() == 0


def test_a_row_that_does_not_fit_cannot_be_replayed(caller, registry):
    caller.push("apply", {}, "apply-0001")
    assert replay_returned(by=SYSTEM, ids=[str(Delivery.objects.get().pk)]) == 0


def test_a_sink_is_registered_once(registry):
    register_sink("apply", "test", lambda told: None)
    with pytest.raises(ValueError, match="twice"):
        register_sink("apply", "test", lambda told: None)
