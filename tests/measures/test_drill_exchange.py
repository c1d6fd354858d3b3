"""The exchange drill in its quick form: nothing lost, nothing doubled, every receipt true."""

import pytest

from bench.drills import exchange


@pytest.mark.drill
def test_nothing_is_lost_and_nothing_doubled() -> None:
    drill = exchange.run(quick=True)
    assert drill.passed, drill
    assert drill.conditions["systems"] == exchange.QUICK_SYSTEMS
    assert drill.conditions["receipts_false"] == 0
    assert drill.conditions["systems_not_reconciled"] == 0
