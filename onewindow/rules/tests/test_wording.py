"""Every fault has Chinese words, and names its cell and character."""

import ast
from pathlib import Path

import pytest

from onewindow.rules.errors import RuleError
from onewindow.rules.public import compile_model, review_model, told
from onewindow.rules.tests.tables import table_xml
from onewindow.rules.wording import said

HOME = Path(__file__).resolve().parents[1]
RAISED = {"SyntaxFault", "ModelFault", "LimitReached", "fail"}


def messages() -> list[str]:
    """Return every message the engine can raise, its blanks filled."""
    found = set()
    for path in HOME.rglob("*.py"):
        if "tests" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            first = node.args[0]
            if name in RAISED and isinstance(first, ast.JoinedStr):
                parts = [p.value if isinstance(p, ast.Constant) else "7" for p in first.values]
                found.add(
                    "".join(map(str, parts)).replace("7 7 cells", "7 input cells").replace(" 7s", " inputs")
                )
            elif name in RAISED and isinstance(first, ast.Constant):
                found.add(str(first.value))
    return sorted(found)


@pytest.mark.parametrize("message", messages())
def test_every_message_has_words(message: str) -> None:
    words = said(message)
    assert words != message
    assert any("\u4e00" <= char <= "\u9fff" for char in words)


def test_many_messages_were_found() -> None:
    assert len(messages()) > 30


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("< )", "决策“d”第 1 条规则的“a”列：这里应是一个值，却是“)”（文件第 {line} 行，第 3 个字符）"),
        ("1 +", "决策“d”第 1 条规则的“a”列：这里应是一个值，内容却已经结束（文件第 {line} 行，第 4 个字符）"),
        ("[1..2", "决策“d”第 1 条规则的“a”列：区间应以 ]、) 或 [ 结束（文件第 {line} 行，第 6 个字符）"),
        ("1 ~", "决策“d”第 1 条规则的“a”列：不认识的字符“~”（文件第 {line} 行，第 3 个字符）"),
    ],
)
def test_a_cell_is_named(cell: str, words: str) -> None:
    with pytest.raises(RuleError) as caught:
        compile_model(table_xml([("a", "number")], [[cell]]))
    assert told(caught.value) == words.format(line=caught.value.line)


def test_the_review_says_it_too() -> None:
    model = compile_model(table_xml([("a", "number")], [["< )"]]), strict=False)
    (fault,) = [one for one in review_model(model) if one.kind == "fault"]
    assert (fault.place, fault.words.startswith("这里应是一个值，却是“)”")) == (
        "决策“d”第 1 条规则的“a”列",
        True,
    )
