"""Built-in functions, one module per family; importing the package declares them all."""

from onewindow.rules.feel.builtin import (
    contexts,
    conversion,
    dates,
    intervals,
    lists,
    numbers,
    patterns,
    ranges,
    strings,
)

__all__ = [
    "contexts", "conversion", "dates", "intervals", "lists", "numbers", "patterns", "ranges", "strings",
]  # fmt: skip
