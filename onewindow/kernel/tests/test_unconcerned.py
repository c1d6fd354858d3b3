"""A handler that wants only some events gets no others; one with nothing to do is asked, not called."""

from collections.abc import Collection, Iterator, Sequence

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onewindow.kernel import outbox, unit
from onewindow.kernel.models import Delivery
from onewindow.kernel.outbox import publishing
from onewindow.kernel.tests.events import Pinged

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """No handler of any test left over."""
    before = {name: dict(known) for name, known in outbox.handlers.items()}
    yield
    outbox.handlers.clear()
    outbox.handlers.update(before)


def ping(*events: tuple[str, int]) -> None:
    with unit.work():
        outbox.publish(*(Pinged(subject=subject, number=number) for subject, number in events))


def listen(name: str, mine: set[str] | None, after: set[str] | None = None) -> list[tuple[str, int]]:
    """Hear of pings; asked, answer with the subjects that are `mine`; what is heard makes more `after`."""
    heard: list[tuple[str, int]] = []

    def concerned(subjects: Sequence[str]) -> Collection[str]:
        return [one for one in subjects if one in (mine or ())]

    @outbox.on(Pinged, name=name, concerned=None if mine is None else concerned)
    def hear(event: Pinged) -> None:
        heard.append((event.subject, event.number))
        if after is not None:
            after.add(event.subject)

    return heard


def test_one_that_is_not_concerned_is_given_nothing() -> None:
    heard, other = listen("a.one", {"b"}), listen("c.two", None)
    ping(("a", 1), ("b", 2), ("a", 3), ("c", 4))
    assert outbox.drain() == 5
    assert heard == [("b", 2)]
    assert other == [("a", 1), ("b", 2), ("a", 3), ("c", 4)]
    assert list(Delivery.objects.filter(handler="a.one").values_list("subject", "state")) == [("b", "done")]


def test_many_are_told_from_others_by_few_statements() -> None:
    heard = listen("a.one", set())
    ping(*((f"s{number}", number) for number in range(50)))
    with CaptureQueriesContext(connection) as captured:
        assert outbox.dispatch() == 50
    told = [q["sql"] for q in captured if "SAVEPOINT" not in q["sql"]]
    assert len(told) == 4  # whether alone, what waits, what waited before, what is made
    assert not outbox.deliver_next() and heard == [] and not Delivery.objects.exists()


def test_what_waits_from_before_is_delivered_first() -> None:
    mine: set[str] = set()
    second = listen("a.second", mine)
    first = listen("a.first", None, after=mine)
    ping(("s", 1))
    outbox.dispatch()
    ping(("s", 2), ("t", 3))
    outbox.dispatch()  # what the first ping leads to is not known yet
    assert not mine
    waiting = Delivery.objects.filter(handler="a.second").values_list("subject", "event__payload__number")
    assert list(waiting) == [("s", 2)]
    outbox.drain()
    assert first == [("s", 1), ("s", 2), ("t", 3)] and second == [("s", 2)]


def test_what_waits_before_within_the_context_is_delivered_first() -> None:
    mine: set[str] = set()
    second = listen("a.second", mine)
    first = listen("a.first", None, after=mine)
    stranger = listen("b.second", set())
    ping(("s", 1), ("s", 2))
    outbox.drain()
    assert first == [("s", 1), ("s", 2)]
    assert second == [("s", 2)]  # the first ping came before anybody had made the subject a concern
    assert stranger == []


def test_one_that_cannot_tell_is_called() -> None:
    heard: list[int] = []

    def concerned(subjects: Sequence[str]) -> Collection[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 / 0")
        return subjects

    @outbox.on(Pinged, name="a.one", concerned=concerned)
    def hear(event: Pinged) -> None:
        heard.append(event.number)

    ping(("a", 1), ("b", 2))
    assert outbox.drain() == 2
    assert heard == [1, 2]


def test_an_event_that_is_not_wanted_makes_no_delivery() -> None:
    heard: list[int] = []

    @outbox.on(Pinged, name="odd", wants=lambda event: 1 / (event.number - 4) != 0 and event.number % 2 == 1)
    def hear(event: Pinged) -> None:
        heard.append(event.number)

    ping(("a", 1), ("a", 2), ("a", 3))
    assert outbox.drain() == 2
    assert heard == [1, 3]
    assert Delivery.objects.count() == 2
    ping(("a", 4))  # whoever cannot tell is given it
    outbox.drain()
    assert heard == [1, 3, 4]


def test_a_name_given_again_is_not_asked_what_its_forerunner_was() -> None:
    listen("a.one", set())
    outbox.handlers.clear()
    heard = listen("a.one", None)
    ping(("a", 1))
    outbox.drain()
    assert heard == [("a", 1)]
    assert ("Pinged", "a.one") not in publishing.asking


def test_a_handler_takes_others_along_with_their_events() -> None:
    heard: list[tuple[int, int]] = []

    @outbox.on(Pinged, name="many", gather=60)
    def hear(event: Pinged) -> None:
        others = outbox.along_events("many")
        assert [key for key, _ in others] == sorted(key for key, _ in others)
        mine = [(outbox.occurrence(), event), *others]
        heard.extend((key - mine[0][0], one.number) for key, one in mine if isinstance(one, Pinged))

    ping(("a", 1), ("b", 2), ("a", 3))
    outbox.drain()
    assert heard == [(0, 1), (1, 2), (2, 3)]
