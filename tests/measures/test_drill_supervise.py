"""A year of simulated work, quick form: every planted breach is found on its day, and nothing else."""

import pytest

from bench.drills.supervise import drill
from bench.supervised import run_here
from bench.workloads.handled.plans import BREACHES
from onewindow.cases.tests.factories import plant_world
from onewindow.catalogue.tests.factories import forget_all
from onewindow.kernel.public import workdays
from onewindow.supervision.judging import codes
from onewindow.supervision.services.ruling import plant_rules


@pytest.mark.django_db
def test_all_that_was_planted_is_found_and_nothing_invented() -> None:
    plant_world()
    plant_rules()
    result = drill(run_here(600, 2, workers=1))
    workdays.forget()
    forget_all()
    assert (result.conditions["missed"], result.conditions["invented"]) == ([], [])
    assert (result.lost, result.doubled, result.passed) == (0, 0, True)
    assert result.conditions["rules"] == len(codes())
    assert set(result.conditions["refused_by_tables"].values()) == {True}
    assert result.done > 2 * len(BREACHES)
