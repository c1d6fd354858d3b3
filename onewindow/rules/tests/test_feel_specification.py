"""FEEL by the specification where the kit at hand is silent: edges, nulls, decimal128, ranges."""

from pathlib import Path

import pytest

from onewindow.rules.feel.values import text_of
from onewindow.rules.tests.feel import feel

LINES = (Path(__file__).parent / "feel_cases.txt").read_text(encoding="utf-8").splitlines()
GROUPS = [LINES[start : start + 20] for start in range(0, len(LINES), 20)]


@pytest.mark.parametrize("lines", GROUPS, ids=lambda lines: lines[0])
def test_values(lines: list[str]) -> None:
    wanted = dict(line.rsplit(" => ", 1) for line in lines)
    assert {one: text_of(feel(one), inside=True) for one in wanted} == wanted
