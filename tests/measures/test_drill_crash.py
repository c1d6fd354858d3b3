"""The crash drill's quick form: each part killed once under real submits."""

import pytest

from bench.drills import crash


@pytest.mark.drill
def test_nothing_acknowledged_is_lost_or_doubled_when_parts_are_killed() -> None:
    result = crash.run(quick=True)
    assert result.done > 0
    assert (result.lost, result.doubled, result.intact) == (0, 0, True)
    assert result.conditions["kills"] == ["web", "worker", "postgres", "supervisor"]
    assert result.conditions["audit"] == "clean"
