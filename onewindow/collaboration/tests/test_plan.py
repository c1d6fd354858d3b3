"""Any declared procedure ends: proved by search over every state, and by playing refusals at random."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.collaboration.plan import (
    SUM_UP,
    Plan,
    PlanFault,
    after_refusal,
    faults,
    graph_of,
    longest_days,
    message_of,
    plan_from,
)
from onewindow.workflow.public import begin, fire, graph_from, problems

LEAD = {"body": "某局", "nr": "99-001"}


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    count = draw(st.integers(1, 7))
    rules = st.sampled_from(["stop", "go_on", "again"])
    members = [
        {
            "key": f"m{n}", "item": "事项", "body": "某局", "days": draw(st.integers(0, 30)),
            "refusal": draw(rules), "attempts": draw(st.integers(1, 5)),
            "then": draw(st.sampled_from(["stop", "go_on"])),
        }
        for n in range(count)
    ]  # fmt: skip
    left, stages = [one["key"] for one in members], []
    while left:
        lanes = []
        for _ in range(draw(st.integers(1, 4))):
            if left:
                size = draw(st.integers(1, min(3, len(left))))
                lanes.append(left[:size])
                left = left[size:]
        join = draw(st.sampled_from(["all", "any", "quorum"])) if len(lanes) > 1 else "all"
        quorum = draw(st.integers(1, len(lanes))) if join == "quorum" else 0
        stages.append({"name": f"阶段{len(stages)}", "lanes": lanes, "join": join, "quorum": quorum})
    return plan_from({"key": "p", "name": "流程", "lead": LEAD, "members": members, "stages": stages})


@settings(max_examples=120, deadline=None)
@given(plans())
def test_whatever_is_declared_can_end_from_everywhere_and_leaves_nothing_behind(plan: Plan) -> None:
    assert faults(plan) == []
    assert problems(graph_from(graph_of(plan, {}))) == []


@settings(max_examples=120, deadline=None)
@given(plans(), st.data())
def test_however_members_answer_it_comes_to_its_end(plan: Plan, data: st.DataObject) -> None:
    graph = graph_from(graph_of(plan, {}))
    by_node = {one.id: one.message for one in graph.nodes if one.kind == "message"}
    marking = begin(graph).marking
    attempts: dict[str, int] = {}
    stopped, turns = False, 0
    while waiting := [node for node in marking.active if node in by_node]:
        node = data.draw(st.sampled_from(sorted(waiting)))
        member = next(one for one in plan.members if message_of(one.key) == by_node[node])
        attempts[node] = attempts.get(node, 0) + 1
        turns += 1
        if not stopped and data.draw(st.booleans()):
            does = after_refusal(member, attempts[node])
            if does == "again":
                continue
            stopped = does == "stop"
        marking = fire(graph, marking, node).marking
    assert marking.active == (SUM_UP,)
    assert turns <= sum(one.attempts for one in plan.members)


SOUND: Mapping[str, Any] = {
    "key": "p", "name": "流程", "lead": LEAD,
    "members": [
        {"key": "a", "item": "甲", "body": "某局", "days": 3},
        {"key": "b", "item": "乙", "body": "某局", "days": 5},
    ],
    "stages": [{"name": "一", "lanes": [["a"], ["b"]]}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"stages": []}, "至少要有一个阶段"),
        ({"stages": [{"name": "一", "lanes": [["a"]]}]}, "“b”没有放进任何阶段"),
        ({"stages": [{"name": "一", "lanes": [["a"], ["b", "a"]]}]}, "“a”放进了两处"),
        ({"stages": [{"name": "一", "lanes": [["a", "b", "c"]]}]}, "“c”不是成员"),
        ({"stages": [{"name": "一", "lanes": [["a"], ["b"]], "join": "quorum", "quorum": 3}]}, "汇合数"),
        ({"stages": [{"name": "一", "lanes": [["a"], ["b"], []]}]}, "空的分支"),
    ],
)
def test_what_is_wrong_is_told_in_words(change: dict, told: str) -> None:
    assert any(told in text for text in faults(plan_from({**SOUND, **change})))


@pytest.mark.parametrize(
    "member",
    [
        {"refusal": "never"},
        {"attempts": 9},
        {"silence": 5},
        {"pause": "all"},
        {"days": -1},
        {"then": "again"},
    ],
)
def test_a_rule_that_is_none_is_told(member: dict) -> None:
    first, second = SOUND["members"]
    assert len(faults(plan_from({**SOUND, "members": [{**first, **member}, second]}))) == 1


@pytest.mark.parametrize("data", [{}, {**SOUND, "members": [{"key": "a"}]}, {**SOUND, "stages": [{"x": 1}]}])
def test_what_is_no_plan_is_refused(data: dict) -> None:
    with pytest.raises(PlanFault):
        plan_from(data)


def test_days_are_those_of_the_longest_way() -> None:
    assert longest_days(plan_from(SOUND)) == 5
    assert longest_days(plan_from({**SOUND, "stages": [{"name": "一", "lanes": [["a", "b"]]}]})) == 8
