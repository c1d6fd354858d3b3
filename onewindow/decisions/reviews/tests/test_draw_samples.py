"""Sampling: at least the share set, one task for each, drawn once, drawn again by anybody."""

from datetime import timedelta

import pytest

from onewindow.decisions import errors
from onewindow.decisions import public as decisions
from onewindow.decisions.reviews.sampling import draw_sample, redo
from onewindow.decisions.reviews.tests.conftest import CODE, NOON, World
from onewindow.kernel.public import audit, clock


def test_five_of_a_hundred_and_never_twice(world: World) -> None:
    with clock.at(NOON):
        assert draw_sample(CODE) == 0
    for n in range(21):
        world.decided(f"N{n}", at=NOON + timedelta(seconds=n))
    world.decided("H1", answers={"household_region": "440100000000"})
    world.decided("L1", at=NOON + timedelta(minutes=29))
    assert decisions.draw_samples() == 2
    drawn = decisions.SampleDraw.objects.exclude(until=None).get()
    tasks = decisions.Review.objects.filter(draw=drawn)
    assert (drawn.size, drawn.percent, len(drawn.chosen)) == (21, 5, 2)
    assert sorted(drawn.chosen) == sorted(tasks.values_list("case_number", flat=True))
    assert {task.kind for task in tasks} == {"sample"}
    assert not {"H1", "L1"} & set(drawn.chosen)
    assert redo(drawn)
    assert decisions.draw_samples() == 0
    with clock.at(NOON + timedelta(hours=1)):
        assert draw_sample(CODE) == 1
        assert decisions.Review.objects.filter(case_number="L1").count() == 1
    assert not [one for one in audit.verify().problems if one.place.startswith("decisions_")]


def test_another_pool_is_noticed(world: World) -> None:
    with clock.at(NOON):
        draw_sample(CODE)
    world.decided("N1")
    decisions.draw_samples()
    drawn = decisions.SampleDraw.objects.exclude(until=None).get()
    world.decided("N2", at=NOON + timedelta(minutes=1))
    assert not redo(drawn)


def test_a_drawn_decision_is_answered_too(world: World) -> None:
    with clock.at(NOON):
        draw_sample(CODE)
    world.decided("N1")
    decisions.draw_samples()
    task = decisions.Review.objects.get()
    done = decisions.answer_review(
        by=world.actor("officer"), review_id=task.pk, result="ok", answer="材料齐全，无误。"
    )
    assert done.answered_at is not None


def test_the_share_has_a_floor(world: World) -> None:
    by = world.actor("keeper")
    for percent in (4, 101, 0):
        with pytest.raises(errors.ShareTooSmall):
            decisions.set_sampling(by=by, rule_set=CODE, percent=percent, reason="x")
    with pytest.raises(errors.CannotMaintainRules):
        decisions.set_sampling(by=world.actor("officer"), rule_set=CODE, percent=9, reason="x")
    with pytest.raises(errors.ReasonMissing):
        decisions.set_sampling(by=by, rule_set=CODE, percent=9, reason="")
    with pytest.raises(errors.RuleSetUnknown):
        decisions.set_sampling(by=by, rule_set="nothing", percent=9, reason="x")
    assert decisions.set_sampling(by=by, rule_set=CODE, percent=9, reason="x").sample_percent == 9
