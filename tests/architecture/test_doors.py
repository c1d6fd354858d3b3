"""A context is entered through its public module only."""

import ast
import importlib
from pathlib import Path

import grimp

import onewindow

ROOT = Path(onewindow.__file__).parent
EDGES = {"urls", "api", "apps"}
GRAPH = grimp.build_graph("onewindow", exclude_type_checking_imports=True)


def contexts() -> list[str]:
    return sorted(p.name for p in ROOT.iterdir() if (p / "__init__.py").exists())


def test_imports_land_on_the_public_door() -> None:
    strays = []
    for module in GRAPH.modules:
        parts = module.split(".")
        if len(parts) < 3 or "migrations" in parts:
            continue
        mine = parts[1]
        for target in GRAPH.find_modules_directly_imported_by(module):
            there = target.split(".")
            if len(there) < 3 or there[1] == mine or there[2] == "public":
                continue
            if mine in {"config", "portal"} and there[2] in EDGES:
                continue
            if "tests" in parts and there[2:4] == ["tests", "factories"]:
                continue
            strays.append(f"{module} -> {target}")
    assert strays == []


def test_nothing_imports_config() -> None:
    strays = [
        f"{module} -> {target}"
        for module in GRAPH.modules
        if module.split(".")[1:2] != ["config"] and module != "onewindow.__main__"
        for target in GRAPH.find_modules_directly_imported_by(module)
        if target.startswith("onewindow.config")
    ]
    assert strays == []


def test_every_public_name_says_what_it_does() -> None:
    silent = []
    for context in contexts():
        if not (ROOT / context / "public.py").exists():
            continue
        module = importlib.import_module(f"onewindow.{context}.public")
        for name in module.__all__:
            value = getattr(module, name)
            if (callable(value) or hasattr(value, "__path__")) and not (value.__doc__ or "").strip():
                silent.append(f"{context}.{name}")
    assert silent == []


def test_public_doors_hold_no_logic() -> None:
    for door in ROOT.glob("*/public.py"):
        tree = ast.parse(door.read_text())
        kinds = {type(node) for node in tree.body}
        assert kinds <= {ast.Expr, ast.Import, ast.ImportFrom, ast.Assign}, door
        assert len(door.read_text().splitlines()) <= 80, door


def test_no_two_events_share_a_name() -> None:
    """An event is stored by its name alone: of two with one name, each would reach the other's handlers."""
    places: dict[str, list[str]] = {}
    for file in sorted(ROOT.rglob("*.py")):
        if "tests" in file.relative_to(ROOT).parts:
            continue
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ClassDef) and any(
                isinstance(base, ast.Name) and base.id == "Event" for base in node.bases
            ):
                places.setdefault(node.name, []).append(str(file.relative_to(ROOT)))
    assert len(places) > 50
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
