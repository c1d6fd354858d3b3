"""The round trip of the main library, quick form: 3,000 rows, one in a hundred bad."""

import pytest

from bench.drills import licences


@pytest.mark.drill
def test_three_sub_libraries_deliver_and_nothing_is_lost() -> None:
    result = licences.run(quick=True)
    assert (result.done, result.lost, result.doubled, result.intact) == (2_970, 0, 0, True)
    assert result.conditions["rejected"] == 30
