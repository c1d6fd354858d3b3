"""Chinese texts use full-width punctuation: half-width , : ; ? ! ( ) beside a Han character fails."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import yaml

import onewindow

ROOT = Path(onewindow.__file__).parent
HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]"
HALF = re.compile(rf"{HAN}[,:;?!()]|[,:;?!()]{HAN}")
TEMPLATE_CODE = re.compile(r"\{%.*?%\}|\{#.*?#\}|<!--.*?-->", re.DOTALL)
COMMENT_BLOCK = re.compile(r"\{%\s*comment.*?endcomment\s*%\}", re.DOTALL)
TEMPLATE_VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
SCRIPT_COMMENT = re.compile(r"^\s*//.*$|/\*.*?\*/", re.MULTILINE | re.DOTALL)
QUOTED = re.compile(r'"([^"\n]*)"')
# Notations of data files, not sentences: a material and the resource it is shared from.
NOTATION = re.compile(r"(?:共享|证照):[a-z_]+")


def faults(path: Path, text: str) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}: {text[max(0, m.start() - 12) : m.end() + 12]!r}"
        for m in HALF.finditer(text)
    ]


def strings(path: Path) -> Iterator[str]:
    """Yield the string constants for people: no docstrings (refusals' excepted), no regular expressions."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = docstrings(tree) | patterns(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
            yield node.value


def docstrings(tree: ast.Module) -> set[int]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            spoken = isinstance(node, ast.ClassDef) and any(map(stable_code, node.body))
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and not spoken:
                found.add(id(first.value))
    return found


def stable_code(line: ast.stmt) -> bool:
    """Tell whether the line gives a refusal its code, so that its class docstring is the message."""
    return (
        isinstance(line, ast.Assign)
        and isinstance(line.value, ast.Constant)
        and any(isinstance(t, ast.Name) and t.id == "code" for t in line.targets)
    )


def patterns(tree: ast.Module) -> set[int]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
            if of_re:
                found |= {id(n) for argument in node.args for n in ast.walk(argument)}
    return found


def values(data: object) -> Iterator[str]:
    if isinstance(data, str):
        yield NOTATION.sub("", data)
    elif isinstance(data, dict):
        for value in data.values():
            yield from values(value)
    elif isinstance(data, list):
        for value in data:
            yield from values(value)


def ours(*suffixes: str) -> list[Path]:
    return [p for p in ROOT.rglob("*") if p.suffix in suffixes and not {"migrations", "tests"} & set(p.parts)]


def test_python_texts() -> None:
    assert [f for path in ours(".py") for text in strings(path) for f in faults(path, text)] == []


def test_templates() -> None:
    found = []
    for path in ours(".html"):
        text = COMMENT_BLOCK.sub("", path.read_text(encoding="utf-8"))
        inside = [q for tag in TEMPLATE_CODE.findall(text) for q in QUOTED.findall(tag)]
        shown = TEMPLATE_VALUE.sub("\ufffc", TEMPLATE_CODE.sub("", text))
        found += [f for part in [shown, *inside] for f in faults(path, part)]
    assert found == []


def test_scripts() -> None:
    found = []
    for path in ours(".js"):
        code = SCRIPT_COMMENT.sub("", path.read_text(encoding="utf-8"))
        spoken = re.findall(r"'([^'\n]*)'|`([^`]*)`", code)
        found += [f for pair in spoken for text in pair for f in faults(path, text)]
    assert found == []


def test_data_files() -> None:
    found = []
    for path in ours(".yaml", ".yml"):
        documents = yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        found += [f for text in values(list(documents)) for f in faults(path, text)]
    for path in ours(".json"):
        found += [
            f for text in values(json.loads(path.read_text(encoding="utf-8"))) for f in faults(path, text)
        ]
    assert found == []
