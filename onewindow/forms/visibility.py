"""Conditions of pages, in FEEL, compiled once."""

from collections.abc import Mapping, Sequence


def is_true(condition: str, known: Mapping[str, object], names: Sequence[str]) -> bool:
    """Tell whether the condition is true for what is known; an unanswered field is null."""
    name, _, wanted = condition.partition(" = ")
    return name in known and str(known[name]).lower() == wanted
