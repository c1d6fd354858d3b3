"""One condition over named values: what is not known is null, a fault is no, strange names are told."""

import pytest

from onewindow.rules.public import condition_fault, holds

NAMES = ("age", "rows", "kind")
ROWS = [{"name": "甲", "age": 3}, {"name": "乙", "age": 30}]


@pytest.mark.parametrize(
    ("condition", "known", "result"),
    [
        ("age >= 80", {"age": 82}, True),
        ("age >= 80", {"age": 8}, False),
        ("age >= 80", {}, False),
        ('age + "x"', {"age": 1}, False),
        ("age", {"age": 1}, False),
        ("count(rows) > 1", {"rows": ROWS}, True),
        ("count(rows) > 1", {}, False),
        ("some r in rows satisfies r.age > 20", {"rows": ROWS}, True),
        ('count(rows[name = "甲"]) = 1', {"rows": ROWS}, True),
        ("kind = null", {}, True),
        ("age = 1", {"age": object()}, False),
    ],
)
def test_holds(condition: str, known: dict[str, object], result: bool) -> None:
    assert holds(condition, known, NAMES) is result


@pytest.mark.parametrize(
    "condition",
    [
        "age >= 80",
        "count(rows) > 1",
        "some r in rows satisfies r.age > 20",
        "every a in rows, b in a.more satisfies b > age",
        'count(rows[name = "甲"]) = 1',
        "for x in rows return x.age",
        "{a: 1, b: a + age}.b > 2",
        'list contains(["a", "b"], kind)',
    ],
)
def test_what_is_declared_or_bound_is_no_fault(condition: str) -> None:
    assert condition_fault(condition, NAMES) == ""


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("wage > 1", "没有名为“wage”的数据"),
        ("a = 1 and b = 2", "没有名为“a”“b”的数据"),
        ("some r in rows satisfies q.age > 20", "没有名为“q”的数据"),
        ("count(lists) > 1", "没有名为“lists”的数据"),
        ("age >=", ""),
        ("", ""),
    ],
)
def test_what_is_wrong_is_told(condition: str, words: str) -> None:
    assert words in condition_fault(condition, NAMES)
    assert condition_fault(condition, NAMES) != ""
