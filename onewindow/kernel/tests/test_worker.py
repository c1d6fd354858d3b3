"""The worker process: wakes at once, stops at once, loses and doubles nothing when killed."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import pytest
from django.db import connection

from onewindow.kernel import audit, outbox, unit
from onewindow.kernel.actors import SYSTEM
from onewindow.kernel.models import CalendarYear, Delivery
from onewindow.kernel.tests.events import Pinged

pytestmark = pytest.mark.django_db(transaction=True)

WORKER = """
import sys, time
import django
django.setup()
from onewindow.kernel import outbox, worker
from onewindow.kernel.models import CalendarYear
from onewindow.kernel.tests.events import Pinged

@outbox.on(Pinged, name="test.note")
def note(event):
    CalendarYear.objects.create(year=event.number, region_prefix=event.subject, basis="n")
    time.sleep(float(sys.argv[1]))

print("ready", flush=True)
worker.run()
"""


@pytest.fixture(autouse=True)
def handler_known() -> Iterator[None]:
    yield
    outbox.handlers.get("Pinged", {}).pop("test.note", None)


@contextmanager
def running(pause: float = 0) -> Iterator[subprocess.Popen[str]]:
    now = connection.settings_dict
    query = {key: str(now[name]) for key, name in (("host", "HOST"), ("port", "PORT")) if now[name]}
    user = quote(now["USER"]) + (f":{quote(now['PASSWORD'])}" if now["PASSWORD"] else "")
    url = f"postgres://{user}@/{quote(now['NAME'])}?{urlencode(query)}"
    settings = {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "onewindow.config.settings_test"}
    process = subprocess.Popen(
        [sys.executable, "-c", WORKER, str(pause)],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.communicate()


def until(condition: Callable[[], bool], seconds: float = 15) -> float:
    begun = time.monotonic()
    while not condition():
        assert time.monotonic() - begun < seconds, "it did not happen in time"
        time.sleep(0.01)
    return time.monotonic() - begun


def noted() -> int:
    return CalendarYear.objects.count()


def ping(*numbers: int, subject: str = "99") -> None:
    with unit.work():
        outbox.publish(*(Pinged(subject=subject, number=number) for number in numbers))


def test_a_sleeping_worker_wakes_and_a_signal_ends_it() -> None:
    with running() as process:
        ping(1)
        until(lambda: noted() == 1)
        time.sleep(0.3)
        ping(2)
        until(lambda: noted() == 2, seconds=5)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=6) == 0


def test_killed_workers_lose_nothing_and_double_nothing() -> None:
    ping(*range(1, 31))
    for _ in range(3):
        with running(pause=0.05) as process:
            before = noted()
            until(lambda before=before: noted() >= before + 3)
            process.kill()
            process.wait()
    with running():
        until(lambda: noted() == 30)
    until(lambda: Delivery.objects.filter(state="done").count() == 30)
    in_order = list(CalendarYear.objects.order_by("id").values_list("year", flat=True))
    assert in_order == list(range(1, 31))


def test_two_workers_keep_the_order_of_a_subject() -> None:
    for subject in ("91", "92", "93"):
        ping(*range(1, 11), subject=subject)
    with running(pause=0.01), running(pause=0.01):
        until(lambda: noted() == 30)
    for subject in ("91", "92", "93"):
        rows = CalendarYear.objects.filter(region_prefix=subject).order_by("id")
        assert list(rows.values_list("year", flat=True)) == list(range(1, 11))


def test_sealing_waits_for_a_writer_in_flight_and_gives_up() -> None:
    """What the writer holds would appear below the sealed end, so nothing may be sealed before it is done."""
    writer = connection.copy()
    writer.set_autocommit(False)
    try:
        with writer.cursor() as cursor:
            cursor.execute(
                "INSERT INTO kernel_auditentry"
                ' (at, actor, action, "table", key, removed, reason, facts, city)'
                " VALUES (now(), 'system:-', 'test', 't', '1', false, '', '{}', '4500')"
            )
        with unit.work():
            audit.record(SYSTEM, "test", CalendarYear.objects.create(year=1, basis="n"))
        with pytest.raises(audit.SealBusy):
            audit.seal()
        writer.commit()
        assert audit.seal() == 2
    finally:
        writer.close()
