"""Situations: every path ends in a definite list; what is wrong is said."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from onewindow.catalogue.fees import Charged, charged, fee_situations
from onewindow.catalogue.situations import MOST_QUESTIONS, applies, choose, outcomes, paths, problems

QUESTIONS = [
    {"key": "q1", "text": "是否首次申请？", "options": ["是", "否"], "when": {}},
    {"key": "q2", "text": "原证是否遗失？", "options": ["遗失", "没有"], "when": {"q1": ["否"]}},
]
MATERIALS = [
    {"name": "身份证", "when": {}},
    {"name": "毕业证", "when": {"q1": ["是"]}},
    {"name": "遗失声明", "when": {"q2": ["遗失"]}},
]


def test_answers_lead_to_the_next_question_and_then_to_the_list() -> None:
    first = choose(QUESTIONS, {}, MATERIALS, [])
    assert first.next is not None and first.next["key"] == "q1" and first.materials == ()
    new = choose(
        QUESTIONS, {"q1": "是", "q2": "遗失"}, MATERIALS, [{"name": "工本费", "when": {"q1": ["是"]}}]
    )
    assert (new.next, new.answers) == (None, {"q1": "是"})
    assert [m["name"] for m in new.materials] == ["身份证", "毕业证"]
    assert [f["name"] for f in new.fees] == ["工本费"]
    lost = choose(QUESTIONS, {"q1": "否", "q2": "遗失"}, MATERIALS, [])
    assert [m["name"] for m in lost.materials] == ["身份证", "遗失声明"]


def test_an_answer_that_is_no_option_is_asked_again() -> None:
    assert choose(QUESTIONS, {"q1": "也许"}, MATERIALS, []).next == QUESTIONS[0]


def test_all_paths() -> None:
    assert list(paths(QUESTIONS)) == [
        {"q1": "是"},
        {"q1": "否", "q2": "遗失"},
        {"q1": "否", "q2": "没有"},
    ]


def test_what_is_wrong_is_said() -> None:
    bad = [
        {"key": "q1", "text": "", "options": ["是"], "when": {"q2": ["遗失"]}},
        {"key": "q1", "text": "甲？", "options": ["是", "是"]},
    ]
    assert problems(bad, [{"name": "证", "when": {"q9": ["是"]}}]) == [
        "第 1 个问题没有写问题。",
        "第 1 个问题至少要有两个不同的选项。",
        "第 1 个问题引用了前面没有的选项“遗失”。",
        "第 2 个问题没有编号，或者与前面的问题编号相同。",
        "第 2 个问题至少要有两个不同的选项。",
        "《证》的适用情形引用了前面没有的选项“是”。",
    ]
    assert problems([{**QUESTIONS[0], "key": f"q{n}"} for n in range(7)])[0].startswith("情形问题最多 6 个")


@st.composite
def question_sets(draw: st.DrawFn) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    for number in range(draw(st.integers(0, MOST_QUESTIONS))):
        options = [f"o{n}" for n in range(draw(st.integers(2, 3)))]
        when = {}
        for earlier in draw(st.lists(st.sampled_from(made), max_size=2)) if made else []:
            when[earlier["key"]] = draw(
                st.lists(st.sampled_from(earlier["options"]), min_size=1, unique=True)
            )
        made.append({"key": f"q{number}", "text": "？", "options": options, "when": when})
    return made


@given(question_sets(), st.data())
def test_every_path_ends_in_a_definite_list(questions: list[dict[str, Any]], data: st.DataObject) -> None:
    materials = [{"name": "m", "when": {}}]
    for question in questions:
        materials.append({"name": question["key"], "when": {question["key"]: question["options"][:1]}})
    assert problems(questions, materials) == []
    every = list(paths(questions))
    assert len({tuple(sorted(path.items())) for path in every}) == len(every) <= 3**MOST_QUESTIONS
    for path in every:
        chosen = choose(questions, path, materials, [])
        assert chosen.next is None and len(path) <= MOST_QUESTIONS
        assert [m["name"] for m in chosen.materials] == ["m"] + [
            q["key"] for q in questions if path.get(q["key"]) == q["options"][0]
        ]
        assert all(applies(q["when"], path) for q in questions if q["key"] in path)


FEES: list[dict[str, Any]] = [
    {"name": "登记费", "amount": "80"},
    {"name": "补证", "amount": "10", "when": {"q2": ["遗失"]}},
    {"name": "咨询", "standard": "公示", "when": {"q1": ["是"]}},
]


def test_the_situations_rows_differ_by_are_told_apart() -> None:
    assert outcomes(QUESTIONS, [], {}) == [{}]
    assert outcomes(QUESTIONS, FEES[1:2], {}) == [{}, {"q2": "遗失"}, {"q2": "没有"}]
    assert outcomes(QUESTIONS, FEES[1:2], {"q1": "否"}) == [{"q2": "遗失"}, {"q2": "没有"}]
    assert outcomes(QUESTIONS, FEES[1:2], {"q1": "也许", "q2": "遗失"}) == [{}, {"q2": "遗失"}]


def test_only_fees_with_an_amount_are_charged_and_only_when_it_is_told() -> None:
    assert charged([], FEES[:1], {}) == Charged((FEES[0],), (), {})
    assert charged(QUESTIONS, FEES, {"q1": "是"}) == Charged((FEES[0],), (), {})
    assert charged(QUESTIONS, FEES, {"q2": "遗失", "q1": "否"}) == Charged(
        (FEES[0], FEES[1]), (), {"q2": "遗失"}
    )
    assert charged(QUESTIONS, FEES, {"q1": "否"}) == Charged((), ({"q2": "遗失"}, {"q2": "没有"}), {})
    assert fee_situations(QUESTIONS, FEES[:1]) == [{}]


@given(st.dictionaries(st.sampled_from(["q1", "q2"]), st.sampled_from(["是", "否", "遗失", "没有", "别的"])))
def test_whole_answers_charge_as_the_guide_shows(answers: dict[str, str]) -> None:
    shown = choose(QUESTIONS, answers, [], FEES)
    told = charged(QUESTIONS, FEES, answers)
    if shown.next is None:
        assert told.fees == tuple(fee for fee in shown.fees if "amount" in fee)
        assert told.open == ()
