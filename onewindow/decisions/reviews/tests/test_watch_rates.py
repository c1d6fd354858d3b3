"""Shifts of hit rates: found where there are, bounded false alarms, silent under small numbers."""

from datetime import timedelta
from math import comb

from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.decisions import public as decisions
from onewindow.decisions.reviews.numbers import numbers
from onewindow.decisions.reviews.shifts import Count, has_shifted, probability
from onewindow.decisions.reviews.tests.conftest import NOON, World
from onewindow.kernel.public import clock


def binomial(n: int, k: int, p: float) -> float:
    return comb(n, k) * p**k * (1 - p) ** (n - k)


@settings(max_examples=25, deadline=None)
@given(st.integers(30, 50), st.integers(30, 60), st.floats(0.01, 0.99))
def test_false_alarms_stay_below_alpha(now: int, before: int, rate: float) -> None:
    """The exact chance of an alarm without any change: every pair of counts, weighed."""
    alarm = sum(
        binomial(now, a, rate) * binomial(before, b, rate)
        for a in range(now + 1)
        for b in range(before + 1)
        if has_shifted(Count(a, now), Count(b, before))
    )
    assert alarm <= numbers()["shift_alpha"]


@given(st.integers(1, 29), st.integers(0, 5000), st.data())
def test_small_numbers_never_alarm(now: int, before: int, data: st.DataObject) -> None:
    hits = Count(data.draw(st.integers(0, now)), now), Count(data.draw(st.integers(0, before)), before)
    assert not has_shifted(*hits)
    assert not has_shifted(*reversed(hits))


def test_known_values() -> None:
    assert round(probability(Count(3, 4), Count(1, 4)), 6) == 0.485714
    assert probability(Count(0, 0), Count(0, 0)) == 1.0
    assert has_shifted(Count(700, 1000), Count(3200, 4000))
    assert not has_shifted(Count(7700, 10000), Count(32000, 40000))
    assert has_shifted(Count(0, 30), Count(30, 30), tests=10)


def test_a_shift_is_told_once(world: World) -> None:
    for n in range(30):
        world.decided(f"B{n}", at=NOON - timedelta(days=10, seconds=n))
        world.decided(
            f"A{n}", at=NOON - timedelta(days=2, seconds=n), answers={"household_region": "440100000000"}
        )
    assert decisions.watch_rates() == 3
    assert decisions.watch_rates() == 0
    overall, rule, _ = decisions.Signal.objects.order_by("key")
    assert (overall.kind, overall.proposes_stop, overall.facts["rule"]) == ("shift", False, 0)
    assert overall.text.startswith("自动通过率从 100.0%（30 个决定）变为 0.0%（30 个决定）")
    assert (rule.facts["now"], rule.facts["before"]) == ([30, 30], [0, 30])
    with clock.at(NOON + timedelta(days=40)):
        assert decisions.watch_rates() == 0
