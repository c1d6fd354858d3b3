"""The quick forms of the joint drill and bench: nothing lost or doubled, the same work beside the peer."""

import pytest

from bench import joint
from bench.drills import joint as drill


@pytest.mark.drill
def test_nothing_is_lost_between_nine_bodies_when_parts_are_killed() -> None:
    result = drill.run(quick=True)
    assert (result.lost, result.doubled, result.intact) == (0, 0, True)
    assert result.done == drill.QUICK * (drill.MEMBERS + 1)
    assert result.conditions["audit"] == "clean"


@pytest.mark.drill
def test_a_joint_process_is_walked_beside_its_peer() -> None:
    result = joint.run(quick=True)
    assert result.passed
    assert result.conditions["steps"] == joint.MEMBERS + 2
    assert result.ours > 0 and result.floor > 0
