"""A thread beside the outbox begins when it is called for, outlives failures, and hears of no rollback."""

import queue
import threading

import pytest

from onewindow.kernel import jobs, unit
from onewindow.kernel.beside import Beside

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def heard() -> "queue.Queue[str]":
    told: queue.Queue[str] = queue.Queue()

    def work() -> None:
        told.put(threading.current_thread().name)
        if told.qsize() == 2:
            raise RuntimeError("once")

    jobs.when_called("test.called", work)
    yield told
    jobs.on_call.pop("test.called")


def test_begins_at_a_committed_call_and_goes_on_after_a_failure(heard: "queue.Queue[str]") -> None:
    beside = Beside()
    beside._threads = [one for one in beside._threads if one.name == "test.called"]
    beside.start()
    try:
        assert heard.get(timeout=60) == "test.called"  # what nobody listened to
        heard.put("first")
        with unit.work():
            jobs.call("test.called")  # this one fails
            jobs.call("test.called")
        assert [heard.get(timeout=60) for _ in range(2)] == ["first", "test.called"]
        with pytest.raises(ZeroDivisionError), unit.work():
            jobs.call("test.called")
            raise ZeroDivisionError
        with unit.work():
            jobs.call("test.called")
        assert heard.get(timeout=60) == "test.called"
        assert heard.empty()
    finally:
        beside.stop(60)
    assert not any(one.is_alive() for one in beside._threads)


def test_a_name_is_registered_once(heard: "queue.Queue[str]") -> None:
    with pytest.raises(ValueError, match="twice"):
        jobs.when_called("test.called", print)
