"""Bounds of one evaluation: steps, sizes and depth, so that a hostile expression stops with an error."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from onewindow.rules.errors import LimitReached

STEPS, DEPTH = 1_000_000, 80


class Budget:
    """What is left to one evaluation."""

    __slots__ = ("depth", "steps")

    def __init__(self, steps: int = STEPS, depth: int = DEPTH) -> None:
        self.steps, self.depth = steps, depth


_current: ContextVar[Budget | None] = ContextVar("onewindow_rules_budget", default=None)


def charge(steps: int = 1) -> None:
    """Take steps from the running budget; one step is about one element or eight characters touched."""
    budget = _current.get()
    if budget is None:
        return
    budget.steps -= steps
    if budget.steps < 0:
        raise LimitReached("the expression takes too many steps")


@contextmanager
def deeper() -> Iterator[None]:
    """Enter a function body; raise when functions call each other too deep."""
    budget = _current.get()
    if budget is None:
        yield
        return
    if budget.depth <= 0:
        raise LimitReached("functions call each other too deep")
    budget.depth -= 1
    try:
        yield
    finally:
        budget.depth += 1


@contextmanager
def bounded(budget: Budget | None = None) -> Iterator[Budget]:
    """Run the block within a budget; a block inside another shares the outer one."""
    running = _current.get()
    if running is not None and budget is None:
        yield running
        return
    mine = budget or Budget()
    token = _current.set(mine)
    try:
        yield mine
    except RecursionError:
        raise LimitReached("the expression is nested too deep") from None
    except MemoryError:
        raise LimitReached("the expression needs too much memory") from None
    finally:
        _current.reset(token)
