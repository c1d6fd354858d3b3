"""The settable clock is refused where real people could come, and holds for one request only."""

from datetime import UTC, datetime

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from onewindow.config import env
from onewindow.config.set_clock import SetClockMiddleware
from onewindow.kernel.public import ANONYMOUS, clock

NAME = "ONEWINDOW_SET_CLOCK"


@pytest.mark.parametrize(
    ("demo", "url"), [(False, "http://127.0.0.1:8000"), (True, "https://zwfw.example.cn"), (True, "")]
)
def test_it_is_refused_where_real_people_could_come(monkeypatch, demo: bool, url: str) -> None:
    monkeypatch.setenv(NAME, "yes")
    with pytest.raises(ValueError, match="for tests"):
        env.for_tests(NAME, demo=demo, public_url=url)
    monkeypatch.setenv(NAME, "no")
    assert env.for_tests(NAME, demo=demo, public_url=url) is False


def test_it_is_allowed_on_a_scratch_instance(monkeypatch) -> None:
    monkeypatch.setenv(NAME, "yes")
    assert env.for_tests(NAME, demo=True, public_url="http://127.0.0.1:20000") is True


def test_it_holds_for_one_request(rf: RequestFactory) -> None:
    def answer(_: HttpRequest) -> HttpResponse:
        return HttpResponse(clock.now().isoformat())

    asked = SetClockMiddleware(answer)
    moment = datetime(2026, 3, 2, 4, tzinfo=UTC)
    before = clock.now()
    request = rf.get("/", headers={"X-Set-Clock": moment.isoformat()})
    request.actor = ANONYMOUS
    assert asked(request).content.decode() == moment.isoformat()
    assert datetime.fromisoformat(asked(rf.get("/")).content.decode()) >= before
