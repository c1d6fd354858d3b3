"""Errors planted in the ten tables: a rule taken out or turned round is seen by a case or the proof."""

import pytest

from onewindow.decisions import seed
from onewindow.decisions.editing import Document
from onewindow.decisions.judgement import Rules
from onewindow.decisions.tests.conftest import PILOTS
from onewindow.decisions.unit_cases import run_cases
from onewindow.rules.public import compile_model, review_model

TURNED = {
    "not(true)": "not(false)",
    "not(false)": "not(true)",
    "< 0": "<= 0",
    "> 0": ">= 0",
    "< parameters": "<= parameters",
    "> parameters": ">= parameters",
    ">= parameters": "> parameters",
}


def is_seen(key: str, xml: str) -> bool:
    model = compile_model(xml, strict=False)
    if model.faults or any(problem.is_error for problem in review_model(model)):
        return True
    return any(not r.passed for r in run_cases(Rules(key, 1, "", model), seed.read_cases(key)["cases"]))


def turned(cell: str) -> str | None:
    found = next((old for old in sorted(TURNED, key=len, reverse=True) if cell.startswith(old)), None)
    return None if found is None else TURNED[found] + cell[len(found) :]


@pytest.mark.parametrize("key", PILOTS)
def test_a_rule_taken_out_or_turned_round_is_seen(key: str) -> None:
    xml = (seed.DATA / f"{key}.dmn").read_text(encoding="utf-8")
    unseen = []
    for number, (name, (cells, outputs, notes)) in enumerate(Document(xml).sheet().rules, 1):
        without = Document(xml)
        without.remove_rule(number)
        if not is_seen(key, without.xml()):
            unseen.append(f"{name} taken out")
        column = next(place for place, cell in enumerate(cells) if cell != "-")
        other = turned(cells[column])
        if other is None:
            continue
        around = Document(xml)
        around.set_rule(number, ([*cells[:column], other, *cells[column + 1 :]], outputs, notes))
        if not is_seen(key, around.xml()):
            unseen.append(f"{name}: {cells[column]} for {other}")
    assert unseen == []


@pytest.mark.parametrize("key", PILOTS)
def test_there_is_a_case_for_each_outcome(key: str) -> None:
    expected = {case["expect"]["outcome"] for case in seed.read_cases(key)["cases"]}
    assert expected == {"approve", "human", "correct"}
