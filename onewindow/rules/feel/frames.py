"""Frames: the variables an expression can reach."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from onewindow.rules.feel.values import Value


class Frame(dict[str, Value]):
    """Variables in reach; what is not here is looked up in the outer frame, and at last is null."""

    __slots__ = ("outer",)

    def __init__(self, values: Mapping[str, Value] | None = None, outer: Frame | None = None) -> None:
        super().__init__(values or ())
        self.outer = outer

    def __missing__(self, name: str) -> Value:
        outer = self.outer
        return outer[name] if outer is not None else None


Closure = Callable[[Frame], Value]
