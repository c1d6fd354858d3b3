"""Says values and stretches of values in plain Chinese."""

from __future__ import annotations

from onewindow.rules.feel.values import Value, text_of
from onewindow.rules.proof.atoms import Atom

NULL = "没有值"


def said(value: Value) -> str:
    """Write one value."""
    if value is True:
        return "是"
    if value is False:
        return "否"
    if isinstance(value, str):
        return f"“{value}”"
    return text_of(value)


def condition(label: str, atoms: list[Atom]) -> str:
    """Say what a value of a column must be like to be among the atoms; empty for any value."""
    if any(a.kind == "any" for a in atoms):
        return ""
    parts = _strings([a for a in atoms if a.kind == "string"])
    ordered = [a for a in atoms if a.kind not in ("string", "null")]
    parts += _stretches(ordered)
    if any(a.kind == "null" for a in atoms):
        parts.append(NULL)
    return f"“{label}”{'，或者'.join(parts)}"


def _strings(atoms: list[Atom]) -> list[str]:
    singles = [said(a.sample) for a in atoms if a.single]
    others = [a for a in atoms if not a.single]
    if not others:
        return [f"是{'、'.join(singles)}"] if singles else []
    if all(a.low is None and a.high is None for a in others):
        return ["是任意文字"]
    return ["是表里没有列出的文字" if not singles else f"是{'、'.join(singles)}或表里没有列出的文字"]


def _stretches(atoms: list[Atom]) -> list[str]:
    runs: list[list[Atom]] = []
    for atom in atoms:
        if runs and _touch(runs[-1][-1], atom):
            runs[-1].append(atom)
        else:
            runs.append([atom])
    return [_stretch(run) for run in runs]


def _touch(a: Atom, b: Atom) -> bool:
    if a.kind != b.kind or a.kind == "boolean" or a.single == b.single:
        return False
    return bool(a.high == b.sample if b.single else a.sample == b.low)


def _stretch(run: list[Atom]) -> str:
    first, last = run[0], run[-1]
    if len(run) == 1 and first.single:
        return f"为{said(first.sample)}" if first.kind == "boolean" else f"等于 {said(first.sample)}"
    parts = []
    if first.single:
        parts.append(f"大于等于 {said(first.sample)}")
    elif first.low is not None:
        parts.append(f"大于 {said(first.low)}")
    if last.single:
        parts.append(f"小于等于 {said(last.sample)}")
    elif last.high is not None:
        parts.append(f"小于 {said(last.high)}")
    return "且".join(parts) or "是任意值"
