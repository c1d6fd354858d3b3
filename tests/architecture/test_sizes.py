"""Modules and functions stay small enough to hold in the head."""

import ast
from pathlib import Path
from statistics import median

import onewindow

ROOT = Path(onewindow.__file__).parent
MODULE_LIMIT, FUNCTION_LIMIT = 500, 60
MODULES = [p for p in ROOT.rglob("*.py") if "migrations" not in p.parts and "tests" not in p.parts]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_no_module_over_the_limit() -> None:
    assert [str(p) for p in MODULES if lines(p) > MODULE_LIMIT] == []


def test_module_median_stays_low() -> None:
    assert median(lines(p) for p in MODULES) < 80


def test_no_function_over_the_limit() -> None:
    long = [
        f"{path}:{node.name}"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno + 1 > FUNCTION_LIMIT
    ]
    assert long == []


def test_no_catch_all_names() -> None:
    banned = {"utils", "helpers", "common", "manager", "misc"}
    assert [str(p) for p in ROOT.rglob("*") if p.stem in banned] == []
