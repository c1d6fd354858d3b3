"""A year of simulated work, quick form: every planted breach is found on its day, and nothing else."""

import pytest

from bench.drills.supervise import drill
from bench.supervised import run_here
from bench.workloads.supervised import BREACHES
from onewindow.kernel.public import workdays
from onewindow.supervision.judging import codes
from onewindow.supervision.services.ruling import plant_rules


@pytest.mark.django_db
def test_all_that_was_planted_is_found_and_nothing_invented() -> None:
    workdays.plant()
    plant_rules()
    result = drill(run_here(4_000, 3))
    workdays.forget()
    assert (result.conditions["missed"], result.conditions["invented"]) == ([], [])
    assert (result.lost, result.doubled, result.passed) == (0, 0, True)
    assert result.conditions["rules"] == len(codes())
    assert result.done > 3 * len(BREACHES)
