"""Events reach each handler once, in order of their subject; failures wait, then lie dead until retried."""

from argparse import Namespace
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from pytest_django import Settings

from onewindow.kernel import clock, outbox, unit
from onewindow.kernel.actors import SYSTEM
from onewindow.kernel.commands import registered
from onewindow.kernel.models import AuditEntry, CalendarYear, Delivery, OutboxEvent
from onewindow.kernel.outbox import payloads
from onewindow.kernel.outbox.delivering import delay
from onewindow.kernel.outbox.publishing import relays
from onewindow.kernel.tests.events import Hushed, Laden, Pinged, Sounded

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 4, tzinfo=UTC)
Listener = Callable[..., list[tuple[str, int]]]


@pytest.fixture(autouse=True)
def quiet(settings: Settings) -> Iterator[None]:
    """Two attempts only, and no handler of any test left over."""
    settings.KERNEL = {"delivery_attempts": 2, "delivery_first_delay": 10, "delivery_longest_delay": 60}
    before = {name: dict(known) for name, known in outbox.handlers.items()}
    yield
    outbox.handlers.clear()
    outbox.handlers.update(before)


def listen(name: str, fail_on: set[int] | None = None) -> list[tuple[str, int]]:
    heard: list[tuple[str, int]] = []

    @outbox.on(Pinged, name=name)
    def hear(event: Pinged) -> None:
        CalendarYear.objects.create(year=event.number, region_prefix=name, basis=event.subject)
        if event.number in (fail_on or ()):
            raise ValueError("cannot")
        heard.append((event.subject, event.number))

    return heard


def ping(*events: tuple[str, int]) -> None:
    with unit.work():
        outbox.publish(*(Pinged(subject=subject, number=number) for subject, number in events))


def test_each_handler_hears_each_event_once() -> None:
    first, second = listen("1"), listen("2")
    ping(("a", 1), ("a", 2), ("b", 3))
    assert outbox.drain() == 6
    assert first == second == [("a", 1), ("a", 2), ("b", 3)]
    assert outbox.drain() == 0
    assert outbox.last(Pinged) == Pinged(subject="b", number=3)
    assert Delivery.objects.filter(state="done").count() == 6


def test_one_statement_tells_whether_anything_is_due() -> None:
    listen("1", {1})
    with clock.at(START):
        assert not outbox.is_anything_due()
        ping(("a", 1))
        assert outbox.is_anything_due()  # to be dispatched
        outbox.dispatch()
        assert outbox.is_anything_due()  # to be delivered
        outbox.deliver_next()
        assert not outbox.is_anything_due()  # it failed: its time is to come
    with clock.at(START + timedelta(seconds=10)):
        assert outbox.is_anything_due()


def test_an_event_nobody_listens_to_is_done() -> None:
    ping(("a", 1))
    assert outbox.drain() == 0
    assert OutboxEvent.objects.filter(dispatched_at=None).count() == 0


def test_a_failed_delivery_leaves_nothing_and_is_tried_later() -> None:
    failing = {1}
    heard = listen("1", failing)
    with clock.at(START):
        ping(("a", 1), ("a", 2), ("b", 3))
        outbox.drain()
        assert heard == [("b", 3)]
        assert list(CalendarYear.objects.values_list("year", flat=True)) == [3]
        waiting = Delivery.objects.get(event__payload__number=1)
        assert (waiting.attempts, waiting.due_at) == (1, START + timedelta(seconds=10))
        assert "ValueError: cannot" in waiting.error
    failing.clear()
    with clock.at(START + timedelta(seconds=10)):
        outbox.drain()
    assert heard == [("b", 3), ("a", 1), ("a", 2)]


def test_a_dead_delivery_blocks_only_itself() -> None:
    heard, other = listen("1", {1}), listen("2")
    with clock.at(START):
        ping(("a", 1), ("a", 2))
        outbox.drain()
        assert other == [("a", 1), ("a", 2)]
        assert heard == []
    with clock.at(START + timedelta(seconds=10)):
        outbox.drain()
    assert heard == [("a", 2)]
    [letter] = outbox.dead_letters()
    assert (letter.handler, letter.attempts, letter.event.payload["number"]) == ("1", 2, 1)


