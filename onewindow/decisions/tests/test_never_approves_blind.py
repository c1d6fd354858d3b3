"""Whatever is missing or odd, the outcome is never an approval and never a crash."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.decisions import seed
from onewindow.decisions.judgement import Rules, judge
from onewindow.decisions.tests.conftest import PILOTS
from onewindow.decisions.unit_cases import completed, run_cases
from onewindow.rules.public import compile_model

RULES = {
    key: Rules(key, 1, "", compile_model((seed.DATA / f"{key}.dmn").read_text(encoding="utf-8")))
    for key in PILOTS
}
GOOD = {key: completed(seed.read_cases(key)["cases"][0]["given"]) for key in PILOTS}
# What a register may leave empty without harm: no permit, no earlier registration, no second address.
MAY_BE_EMPTY = {
    ("food_permit", "address"),
    ("enterprise", "address"),
    ("pharmacist_registration", "employer_uscc"),
    ("pharmacist_registration", "released"),
    ("pharmacist_registration", "valid_to"),
}
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.text(max_size=8), part, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize("key", PILOTS)
def test_unit_cases_hold(key: str) -> None:
    assert [r for r in run_cases(RULES[key], seed.read_cases(key)["cases"]) if not r.passed] == []


@pytest.mark.parametrize("key", PILOTS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_missing_source_means_a_human(key: str, data: st.DataObject) -> None:
    inputs: dict[str, Any] = json.loads(json.dumps(GOOD[key]))
    names = sorted(inputs["facts"])
    for name in data.draw(st.sets(st.sampled_from(names), min_size=1)):
        gone = data.draw(st.sampled_from(["down", "none", "absent"]))
        if gone == "absent":
            del inputs["facts"][name]
        else:
            inputs["facts"][name] = {"status": gone, "value": None}
    assert judge(RULES[key], inputs, rule_set=key).outcome == "human"


@pytest.mark.parametrize("key", PILOTS)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_missing_field_of_a_source_never_approves(key: str, data: st.DataObject) -> None:
    inputs: dict[str, Any] = json.loads(json.dumps(GOOD[key]))
    model = RULES[key].model
    name = data.draw(st.sampled_from(sorted(inputs["facts"])))
    read = sorted(model.types.named("tFacts").fields[name].fields)
    field = data.draw(st.sampled_from(read))
    inputs["facts"][name]["value"][field] = None
    decision = judge(RULES[key], inputs, rule_set=key)
    assert (name, field) in MAY_BE_EMPTY or decision.outcome != "approve"


@pytest.mark.parametrize("key", PILOTS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_odd_answers_and_facts_never_crash(key: str, data: st.DataObject) -> None:
    inputs: dict[str, Any] = json.loads(json.dumps(GOOD[key]))
    part = data.draw(st.sampled_from(["answers", *inputs["facts"]]))
    values = inputs["answers"] if part == "answers" else inputs["facts"][part]["value"]
    values[data.draw(st.sampled_from(sorted(values)))] = data.draw(ODD)
    decision = judge(RULES[key], inputs, rule_set=key)
    assert decision.outcome in {"approve", "human", "correct"}
    assert (decision.outcome == "approve") == (decision.reasons == ())
