"""The breaker: opens after failures, lets one question out after the pause, closes at the first answer."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from onewindow.exchange.breaker import FAILURES_TO_OPEN, SECONDS_OPEN, Breaker


@pytest.fixture
def opened() -> Breaker:
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN):
        assert breaker.allows()
        breaker.report("timeout")
    return breaker


def paused(breaker: Breaker) -> Breaker:
    """Let its pause be over."""
    breaker.open_until = time.monotonic()
    return breaker


def test_opens_after_failures_in_a_row(opened):
    assert not opened.allows()
    assert opened.open_until == pytest.approx(time.monotonic() + SECONDS_OPEN, abs=1)


def test_an_answer_between_failures_starts_the_count_anew():
    breaker = Breaker()
    for cause in ("refused", "broken", "", "status", "timeout"):
        breaker.report(cause)

    assert breaker.allows()


@pytest.mark.parametrize("cause", ["shape", "signature", "oversize"])
def test_a_bad_answer_is_not_silence(cause):
    breaker = Breaker()
    for _ in range(FAILURES_TO_OPEN):
        breaker.report(cause)

    assert breaker.allows()


def test_after_the_pause_one_question_goes_out_of_many(opened):
    paused(opened)
    with ThreadPoolExecutor(8) as pool:
        allowed = list(pool.map(lambda _: opened.allows(), range(50)))

    assert allowed.count(True) == 1


def test_closes_when_the_probe_is_answered(opened):
    assert paused(opened).allows()
    opened.report("")

    assert all(opened.allows() for _ in range(5))


def test_opens_again_when_the_probe_fails(opened):
    assert paused(opened).allows()
    opened.report("refused")

    assert not opened.allows()
    assert paused(opened).allows()


def test_a_probe_that_never_reports_blocks_for_one_pause_only(opened):
    assert paused(opened).allows()
    assert not opened.allows()
    assert paused(opened).allows()