def test_a_dead_delivery_is_retried_on_a_word(capsys: pytest.CaptureFixture[str]) -> None:
    failing = {1}
    heard = listen("1", failing)
    for seconds in (0, 10):
        with clock.at(START + timedelta(seconds=seconds)):
            ping(("a", 1)) if not seconds else None
            outbox.drain()
    [letter] = outbox.dead_letters()
    assert registered["outbox dead"].run(Namespace()) == 0
    assert f"{letter.pk}\tPinged\ta\t1\t2次\tValueError: cannot" in capsys.readouterr().out
    failing.clear()
    assert registered["outbox retry"].run(Namespace(id=letter.pk)) == 0
    outbox.drain()
    assert heard == [("a", 1)]
    assert AuditEntry.objects.get().action == "delivery.retried"
    with pytest.raises(outbox.DeliveryNotDead):
        outbox.retry_delivery(by=SYSTEM, delivery_id=letter.pk)
    assert registered["outbox retry"].run(Namespace(id=0)) == 1


def test_a_handler_the_code_no_longer_has_is_put_off() -> None:
    listen("1")
    ping(("a", 1))
    outbox.dispatch()
    outbox.handlers.clear()
    outbox.drain()
    assert "HandlerUnknown" in Delivery.objects.get().error


def test_a_handler_that_runs_too_long_is_interrupted(settings: Settings) -> None:
    settings.KERNEL = {"delivery_time_limit": 1}

    @outbox.on(Pinged, name="slow")
    def loop(event: Pinged) -> None:
        while True:
            pass

    ping(("a", 1))
    outbox.drain()
    assert "TimeLimitExceeded" in Delivery.objects.get().error


def test_events_a_handler_publishes_are_delivered_too() -> None:
    heard: list[int] = []

    @outbox.on(Pinged, name="echo")
    def echo(event: Pinged) -> None:
        heard.append(event.number)
        if event.number < 3:
            with unit.work():
                outbox.publish(Pinged(subject=event.subject, number=event.number + 1))

    ping(("a", 1))
    assert outbox.drain() == 3
    assert heard == [1, 2, 3]


def test_delays_grow_to_a_cap() -> None:
    assert [delay(n).total_seconds() for n in (1, 2, 3, 4, 500)] == [10, 20, 40, 60, 60]


def test_old_delivered_events_are_pruned_and_dead_ones_kept() -> None:
    listen("1", {1})
    with clock.at(START):
        ping(("a", 1), ("b", 2))
        outbox.drain()
    with clock.at(START + timedelta(seconds=10)):
        outbox.drain()
    with clock.at(START + timedelta(days=29)):
        assert outbox.prune() == 0
    with clock.at(START + timedelta(days=31)):
        assert outbox.prune() == 1
        assert outbox.prune() == 0
    assert list(OutboxEvent.objects.values_list("subject", flat=True)) == ["a"]


def test_a_name_can_be_registered_once() -> None:
    listen("1")
    with pytest.raises(ValueError, match="twice"):
        listen("1")


def test_two_events_cannot_share_a_name() -> None:
    listen("1")
    homonym = type("Pinged", (outbox.Event,), {})
    with pytest.raises(ValueError, match="two events are called Pinged"):
        outbox.on(homonym, name="2")(lambda event: None)


def test_values_keep_their_types() -> None:
    event = Laden(
        subject="a",
        key=UUID(int=7),
        on=date(2026, 3, 2),
        perhaps=date(2026, 3, 3),
        days=(date(2026, 3, 4),),
        proof=b"\x01",
        sums={"a": Decimal("2.50")},
    )
    with unit.work():
        outbox.publish(event)
    assert outbox.last(Laden) == event
    payload = payloads.encode(event)
    assert payloads.decode(Laden, {**payload, "gone": 1, "perhaps": None}).perhaps is None
    del payload["amount"]
    assert payloads.decode(Laden, payload).amount == Decimal("1.50")
    with pytest.raises(TypeError, match="object"):
        payloads.encode(Pinged(subject="a", number=object()))  # type: ignore[arg-type]


def test_relays_pass_external_events_on_by_name_and_others_cost_nothing() -> None:
    told: list[tuple[str, str, dict[str, object]]] = []
    outbox.relay(
        "passing", wanted=lambda: {"Sounded"}, take=lambda e: told.append((e.type, e.subject, e.payload))
    )
    try:
        assert {"Sounded"} <= outbox.external_types().keys()
        assert "Pinged" not in outbox.external_types()
        with unit.work():
            outbox.publish(Sounded(subject="a", number=1), Pinged(subject="a", number=2), Hushed(subject="a"))
        outbox.drain()
    finally:
        relays.pop("passing")
    assert told == [("Sounded", "a", {"subject": "a", "city": "4500", "number": 1})]
    assert list(Delivery.objects.values_list("handler", flat=True)) == ["passing"]
