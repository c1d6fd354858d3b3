"""Gaps and overlaps: exact findings in plain words, and agreement with brute force on random tables."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onewindow.rules.dmn.model import Model, compile_model
from onewindow.rules.feel.temporal import Date
from onewindow.rules.feel.values import to_feel
from onewindow.rules.proof.check import TableCheck, check_table
from onewindow.rules.tests.tables import table_xml

AGE = ("年龄", "number")


def check(*args: object, **kwargs: object) -> TableCheck:
    return check_table(compile_model(table_xml(*args, **kwargs)), "d")  # type: ignore[arg-type]


def test_a_gap_between_two_ranges_is_said_in_words() -> None:
    found = check([AGE], [["< 18"], ["> 18"], ["null"]])
    assert [gap.words for gap in found.gaps] == ["没有规则适用：当“年龄”等于 18时。"]
    assert found.gaps[0].example == {"年龄": to_feel(18)}
    assert found.overlaps == []


def test_a_missing_null_is_a_gap_of_its_own() -> None:
    found = check([AGE], [["< 18"], [">= 18"]])
    assert [(gap.words, gap.with_null) for gap in found.gaps] == [("没有规则适用：当“年龄”没有值时。", True)]


def test_an_overlap_names_both_rules() -> None:
    found = check([AGE], [["<= 18"], [">= 18"], ["null"]])
    assert [(o.rules, o.words) for o in found.overlaps] == [
        ((1, 2), "规则 1 和规则 2 会同时适用：当“年龄”等于 18时。")
    ]
    assert found.gaps == []


def test_a_complete_table_is_proved() -> None:
    rules = [["< 18", "-"], [">= 18", "true"], [">= 18", "false"], [">= 18", "null"], ["null", "-"]]
    assert check([AGE, ("在世", "boolean")], rules).is_proved


def test_any_allows_overlaps_that_agree() -> None:
    assert check([AGE], [["-"], ["> 5"]], "ANY", outputs=['"a"', '"a"']).overlaps == []
    assert [o.rules for o in check([AGE], [["-"], ["> 5"]], "ANY", outputs=["1", "2"]).overlaps] == [(1, 2)]


def test_first_reports_a_rule_that_is_never_reached() -> None:
    found = check([AGE], [["< 18"], [">= 18"], ["[20..30]"], ["-"]], "FIRST")
    assert [(u.rule, u.words) for u in found.unreachable] == [
        (3, "规则 3 永远轮不到：前面的规则已经包括了它的全部情况。")
    ]
    assert found.gaps == []


def test_a_rule_that_no_value_satisfies() -> None:
    found = check([AGE], [["> 5 "], ['"5"'], ["? > 5 and ? < 3"]], "COLLECT")
    assert [u.rule for u in found.unreachable] == [2, 3]


def test_enumerations_come_from_the_input_values() -> None:
    kinds = ['"a","b","c"']
    assert [
        g.words for g in check([("类型", "string")], [['"a"'], ['"b"'], ["null"]], allowed=kinds).gaps
    ] == ["没有规则适用：当“类型”是“c”时。"]
    assert check([("类型", "string")], [['"a","b"'], ['not("a","b")']], allowed=kinds).is_proved


def test_an_open_text_column_needs_a_rule_for_the_rest() -> None:
    found = check([("类型", "string")], [['"a"'], ["null"]])
    assert [g.words for g in found.gaps] == ["没有规则适用：当“类型”是表里没有列出的文字时。"]


def test_dates_leave_no_gap_between_neighbouring_days() -> None:
    day = [("日期", "date")]
    assert check(day, [['<= date("2026-01-01")'], ['>= date("2026-01-02")'], ["null"]]).is_proved
    found = check(day, [['<= @"2026-01-01"'], ['>= @"2026-01-03"'], ["null"]])
    assert [g.example for g in found.gaps] == [{"日期": Date(2026, 1, 2)}]


def test_whole_numbers_leave_no_gap_between_neighbours() -> None:
    rules = [["<= 5"], [">= 6"], ["null"]]
    assert not check([AGE], rules, expressions=["floor(年龄)"]).gaps
    assert len(check([AGE], rules).gaps) == 1


def test_fixed_decisions_count_as_constants() -> None:
    extra = (
        '<decision id="p" name="p"><variable name="p"/><context><contextEntry><variable name="limit"/>'
        "<literalExpression><text>60</text></literalExpression></contextEntry></context></decision>"
    )
    needs = '<informationRequirement><requiredDecision href="#p"/></informationRequirement>'
    found = check([AGE], [["< p.limit"], ["> p.limit"], ["null"]], extra=extra, needs=needs)
    assert [gap.words for gap in found.gaps] == ["没有规则适用：当“年龄”等于 60时。"]
    assert found.not_provable == []


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ('matches(?, "a+")', "用到了比较以外的计算"),
        ("< 年龄", "引用了会变化的数据“年龄”"),
        ("string(today())", "结果随当天日期变化"),
    ],
)
def test_other_cells_are_not_provable(cell: str, why: str) -> None:
    found = check([("名称", "string"), AGE], [[cell, "-"], ["-", "null"]])
    assert [(d.rule, d.column, d.test, d.words) for d in found.not_provable] == [
        (1, "名称", cell, f"规则 1 的“名称”{why}，需要指定人员核对。")
    ]
    assert not found.is_proved


def test_columns_over_one_expression_are_seen_together() -> None:
    both = [("a", "number"), ("b", "number")]
    rules = [["< 5", "-"], ["-", ">= 5"], ["null", "null"]]
    assert check(both, rules, expressions=["a", "a"]).is_proved


def test_columns_that_share_data_make_a_finding_uncertain() -> None:
    two = [("a", "number"), ("b", "boolean")]
    found = check(two, [["<= 5", "false"], ["> 5", "true"]], expressions=["a", "a > 5"])
    assert found.gaps
    assert {g.certain for g in found.gaps if "a" in g.words and "b" in g.words} == {False}


def test_columns_nobody_tests_and_rules_written_twice() -> None:
    found = check([AGE, ("在世", "boolean")], [["> 5", "-"], ["< 3", "-"], ["> 5", "-"]], "COLLECT")
    assert [(s.words, s.rule, s.column) for s in found.slips] == [
        ("没有一条规则用到“在世”。", 0, 1),
        ("规则 3 的条件与规则 1 完全相同。", 3, None),
    ]


CELLS = {
    "number": [
        "-", "1", "2,3", "< 2", ">= 2", "[1..3]", "(1..3)", "]1..3]", "not(2)", "not(< 2)", "null", "1.5",
        "? > 1 and ? < 3", "not(null)", "!= 2", "[2..2]", "? in (1, [2..3])", "? between 1 and 2",
    ],
    "string": [
        "-", '"a"', '"a","b"', 'not("a")', "null", 'not("a","b")', '["a".."b"]', '? = "c" or ? = "a"',
        '>= "b"',
    ],
    "boolean": ["-", "true", "false", "not(true)", "null", "not(null)", "? = true", "true,false"],
    "date": [
        "-", '@"2026-01-02"', '< @"2026-01-02"', '>= @"2026-01-02"', '[@"2026-01-01"..@"2026-01-03")', "null",
        'not(@"2026-01-02")', '> date(2026,1,2)',
    ],
}  # fmt: skip
GRID = {
    "number": [None, *(i / 4 for i in range(-2, 20))],
    "string": [None, "", "a", "ab", "a\0", "b", "bb", "c", "cc"],
    "boolean": [None, True, False],
    "date": [
        None,
        *(Date(2025, 12, 31), Date(2026, 1, 1), Date(2026, 1, 2), Date(2026, 1, 3), Date(2026, 1, 4)),
    ],
}


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[tuple[str, str]], list[list[str]]]:
    kinds = draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, max_size=3))
    count = draw(st.integers(1, 5))
    rules = [[draw(st.sampled_from(CELLS[kind])) for kind in kinds] for _ in range(count)]
    return [(f"c{i}", kind) for i, kind in enumerate(kinds)], rules


def hits(model: Model, values: tuple[object, ...]) -> list[int]:
    trace = model.evaluate("d", {f"c{i}": v for i, v in enumerate(values)}).table("d")
    assert trace
    return [i + 1 for i, hit in enumerate(trace.matched) if hit]


@settings(max_examples=120, deadline=None)
@given(tables())
def test_findings_agree_with_brute_force(table: tuple[list[tuple[str, str]], list[list[str]]]) -> None:
    inputs, rules = table
    model = compile_model(table_xml(inputs, rules))
    found = check_table(model, "d")
    taken = {values: hits(model, values) for values in product(*(GRID[kind] for _, kind in inputs))}
    assert found.not_provable == []
    assert bool(found.gaps) == any(not rule for rule in taken.values())
    pairs = {(a, b) for rule in taken.values() for a in rule for b in rule if a < b}
    assert {o.rules for o in found.overlaps} == pairs
    assert {u.rule for u in found.unreachable} == set(range(1, len(rules) + 1)) - {
        r for rule in taken.values() for r in rule
    }
    for gap in found.gaps:
        assert hits(model, tuple(gap.example[name] for name, _ in inputs)) == []
    for overlap in found.overlaps:
        assert set(overlap.rules) <= set(hits(model, tuple(overlap.example[name] for name, _ in inputs)))


@settings(max_examples=60, deadline=None)
@given(tables())
def test_first_agrees_with_brute_force(table: tuple[list[tuple[str, str]], list[list[str]]]) -> None:
    inputs, rules = table
    model = compile_model(table_xml(inputs, rules, "FIRST"))
    first = {min(h) for v in product(*(GRID[k] for _, k in inputs)) if (h := hits(model, v))}
    never = set(range(1, len(rules) + 1)) - first
    assert {u.rule for u in check_table(model, "d").unreachable} == never
